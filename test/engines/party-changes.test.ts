import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { partyParams } from '#pipeline/party-params.ts'
import { renderTemplate, unquoted } from '#pipeline/template.ts'
import { openTestWarehouse, type TestWarehouse } from '../open-warehouse.ts'

// What identity has changed since a ladder's last close, recomputed by plain loops.

const file = new URL('../../models/identity/party_changes.sql', import.meta.url)

type Maps = {
    /** By record: whether it has an account, its party before and now. */
    readonly records: readonly {
        readonly hasAccount: boolean
        readonly before: number
        readonly now: number
    }[]
}

let engine: TestWarehouse
let template: string

beforeAll(async () => {
    engine = await openTestWarehouse(1)
    template = await readFile(file, 'utf8')
})
afterAll(() => engine.close())

const size = 7
const maps: fc.Arbitrary<Maps> = fc
    .array(
        fc.record({
            hasAccount: fc.boolean(),
            before: fc.nat({ max: size - 1 }),
            now: fc.nat({ max: size - 1 }),
        }),
        { minLength: size, maxLength: size },
    )
    .map((drawn) => {
        // A party has the id of a record that belongs to it.
        const partyOf = (side: 'before' | 'now', record: number): number => {
            const named = drawn[record]?.[side] ?? record
            const own = drawn.findIndex((one) => one[side] === named)
            return own
        }
        return {
            records: drawn.map(({ hasAccount }, record) => ({
                hasAccount,
                before: partyOf('before', record),
                now: partyOf('now', record),
            })),
        }
    })

/** SQL of records that are of another's party. */
function movedSql({ records }: Maps, side: 'before' | 'now'): string {
    const rows = records.flatMap((record, id) =>
        record[side] === id ? [] : [`(${id}, ${record[side]})`],
    )
    const none =
        '(select cast(null as bigint) as record_id, cast(null as bigint) as party_id where 1 = 0)'
    if (rows.length === 0) return none
    return (
        `(select cast(a as bigint) as record_id, cast(b as bigint) as party_id ` +
        `from (values ${rows.join(', ')}) moved (a, b))`
    )
}

function render(drawn: Maps): string {
    const human: Readonly<Record<string, string>> = {
        '@human(before)': movedSql(drawn, 'before'),
        '@human(now)': movedSql(drawn, 'now'),
    }
    const since = [{ ladder: 'wealth', month: 202601, path: 'before' }]
    const inputs = { path: 'now', since }
    const owners = drawn.records.flatMap(({ hasAccount }, id) => (hasAccount ? [id, id] : []))
    const accounts = owners.length === 0 ? '(null)' : owners.map((id) => `(${id})`).join(', ')
    const map = drawn.records.map(({ now }, id) => `(${id}, ${now})`).join(', ')
    const relations: Readonly<Record<string, string>> = {
        'identity.*__party_changes': `(select 202512 as month, 'merged' as kind,
            cast(77 as bigint) as old_party_id, cast(78 as bigint) as new_party_id)`,
        'identity.party_map': `(select cast(a as bigint) as record_id, cast(b as bigint) as party_id
            from (values ${map}) map (a, b))`,
        'identity.accounts': `(select cast(a as bigint) as owner_record_id
            from (values ${accounts}) owners (a) where a is not null)`,
    }
    return renderTemplate(template, (call) => {
        const name = unquoted(call)
        const text = call.name === 'ref' ? relations[name] : partyParams[name]?.(inputs)
        if (text === undefined) throw new Error(`no ${call.name} ${name}`)
        return text.replace(/@human\(\w+\)/g, (path) => human[path] ?? '')
    })
}

/** The same by plain loops: where the records with accounts of each old party are now. */
function expected({ records }: Maps): readonly string[] {
    const parts = new Map<number, Set<number>>()
    for (const { hasAccount, before, now } of records) {
        if (hasAccount) parts.set(before, (parts.get(before) ?? new Set()).add(now))
    }
    return [...parts]
        .flatMap(([old, news]) =>
            [...news].flatMap((one) => {
                if (news.size > 1) return [`202601 split ${old} ${one} wealth`]
                return one === old ? [] : [`202601 merged ${old} ${one} wealth`]
            }),
        )
        .concat('202512 merged 77 78 *')
        .sort()
}

describe('party changes', () => {
    test('are merges and splits of parties with accounts since the last close', async () => {
        await fc.assert(
            fc.asyncProperty(maps, async (drawn) => {
                const rows = await engine.warehouse.rows(render(drawn))
                const found = rows.map(
                    (row) =>
                        `${row.month} ${row.kind} ${row.old_party_id} ${row.new_party_id} ` +
                        `${row.ladder}`,
                )
                expect(found.sort()).toEqual(expected(drawn))
            }),
            { numRuns: 60 },
        )
    })

    test('are none where no ladder has closed before', () => {
        for (const name of ['closes_since', 'parties_before']) {
            expect(partyParams[name]?.(null)).toContain('where 1 = 0')
        }
    })
})
