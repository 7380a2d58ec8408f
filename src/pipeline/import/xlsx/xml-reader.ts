import { FileFault } from '../file-fault.ts'

/** Who hears of the parts of an XML text, in their order. */
export type XmlListener = {
    /** An element begins; its name without prefix, its attributes as they are spelt. */
    open(name: string, attributes: string): void
    close(name: string): void
    /** Characters between tags, as they are spelt (see {@link plainText}); maybe in parts. */
    text(spelt: string): void
}

/** Reads XML that arrives in pieces. */
export type XmlReader = { push(piece: string): void; end(): void }

/** No part of a workbook that can be read has a tag or a text as long as this. */
const partLettersMax = 1 << 24

const greaterThan = 62
const slash = 47
const quotationMark = 34
const apostrophe = 39

/**
 * A reader of XML 1.0 as spreadsheets are written: elements, attributes, texts, CDATA, comments and
 * instructions. Document types are refused, as they can make a short text endless. It is our own
 * since a sheet is hundreds of megabytes of tags: general readers take several times as long.
 * Throws FileFault `sources.workbook_broken`.
 */
export function createXmlReader(listener: XmlListener): XmlReader {
    let rest = ''
    let depth = 0
    const nested: XmlListener = {
        open: (name, attributes) => {
            depth++
            listener.open(name, attributes)
        },
        close: (name) => {
            depth--
            listener.close(name)
        },
        text: listener.text,
    }
    const read = (text: string): number => {
        let at = 0
        for (;;) {
            const begin = text.indexOf('<', at)
            if (begin === -1) return at
            if (begin > at) {
                listener.text(text.slice(at, begin))
                at = begin
            }
            const end = tellPart(text, begin, nested)
            if (end === -1) return at
            at = end
        }
    }
    return {
        push: (piece) => {
            const text = rest === '' ? piece : rest + piece
            rest = text.slice(read(text))
            if (rest.length > partLettersMax) throw new FileFault('sources.workbook_broken')
        },
        end: () => {
            if (rest.trim() !== '' || depth !== 0) throw new FileFault('sources.workbook_broken')
        },
    }
}

/** Tells of what begins with `<` at a place, and where it ends; -1: its end has not arrived. */
function tellPart(text: string, begin: number, listener: XmlListener): number {
    const mark = text[begin + 1]
    if (mark === '!' || mark === '?' || mark === undefined) {
        return tellSpecial(text, begin, listener)
    }
    const short = tellShort(text, begin, listener)
    if (short !== -1) return short
    const end = tagEnd(text, begin)
    if (end === -1) return -1
    if (mark === '/') {
        listener.close(localName(text.slice(begin + 2, end).trimEnd()))
        return end + 1
    }
    const isEmpty = text[end - 1] === '/'
    const tag = text.slice(begin + 1, isEmpty ? end - 1 : end)
    const space = tag.search(/\s/)
    const name = localName(space === -1 ? tag : tag.slice(0, space))
    listener.open(name, space === -1 ? '' : tag.slice(space))
    if (isEmpty) listener.close(name)
    return end + 1
}

/**
 * Tells of a tag of one letter, and where it ends; -1: it is no such tag. In a sheet `<v>`, `</v>`
 * and `</c>` are three of four.
 */
function tellShort(text: string, begin: number, listener: XmlListener): number {
    if (text.charCodeAt(begin + 2) === greaterThan && text.charCodeAt(begin + 1) !== slash) {
        listener.open(text.charAt(begin + 1), '')
        return begin + 3
    }
    if (text.charCodeAt(begin + 3) !== greaterThan) return -1
    if (text.charCodeAt(begin + 1) !== slash) return -1
    listener.close(text.charAt(begin + 2))
    return begin + 4
}

function tellSpecial(text: string, begin: number, listener: XmlListener): number {
    if (text.startsWith('<?', begin)) return behind(text, '?>', begin)
    if (text.startsWith('<!--', begin)) return behind(text, '-->', begin + 4)
    if (text.startsWith('<![CDATA[', begin)) {
        const end = text.indexOf(']]>', begin)
        if (end === -1) return -1
        listener.text(text.slice(begin + 9, end).replaceAll('&', '&amp;'))
        return end + 3
    }
    if (text.length - begin < 9) return -1
    throw new FileFault('sources.workbook_broken')
}

function behind(text: string, mark: string, from: number): number {
    const found = text.indexOf(mark, from)
    return found === -1 ? -1 : found + mark.length
}

/** The `>` that ends a tag: one within a value of an attribute does not. */
function tagEnd(text: string, begin: number): number {
    let open = 0
    for (let at = begin + 1; at < text.length; at++) {
        const letter = text.charCodeAt(at)
        if (open !== 0) {
            if (letter === open) open = 0
        } else if (letter === greaterThan) {
            return at
        } else if (letter === quotationMark || letter === apostrophe) {
            open = letter
        }
    }
    return -1
}

function localName(name: string): string {
    const colon = name.indexOf(':')
    return colon === -1 ? name : name.slice(colon + 1)
}

/** Single quotes, and spaces where nobody puts them. */
const unusual = /['\t\r\n]| =|= /

/**
 * The value of an attribute, in plain letters; null where there is none of that name. One with a
 * prefix counts where there is none without.
 */
export function attributeOf(attributes: string, name: string): string | null {
    const usual = spelt(attributes, ` ${name}="`)
    if (usual !== null) return usual
    if (!unusual.test(attributes)) return spelt(attributes, `:${name}="`)
    for (const prefix of ['', '[\\w.-]+:']) {
        const form = new RegExp(`(?:^|\\s)${prefix}${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
        const match = form.exec(attributes)
        if (match !== null) return plainText(match[1] ?? match[2] ?? '')
    }
    return null
}

function spelt(attributes: string, before: string): string | null {
    const found = attributes.indexOf(before)
    if (found === -1) return null
    const begin = found + before.length
    return plainText(attributes.slice(begin, attributes.indexOf('"', begin)))
}

const namedLetters: Readonly<Record<string, string>> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
}

/** Letters as they are meant: `&lt;` is `<`, `&#20013;` is 中. */
export function plainText(spelt: string): string {
    if (!spelt.includes('&')) return spelt
    return spelt.replaceAll(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
        if (!name.startsWith('#')) return namedLetters[name] ?? whole
        const isHex = name[1] === 'x' || name[1] === 'X'
        const code = isHex ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    })
}
