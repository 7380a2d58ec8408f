import { createHash } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { connectRecords } from '#identity/cluster/connect-records.ts'
import type { RecordPairs } from '#identity/cluster/scored-pairs.ts'
import { clusterDecided, type DecidedPairs } from '#identity/decisions/cluster-decided.ts'
import type { RecordIds, Standing } from '#identity/decisions/decision.ts'
import { standingDecisions } from '#identity/decisions/standing-decisions.ts'
import { numberAt } from '#identity/number-at.ts'
import type { BankContext } from '../bank-context.ts'
import { isThere } from '../is-there.ts'
import { syncToDisk } from '../sync-to-disk.ts'
import {
    type MatchedPart,
    matchedParts,
    readClusterInput,
    readRecordColumn,
} from './matched-parts.ts'
import { readDecisions, readMatching, type StandingMatching } from './read-decisions.ts'
import { beginTextRows } from './text-rows.ts'

/** Which record belongs to which party, as matching and people have it by now. */
export type PartyResolution = {
    /** Folder below the human folder; its rows: `record_id`, `party_id`, each of a moved record. */
    readonly path: string
    readonly matching: StandingMatching | null
    /** How many decisions stand. */
    readonly decisions: number
    readonly heldBack: Standing['heldBack']
}

/** What resolving needs of a bank. */
export type ResolvingContext = Pick<BankContext, 'db' | 'warehouse' | 'signal'> & {
    readonly folders: Pick<BankContext['folders'], 'human' | 'scratch' | 'identity'>
}

/**
 * Computes the parties from what stands: the last matching and all decisions that nobody took
 * back. Nothing is carried from one resolution to the next but who was seen first, so that taking
 * back whatever was decided gives what would have been without it. Returns null where every record
 * is a party of its own.
 */
export async function resolveParties(context: ResolvingContext): Promise<PartyResolution | null> {
    const matching = await readMatching(context.db)
    const decisions = await readDecisions(context.db)
    const standing = standingDecisions(decisions)
    const { heldBack } = standing
    if (matching === null && standing.together.length === 0) return null
    const path = pathOf(matching, standing)
    const whole = join(context.folders.human, path)
    if (!(await isThere(whole))) await writeResolution(context, { matching, standing, whole })
    const count = decisions.filter(({ undoneBy }) => undoneBy === null).length
    return { path, matching, decisions: count, heldBack }
}

/** The parties that records belong to now, of those that are not their own. */
export type PartiesOf = (ids: readonly bigint[]) => Promise<ReadonlyMap<bigint, bigint>>

const idsPerQuery = 5000

/** Answers which parties records belong to, by a resolution that is written. */
export function partyFinder(
    { warehouse, folders }: Pick<ResolvingContext, 'warehouse' | 'folders'>,
    resolution: PartyResolution | null,
): PartiesOf {
    return async (ids) => {
        const found = new Map<bigint, bigint>()
        if (resolution === null) return found
        const parties = warehouse.parquet([join(folders.human, resolution.path)])
        for (let first = 0; first < ids.length; first += idsPerQuery) {
            const some = ids.slice(first, first + idsPerQuery)
            const rows = await warehouse.rows(
                `select record_id, party_id from ${parties} parties
                where record_id in (${some.join(', ')})`,
            )
            for (const { record_id: record, party_id: party } of rows) {
                found.set(record as bigint, party as bigint)
            }
        }
        return found
    }
}

function pathOf(matching: StandingMatching | null, { together, apart }: Standing): string {
    const texts = [together, apart].map((pairs) => pairs.map((pair) => pair.map(String)).sort())
    const hashed = JSON.stringify(['parties', 1, matching?.path ?? null, texts])
    return createHash('sha256').update(hashed).digest('hex').slice(0, 16)
}

type Resolving = {
    readonly matching: StandingMatching | null
    readonly standing: Standing
    readonly whole: string
}

async function writeResolution(
    context: ResolvingContext,
    { matching, standing, whole }: Resolving,
): Promise<void> {
    const { warehouse, folders, signal } = context
    const growing = join(folders.scratch, 'parties')
    await mkdir(growing, { recursive: true })
    const desk = { warehouse, folder: growing, signal, onStage: () => {} }
    try {
        const members = await readMembers(context, { matching, standing })
        const leaders = await leadersOf(context, { matching, standing, members })
        const columns = { record_id: 'bigint', party_id: 'bigint' }
        const rows = await beginTextRows(desk, { name: 'parties', columns })
        for (const [record, leader] of leaders.entries()) {
            if (record === leader) continue
            rows.add([String(members.ids[record]), String(members.ids[leader])])
            if (record % 1000 === 0) await rows.flush()
        }
        await rows.end()
        await syncToDisk(join(growing, 'parties'))
        await mkdir(folders.human, { recursive: true })
        await rename(join(growing, 'parties'), whole)
    } finally {
        await rm(growing, { recursive: true, force: true })
    }
}

