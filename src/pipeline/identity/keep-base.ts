import { constants } from 'node:fs'
import { copyFile, link, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MatchModel } from '#identity/learn/match-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import {
    type BaseCard,
    type BasePart,
    baseFormat,
    cardName,
    engineName,
    type FieldFigures,
    folderBytes,
    type MatchBase,
} from './match-base.ts'
import { digestSql, type MatchedMore } from './match-more.ts'
import { keyedSql, type MatchingDesk, tableFolder, tableOf, writeTable } from './matching.ts'
import { leastKept } from './read-scored-pairs.ts'

/** What is kept of a matching that has learned its weights. */
export type WholeMatching = {
    readonly comparison: Comparison
    readonly isLink: boolean
    readonly records: number
    readonly model: MatchModel
    readonly fields: readonly FieldFigures[]
    readonly seed: number
    /** The version of Tong that is at work. */
    readonly version: string
    /** The heading of the ids of each table. */
    readonly ids: readonly string[]
    /** Whether pairs and clusters are kept, too; a bank has them already. */
    readonly hasPairs: boolean
}

/**
 * Writes a base into a folder that is not there yet, its card last: a folder without a card is
 * none. The desk is that of the matching, with `clusters` where pairs are kept.
 */
export async function keepBase(
    desk: MatchingDesk,
    folder: string,
    { hasPairs, ...whole }: WholeMatching,
): Promise<void> {
    const { comparison, isLink, records, model, fields, ids, seed, version } = whole
    const kept = await beginLayer(desk, folder, 0)
    const digest = digestSql(desk, comparison)
    await writeTable(
        kept.desk,
        'records',
        `select record_no, source, record_id, ${digest} as digest
        from ${tableOf(desk, 'records')} records`,
    )
    const table = tableOf(kept.desk, 'records')
    await writeTable(kept.desk, 'gone', `select record_no from ${table} records where 1 = 0`)
    for (const name of [...readNames(comparison), ...countNames(comparison)]) {
        await copyTable(desk, kept.desk, name)
    }
    await writeCodes(desk, kept.desk, comparison)
    if (hasPairs) {
        await writeTable(kept.desk, 'scored', keptPairsSql(tableOf(desk, 'scored')))
        await copyTable(desk, kept.desk, 'clusters')
    }
    const card = {
        ...{ version, seed, comparison, isLink, ids, model, fields, records },
        ...{ numbers: records, whole: records, changed: 0 },
    }
    await writeCard(desk, folder, { ...card, parts: await partsOf(kept) })
}

/**
 * Writes the base of what there is after new records were matched with an earlier base, which stays
 * as it is: its files are linked or copied, and what is new lies beside them.
 */
export async function keepMore(
    desk: MatchingDesk,
    folder: string,
    { base, more }: { readonly base: MatchBase; readonly more: MatchedMore },
): Promise<void> {
    const { card } = base
    const { comparison } = card
    const layer = (card.parts.records ?? []).length
    const kept = await beginLayer(desk, folder, layer)
    await writeTable(
        kept.desk,
        'records',
        `select record_no, source, record_id, digest from ${tableOf(desk, 'records')} records`,
    )
    await copyTable(desk, kept.desk, 'gone')
    for (const name of readNames(comparison)) await copyTable(desk, kept.desk, name)
    for (const name of countNames(comparison)) {
        // What the base counted stays as it was; only what it did not know is counted on.
        await writeTable(
            kept.desk,
            name,
            `select * from ${tableOf(desk, name)} counted where is_new = 1`,
        )
    }
    await writeCodes(desk, kept.desk, comparison)
    const replaced = card.parts.clusters === undefined ? [] : ['clusters']
    if (replaced.length > 0) {
        await writeTable(kept.desk, 'scored', keptPairsSql(tableOf(more.near, 'scored')))
        await copyTable(desk, kept.desk, 'clusters')
    }
    const parts: Record<string, readonly BasePart[]> = {}
    const fresh = await partsOf(kept)
    for (const [name, olds] of Object.entries(card.parts)) {
        const stay = replaced.includes(name) ? [] : olds
        for (const old of stay) await linkFolder(base.folder, folder, old.folder)
        parts[name] = [...stay, ...(fresh[name] ?? [])]
    }
    const { added, changed, removed } = more.counts
    await writeCard(desk, folder, {
        ...card,
        ...{ parts, fields: more.fields, records: more.records },
        numbers: card.numbers + added + changed,
        changed: card.changed + added + changed + removed,
    })
}

type Layer = { readonly desk: MatchingDesk; readonly name: string }

async function beginLayer(desk: MatchingDesk, folder: string, number: number): Promise<Layer> {
    const name = `layer-${number}`
    await mkdir(join(folder, name), { recursive: true, mode: 0o700 })
    return { desk: { ...desk, folder: join(folder, name) }, name }
}

/** Tables of values, of their forms and of hashes of keys. */
function readNames({ blocking, fields }: Comparison): readonly string[] {
    const forms = fields.map((_, place) => `forms-${place}`)
    return ['values', ...forms, ...blocking.map((_, index) => `keys-${index}`)]
}

/** Tables of how many records hold a form. */
function countNames({ fields }: Comparison): readonly string[] {
    return fields.map((_, place) => `counts-${place}`)
}

function keptPairsSql(scored: string): string {
    return (
        `select left_no, right_no, weight, apart from ${scored} scored ` +
        `where weight >= ${leastKept}`
    )
}

/** Which valid numbers records have, as hashes. */
async function writeCodes(
    desk: MatchingDesk,
    kept: MatchingDesk,
    comparison: Comparison,
): Promise<void> {
    for (const [place, form] of comparison.never.entries()) {
        await writeTable(kept, `codes-${place}`, keyedSql(desk, { comparison, forms: [form] }))
    }
}

async function copyTable(from: MatchingDesk, to: MatchingDesk, name: string): Promise<void> {
    to.signal.throwIfAborted()
    await linkFiles(tableFolder(from, name), tableFolder(to, name))
}

async function linkFolder(from: string, to: string, folder: string): Promise<void> {
    await linkFiles(join(from, folder), join(to, folder))
}

/** Files of a base are never written again, so that two may share them. */
async function linkFiles(from: string, to: string): Promise<void> {
    await mkdir(to, { recursive: true, mode: 0o700 })
    for (const name of await readdir(from)) {
        const [one, other] = [join(from, name), join(to, name)]
        await link(one, other).catch(() => copyFile(one, other, constants.COPYFILE_FICLONE))
    }
}

async function partsOf({ desk, name }: Layer): Promise<Record<string, readonly BasePart[]>> {
    const parts: Record<string, readonly BasePart[]> = {}
    for (const table of await readdir(desk.folder)) {
        parts[table] = [
            { folder: `${name}/${table}`, bytes: await folderBytes(join(desk.folder, table)) },
        ]
    }
    return parts
}

type WrittenCard = Omit<BaseCard, 'kind' | 'format' | 'engine'>

async function writeCard(
    { warehouse, signal }: MatchingDesk,
    folder: string,
    card: WrittenCard,
): Promise<void> {
    signal.throwIfAborted()
    const whole: BaseCard = {
        ...{ kind: 'tong-identity-base', format: baseFormat, engine: engineName(warehouse) },
        ...card,
    }
    await writeFile(join(folder, cardName), JSON.stringify(whole))
}
