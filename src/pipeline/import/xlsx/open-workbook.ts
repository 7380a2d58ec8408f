import { open } from 'node:fs/promises'
import { FileFault } from '../file-fault.ts'
import { openZip, type ZipEntry, type ZipReader, zipFault } from '../unzip.ts'
import { type NumberKind, numberKind } from './number-format.ts'
import { createSharedTexts, type SharedTexts } from './shared-texts.ts'
import { attributeOf, createXmlReader, plainText, type XmlListener } from './xml-reader.ts'

/** A sheet of a workbook, by the part of the archive that holds it. */
export type Sheet = {
    readonly name: string
    readonly isHidden: boolean
    readonly entry: ZipEntry
}

/** An Excel workbook (Office Open XML, ECMA-376), open for reading. */
export type Workbook = {
    readonly sheets: readonly Sheet[]
    /** Whether days are counted from 1904, as on old Macintoshes. */
    readonly is1904: boolean
    /** What the numbers of a cell's style are. */
    kindOf(style: number): NumberKind
    readonly texts: SharedTexts
    close(): void
}

/** How Excel before 2007, and one that writes passwords, begin a file. */
const oldMark = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])

/**
 * Opens a workbook and reads all of it but its sheets. Throws FileFault: `sources.workbook_old`,
 * `workbook_broken`, `sheet_texts_large`, and ZipFault.
 */
export async function openWorkbook(path: string): Promise<Workbook> {
    await refuseOld(path)
    const zip = await openZip(path).catch((cause: unknown) => {
        throw zipFault(cause) === null ? cause : new FileFault('sources.workbook_broken')
    })
    try {
        return await readWorkbook(zip)
    } catch (cause) {
        zip.close()
        throw cause
    }
}

/** Reads a part of a workbook as XML. Throws FileFault, ZipFault. */
export async function readPart(
    entry: ZipEntry,
    listener: XmlListener,
    onPiece: () => Promise<void> = async () => {},
): Promise<void> {
    const reader = createXmlReader(listener)
    const decoder = new TextDecoder('utf-8')
    try {
        for await (const piece of await entry.open()) {
            reader.push(decoder.decode(piece as Buffer, { stream: true }))
            await onPiece()
        }
    } catch (cause) {
        throw zipFault(cause) ?? cause
    }
    reader.end()
}

async function refuseOld(path: string): Promise<void> {
    const file = await open(path)
    try {
        const { buffer } = await file.read(Buffer.alloc(oldMark.length), 0, oldMark.length, 0)
        if (buffer.equals(oldMark)) throw new FileFault('sources.workbook_old')
    } finally {
        await file.close()
    }
}

async function readWorkbook(zip: ZipReader): Promise<Workbook> {
    const parts = new Map(zip.entries.map((entry) => [entry.path.toLowerCase(), entry]))
    const root = await relations(parts, '')
    const main = [...root.values()].find(({ type }) => type.endsWith('/officeDocument'))
    const entry = parts.get((main?.path ?? 'xl/workbook.xml').toLowerCase())
    if (entry === undefined) throw new FileFault('sources.workbook_broken')
    const related = await relations(parts, entry.path)
    const partOf = (type: string): ZipEntry | null => {
        const found = [...related.values()].find((one) => one.type.endsWith(`/${type}`))
        return found === undefined ? null : (parts.get(found.path.toLowerCase()) ?? null)
    }
    const sheets: Sheet[] = []
    let is1904 = false
    await readPart(entry, {
        open: (name, attributes) => {
            if (name === 'workbookPr') is1904 = isTrue(attributeOf(attributes, 'date1904'))
            if (name !== 'sheet') return
            const id = attributeOf(attributes, 'id') ?? ''
            const sheet = parts.get((related.get(id)?.path ?? '').toLowerCase())
            // Charts and macros on pages of their own are no sheets of cells.
            if (sheet === undefined || !related.get(id)?.type.endsWith('/worksheet')) return
            const isHidden = (attributeOf(attributes, 'state') ?? 'visible') !== 'visible'
            sheets.push({ name: attributeOf(attributes, 'name') ?? '', isHidden, entry: sheet })
        },
        close: () => {},
        text: () => {},
    })
    const kinds = await styleKinds(partOf('styles'))
    const texts = await sharedTexts(partOf('sharedStrings'))
    const kindOf = (style: number): NumberKind => kinds[style] ?? 'number'
    return { sheets, is1904, kindOf, texts, close: zip.close }
}