/** All records that matching or people know, by number in the order of their seniority. */
type Members = {
    /** Ids by number; those that only people know come last, in the order of their ids. */
    readonly ids: BigInt64Array
    /** The number of a record that somebody decided about. */
    readonly numberOf: ReadonlyMap<bigint, number>
    /** Records that are delivered no more, each with the one that it stays beside. */
    readonly beside: readonly (readonly [number, number])[]
}

/** The number of the most senior record of the party of each member. */
async function leadersOf(
    context: ResolvingContext,
    { matching, standing, members }: Omit<Resolving, 'whole'> & { readonly members: Members },
): Promise<Uint32Array> {
    const { ids, numberOf, beside } = members
    const numbered = ([one, other]: RecordIds): readonly [number, number] => [
        numberOf.get(one) ?? 0,
        numberOf.get(other) ?? 0,
    ]
    const loose = [...standing.together.map(numbered), ...beside]
    const left: Uint32Array[] = [Uint32Array.from(loose, ([one]) => one)]
    const right: Uint32Array[] = [Uint32Array.from(loose, ([, other]) => other)]
    for (const part of await matchedParts(context, matching)) {
        const found = await readRecordColumn(context.warehouse, { ...part, column: 'member_no' })
        const numbers = Uint32Array.from(found, Number)
        const cluster = await clustersOf(context, { ...part, standing, members, numbers })
        left.push(numbers)
        right.push(cluster.map((first) => numberAt(numbers, first)))
    }
    const pairs = { left: joined(left), right: joined(right) }
    const weight = new Int32Array(pairs.left.length).fill(1)
    // The lowest number of what hangs together is that of the most senior record.
    return connectRecords(ids.length, { ...pairs, weight }, 1)
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
    const all = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of parts) {
        all.set(part, at)
        at += part.length
    }
    return all
}

/** For each record of a comparison the first record of its cluster. */
async function clustersOf(
    { warehouse }: ResolvingContext,
    {
        folder,
        comparison,
        standing,
        members,
        numbers,
    }: MatchedPart & {
        readonly standing: Standing
        readonly members: Members
        readonly numbers: Uint32Array
    },
): Promise<Uint32Array> {
    const records = numbers.length
    const input = await readClusterInput(warehouse, { folder, comparison, records })
    const places = new Map<number, number>()
    const named = new Set(members.numberOf.values())
    for (const [place, number] of numbers.entries()) {
        if (named.has(number)) places.set(number, place)
    }
    const placeOf = (id: bigint): number | undefined => places.get(members.numberOf.get(id) ?? -1)
    return clusterDecided(input, decidedPairs(standing, placeOf)).cluster
}

async function readMembers(
    { warehouse, folders }: Pick<ResolvingContext, 'warehouse' | 'folders'>,
    { matching, standing }: Omit<Resolving, 'whole'>,
): Promise<Members> {
    const named = new Set([...standing.together, ...standing.apart].flat())
    const numberOf = new Map<bigint, number>()
    const beside: (readonly [number, number])[] = []
    let ids = new BigInt64Array(0)
    if (matching !== null) {
        const members = warehouse.parquet([join(folders.identity, matching.path, 'members')])
        const [row] = await warehouse.rows(`select count(*) as n from ${members} members`)
        ids = new BigInt64Array(Number(row?.n ?? 0))
        const sql = `select record_id, member_no from ${members} members`
        for await (const [records = [], numbers = []] of warehouse.chunks(sql)) {
            for (const [at, cell] of records.entries()) {
                const [record, number] = [cell as bigint, Number(numbers[at])]
                ids[number] = record
                if (named.has(record)) numberOf.set(record, number)
            }
        }
        const gone = await warehouse.rows(
            `select gone.member_no as one, others.member_no as other from ${members} gone
            join ${members} others on others.record_id = gone.beside_id`,
        )
        beside.push(...gone.map(({ one, other }) => [Number(one), Number(other)] as const))
    }
    const unknown = [...named].filter((id) => !numberOf.has(id)).sort((a, b) => (a < b ? -1 : 1))
    const all = new BigInt64Array(ids.length + unknown.length)
    all.set(ids)
    for (const [at, id] of unknown.entries()) {
        all[ids.length + at] = id
        numberOf.set(id, ids.length + at)
    }
    return { ids: all, numberOf, beside }
}

/** Decisions about records that both are here, by position; `placeOf` tells where they are. */
export function decidedPairs(
    { together, apart }: Pick<Standing, 'together' | 'apart'>,
    placeOf: (id: bigint) => number | undefined,
): DecidedPairs {
    const placed = (pairs: readonly RecordIds[]): RecordPairs => {
        const here = pairs.flatMap(([one, other]) => {
            const [left, right] = [placeOf(one), placeOf(other)]
            return left === undefined || right === undefined ? [] : [[left, right] as const]
        })
        return {
            left: Uint32Array.from(here, ([left]) => left),
            right: Uint32Array.from(here, ([, right]) => right),
        }
    }
    return { together: placed(together), apart: placed(apart) }
}
