import { type Kysely, sql } from 'kysely'
import { formatMonth } from '#domain/month.ts'
import { type Failure, failure, Refusal, refuse } from '#domain/result.ts'
import { versionInForce } from '#serving/loaded-policy.ts'
import type { Tables } from '#store/tables.ts'
import { policyCountMax } from '#tiers/policy.ts'
import { change } from '../change.ts'
import { readLadderRules } from '../ladder-rules.ts'
import { readTable, type TableRow } from '../read-table.ts'
import {
    arePartiesKnown,
    computeParties,
    partyFault,
    type ResolvedParty,
    resolveParties,
} from '../resolve-parties.ts'
import type { Workbench } from '../workbench.ts'

/** Closes since entry where a file says nothing: long enough to be past any grace. */
const closesSinceEntryDefault = 60
const closesSinceEntryMax = 10_000
const rowsPerInsert = 50_000

const columns = {
    required: ['party', 'tier'],
    optional: ['below_count', 'closes_since_entry'],
} as const

type OpeningRow = {
    readonly partyId: bigint
    readonly tier: string
    readonly belowCount: number
    readonly closesSinceEntry: number
}

/**
 * Takes the tiers that another system left, as the state before a ladder's first close, in place
 * of what was imported before. Returns how many, and whether the parties could be looked up: a
 * bank that has closed nothing yet finds out at its first close. Throws Refusal with every fault,
 * `workbench.opening_closed` where the ladder has a close already.
 */
export async function importOpening(
    workbench: Workbench,
    { file, ladder }: { readonly file: string; readonly ladder: string },
): Promise<{ readonly parties: number; readonly arePartiesKnown: boolean }> {
    const { settings, warehouse } = workbench
    const { rows, faults: unread } = await readTable(file, columns)
    return await change(workbench, 'opening_states', async (db) => {
        const rules = await readLadderRules(workbench, db, ladder)
        const { lastClosed, versions } = rules
        if (lastClosed !== null) {
            refuse('workbench.opening_closed', { ladder, month: formatMonth(lastClosed) })
        }
        const first = versionInForce(versions, { ladder, month: settings.firstClose })
        const month = formatMonth(settings.firstClose)
        const policy = first?.policy ?? refuse('pipeline.policy_missing', { ladder, month })
        const areKnown = await arePartiesKnown(db)
        const texts = rows.map((row) => row.texts.party ?? '')
        const parties = areKnown
            ? await resolveParties(db, texts)
            : await computeParties(warehouse, texts)
        const faults = [...unread]
        const known = policy.tiers.map(({ id }) => id)
        const seen = new Map<bigint, number>()
        const states = rows.flatMap((row) => {
            const { tier = '' } = row.texts
            if (!known.includes(tier)) {
                const params = { tier, ladder, version: policy.version, known: known.join(', ') }
                faults.push(failure('workbench.tier_unknown', params, row.placeOf('tier')))
            }
            return readState(row, { parties, seen, faults }) ?? []
        })
        faults.sort((left, right) => (left.at?.line ?? 0) - (right.at?.line ?? 0))
        if (faults.length > 0) throw new Refusal(faults)
        await db.deleteFrom('workbench.opening_states').where('ladder', '=', ladder).execute()
        await insertStates(db, { ladder, states })
        const details = { parties: states.length }
        const event = { action: 'opening.import', subject: ladder, details }
        return {
            result: { parties: states.length, arePartiesKnown: areKnown },
            events: [event],
        }
    })
}

type Reading = {
    readonly parties: ReadonlyMap<string, ResolvedParty>
    /** The line of each party that was read. */
    readonly seen: Map<bigint, number>
    readonly faults: Failure[]
}

function readState(row: TableRow, { parties, seen, faults }: Reading): OpeningRow | null {
    const { party = '', tier = '' } = row.texts
    const before = faults.length
    const belowCount = readCount(row, { field: 'below_count', absent: 0, max: policyCountMax })
    const closesSinceEntry = readCount(row, {
        field: 'closes_since_entry',
        absent: closesSinceEntryDefault,
        max: closesSinceEntryMax,
    })
    for (const count of [belowCount, closesSinceEntry]) {
        if (typeof count !== 'number') faults.push(count)
    }
    const partyId = parties.get(party) ?? 'unfit'
    const at = row.placeOf('party')
    if (typeof partyId !== 'bigint') faults.push(partyFault(party, partyId, at))
    else if (seen.has(partyId)) {
        const line = seen.get(partyId) ?? 0
        faults.push(failure('workbench.party_twice', { party, line }, at))
    } else seen.set(partyId, row.line)
    const isRead = faults.length === before && typeof partyId === 'bigint'
    if (!isRead || typeof belowCount !== 'number' || typeof closesSinceEntry !== 'number') {
        return null
    }
    return { partyId, tier, belowCount, closesSinceEntry }
}

function readCount(
    row: TableRow,
    {
        field,
        absent,
        max,
    }: { readonly field: string; readonly absent: number; readonly max: number },
): number | Failure {
    const text = row.texts[field] ?? ''
    if (text === '') return absent
    const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (count <= max) return count
    return failure('workbench.count_unfit', { field, value: text, max }, row.placeOf(field))
}

async function insertStates(
    db: Kysely<Tables>,
    { ladder, states }: { readonly ladder: string; readonly states: readonly OpeningRow[] },
): Promise<void> {
    for (let first = 0; first < states.length; first += rowsPerInsert) {
        const some = states.slice(first, first + rowsPerInsert)
        await sql`
            insert into workbench.opening_states
                (ladder, party_id, tier, below_count, closes_since_entry)
            select ${ladder}, party_id, tier, below_count, closes_since_entry
            from unnest(
                ${some.map(({ partyId }) => String(partyId))}::bigint[],
                ${some.map(({ tier }) => tier)}::text[],
                ${some.map(({ belowCount }) => belowCount)}::integer[],
                ${some.map(({ closesSinceEntry }) => closesSinceEntry)}::integer[]
            ) as opened (party_id, tier, below_count, closes_since_entry)`.execute(db)
    }
}