type Relation = { readonly type: string; readonly path: string }

/** What a part of the archive refers to, by id; paths from the root of the archive. */
async function relations(
    parts: ReadonlyMap<string, ZipEntry>,
    path: string,
): Promise<ReadonlyMap<string, Relation>> {
    const slash = path.lastIndexOf('/') + 1
    const folder = path.slice(0, slash)
    const entry = parts.get(`${folder}_rels/${path.slice(slash)}.rels`.toLowerCase())
    const found = new Map<string, Relation>()
    if (entry === undefined) return found
    await readPart(entry, {
        open: (name, attributes) => {
            if (name !== 'Relationship') return
            const target = attributeOf(attributes, 'Target') ?? ''
            const type = attributeOf(attributes, 'Type') ?? ''
            const whole = target.startsWith('/') ? target.slice(1) : `${folder}${target}`
            found.set(attributeOf(attributes, 'Id') ?? '', { type, path: withoutDots(whole) })
        },
        close: () => {},
        text: () => {},
    })
    return found
}

function withoutDots(path: string): string {
    const parts: string[] = []
    for (const part of path.split('/')) {
        if (part === '..') parts.pop()
        else if (part !== '.') parts.push(part)
    }
    return parts.join('/')
}

/** What the numbers of each style are, by the style's number. */
async function styleKinds(entry: ZipEntry | null): Promise<readonly NumberKind[]> {
    const codes = new Map<number, string>()
    const kinds: NumberKind[] = []
    let isCellStyle = false
    if (entry === null) return kinds
    await readPart(entry, {
        open: (name, attributes) => {
            if (name === 'numFmt') {
                const id = Number(attributeOf(attributes, 'numFmtId'))
                codes.set(id, attributeOf(attributes, 'formatCode') ?? '')
            } else if (name === 'cellXfs') {
                isCellStyle = true
            } else if (name === 'xf' && isCellStyle) {
                const id = Number(attributeOf(attributes, 'numFmtId') ?? 0)
                kinds.push(numberKind(id, codes.get(id) ?? null))
            }
        },
        close: (name) => {
            if (name === 'cellXfs') isCellStyle = false
        },
        text: () => {},
    })
    return kinds
}

async function sharedTexts(entry: ZipEntry | null): Promise<SharedTexts> {
    const texts = createSharedTexts()
    if (entry === null) return texts
    const text = createTextListener()
    await readPart(entry, {
        open: (name) => {
            if (name === 'si') text.begin()
            else text.open(name)
        },
        close: (name) => {
            if (name === 'si') texts.add(text.end())
            else text.close(name)
        },
        text: text.text,
    })
    return texts
}

/** Gathers the text of a cell: all its runs, without what tells how to pronounce it. */
export type TextListener = {
    begin(): void
    open(name: string): void
    close(name: string): void
    text(spelt: string): void
    end(): string
}

/** Gathers texts that are made of runs (`<t>`, `<r><t>`). */
export function createTextListener(): TextListener {
    let gathered = ''
    let isText = false
    let isSpoken = false
    return {
        begin: () => {
            gathered = ''
        },
        open: (name) => {
            if (name === 't') isText = !isSpoken
            else if (name === 'rPh') isSpoken = true
        },
        close: (name) => {
            if (name === 't') isText = false
            else if (name === 'rPh') isSpoken = false
        },
        text: (spelt) => {
            if (isText) gathered += spelt
        },
        end: () => plainLetters(gathered),
    }
}

/** A text of a workbook in plain letters: `_x000D_` stands for a CR in it. */
export function plainLetters(spelt: string): string {
    const text = plainText(spelt)
    if (!text.includes('_x')) return text
    return text.replaceAll(/_x([\dA-Fa-f]{4})_/g, (_, hex: string) => {
        return String.fromCharCode(Number.parseInt(hex, 16))
    })
}

function isTrue(text: string | null): boolean {
    return text === '1' || text === 'true'
}
