import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chooseRecord } from '#identity/survivorship/choose-record.ts'
import { partyFields } from '#identity/survivorship/party-fields.ts'
import type { SurvivorRule, Survivorship } from '#identity/survivorship/survivorship.ts'
import { writeSurvivorship } from '#identity/survivorship/write-survivorship.ts'
import { renderTemplate, unquoted } from '#pipeline/template.ts'
import { literal } from '#sources/sql-text.ts'
import { type PhraseName, phraseArity } from '#warehouse/dialect.ts'
import { openTestWarehouse, type TestWarehouse } from '../open-warehouse.ts'
import { recordColumns } from './bank-columns.ts'
import {
    rulesArbitrary,
    type SmallField,
    type SurvivorRecord,
    smallFields,
    smallRanks,
    survivorBanks,
} from './survivor-bank.ts'

// Which record tells what is shown of a party: the models against plain loops, and those against
// the choice for one party.

let engine: TestWarehouse
let originsText: string
let partiesText: string

beforeAll(async () => {
    engine = await openTestWarehouse(1)
    const models = new URL('../../models/identity/', import.meta.url)
    originsText = await readFile(new URL('party_origins.sql', models), 'utf8')
    partiesText = await readFile(new URL('parties.sql', models), 'utf8')
})
afterAll(() => engine.close())

type Rules = Readonly<Record<SmallField, readonly SurvivorRule[]>>

const rulesOfAll: fc.Arbitrary<Rules> = fc.record(
    Object.fromEntries(smallFields.map((field) => [field, rulesArbitrary(field)])) as {
        [Field in SmallField]: fc.Arbitrary<readonly SurvivorRule[]>
    },
)

function policyOf(rules: Rules): Survivorship {
    const fields = new Map(smallFields.map((field) => [field, rules[field]]))
    return { id: 'small', version: '2026-01', fields, byDefault: rules.branch }
}

/** SQL of a value; of the empty ones by their type. */
function cell(value: string | number | null, type: string): string {
    const text = value === null ? 'null' : typeof value === 'number' ? value : literal(value)
    return `cast(${text} as ${type})`
}

const toldColumns = ['name', 'id_number', 'phone', 'email', 'address'] as const

/** Rows of `identity.records` and of what the records were delivered with. */
function relationsOf(records: readonly SurvivorRecord[]): Readonly<Record<string, string>> {
    const rows = records.map(({ id, source, knownSince, told }) => {
        const values: Readonly<Record<string, string | number | null>> = {
            record_id: id,
            system: source.system,
            entity: source.entity,
            source_key: String(id),
            kind: 'person',
            name_masked: told.name === null ? null : `${id}*`,
            birth_date: told.birth_date?.text ?? null,
            branch: told.branch?.text ?? null,
            private_banking_agreement: told.private_banking_agreement?.text ?? null,
            annual_sales: told.annual_sales?.text ?? null,
            known_since: knownSince,
        }
        const cells = Object.entries(recordColumns).map(
            ([name, type]) => `${cell(values[name] ?? null, type)} as ${name}`,
        )
        return `select ${cells.join(', ')}`
    })
    const texts = records.map(({ id, told }) => {
        const cells = toldColumns.map(
            (field) => `${cell(told[field]?.text ?? null, 'varchar')} as told_${field}`,
        )
        return `select ${cell(id, 'bigint')} as record_id, ${cells.join(', ')}`
    })
    const map = records.map(
        ({ id, party }) =>
            `select ${cell(id, 'bigint')} as record_id, ${cell(party, 'bigint')} as party_id`,
    )
    const accounts = records.map(
        ({ id }) =>
            `select ${cell(id, 'bigint')} as owner_record_id, date '2025-01-31' as opened_date`,
    )
    const union = (selects: readonly string[]): string => `(${selects.join(' union all ')})`
    return {
        'identity.records': union(rows),
        'identity.party_map': union(map),
        'identity.accounts': union(accounts),
        survivorship_texts: union(texts),
        as_of: `date '2025-12-31'`,
    }
}

function render(template: string, relations: Readonly<Record<string, string>>): string {
    return renderTemplate(template, (call) => {
        if (Object.hasOwn(phraseArity, call.name)) {
            return engine.warehouse.dialect[call.name as PhraseName](...call.args)
        }
        const text = relations[unquoted(call)]
        if (text === undefined) throw new Error(`no ${call.name} ${unquoted(call)}`)
        return call.name === 'param' ? render(text, relations) : text
    })
}

type Row = Readonly<Record<string, unknown>>

async function build(records: readonly SurvivorRecord[], rules: Rules) {
    const relations = {
        ...relationsOf(records),
        ...writeSurvivorship(policyOf(rules), { ranks: smallRanks }),
    }
    const table = { group: 'survivorship', name: 'origins' }
    await engine.warehouse.hold({ ...table, sql: render(originsText, relations) })
    const origins = engine.warehouse.held(table)
    const all = { ...relations, 'identity.party_origins': origins }
    const read = async (sql: string): Promise<ReadonlyMap<number, Row>> => {
        const rows = await engine.warehouse.rows(sql)
        return new Map(rows.map((row) => [Number(row.party_id), row]))
    }
    const built = {
        origins: await read(`select * from ${origins} origins`),
        parties: await read(render(partiesText, all)),
    }
    await engine.warehouse.release(table.group)
    return built
}

/** How a record stands by a rule, as the page of policies says it; lower goes before higher. */
function standing(one: SurvivorRecord, field: SmallField, rule: SurvivorRule): number {
    const { source, told, knownSince } = one
    const value = told[field]
    if (value === null) throw new Error('it tells nothing')
    const day = knownSince === null || knownSince >= '1900' ? knownSince : '1900-01-01'
    const byWord: Readonly<Record<SurvivorRule['word'], () => number>> = {
        sources: () => {
            const place = rule.sources.findIndex(
                ({ system, entity }) =>
                    system === source.system && (entity ?? source.entity) === source.entity,
            )
            return place === -1 ? 99 : place
        },
        latest_delivered: () => ["crm's", 'core', 'desk'].indexOf(source.system),
        latest_known: () => (day === null ? 0 : -Date.parse(day) - 1e14),
        founding: () => Number(one.id !== one.party),
        valid: () => Number(!value.isValid),
        not_placeholder: () => Number(value.isFiller),
        chinese: () => Number(!value.isChinese),
        longest: () => -value.length,
    }
    return byWord[rule.word]()
}

/** The record that tells a field of these, by a plain comparison; null where none does. */
function expectedOrigin(
    own: readonly SurvivorRecord[],
    field: SmallField,
    rules: readonly SurvivorRule[],
): number | null {
    const last: SurvivorRule = { word: 'founding', sources: [] }
    const telling = own.filter(({ told }) => told[field] !== null)
    const [first] = telling.toSorted((one, other) => {
        for (const rule of [...rules, last]) {
            const apart = standing(one, field, rule) - standing(other, field, rule)
            if (apart !== 0) return apart
        }
        return one.id - other.id
    })
    return first?.id ?? null
}

function partiesOf(records: readonly SurvivorRecord[]) {
    const parties = new Map<number, SurvivorRecord[]>()
    for (const one of records) parties.set(one.party, [...(parties.get(one.party) ?? []), one])
    return parties
}

const shownColumns: Readonly<Partial<Record<SmallField, string>>> = {
    birth_date: 'birth_date',
    branch: 'branch',
    private_banking_agreement: 'private_banking_agreement',
    name: 'name_masked',
}

function shownOf(record: SurvivorRecord | undefined, field: SmallField): unknown {
    const text = record?.told[field]?.text ?? null
    if (record === undefined || text === null) return null
    if (field === 'private_banking_agreement') return text === 'true'
    return field === 'name' ? `${record.id}*` : text
}

describe('survivorship', () => {
    test('chooses as plain loops do, for each field, and shows what is chosen', async () => {
        await fc.assert(
            fc.asyncProperty(survivorBanks, rulesOfAll, async (records, rules) => {
                const { origins, parties } = await build(records, rules)
                for (const [party, own] of partiesOf(records)) {
                    const isAlone = own.length === 1 && own[0]?.id === party
                    expect(origins.has(party)).toBe(!isAlone)
                    for (const field of smallFields) {
                        const wanted = expectedOrigin(own, field, rules[field])
                        const found = origins.get(party)?.[`${field}_record_id`] ?? null
                        const at = `${field} of ${party}`
                        if (!isAlone) expect([at, found && Number(found)]).toEqual([at, wanted])
                        const column = shownColumns[field]
                        if (column === undefined) continue
                        const shown = shownOf(
                            records.find(({ id }) => id === wanted),
                            field,
                        )
                        expect([at, parties.get(party)?.[column] ?? null]).toEqual([at, shown])
                    }
                }
            }),
            { numRuns: 25 },
        )
    }, 120_000)

    test('chooses for one party alone as for all at once', () => {
        fc.assert(
            fc.property(survivorBanks, rulesOfAll, (records, rules) => {
                for (const [party, own] of partiesOf(records)) {
                    for (const field of smallFields) {
                        const candidates = own.flatMap(({ id, source, knownSince, told }) =>
                            told[field] === null
                                ? []
                                : [
                                      {
                                          ...{ ...source, recordId: BigInt(id), knownSince },
                                          isFounding: id === party,
                                          value: told[field].text,
                                      },
                                  ],
                        )
                        const asked = { field, rules: rules[field], ranks: smallRanks }
                        const chosen = chooseRecord(candidates, asked)
                        const wanted = expectedOrigin(own, field, rules[field])
                        expect(chosen === null ? null : Number(chosen.recordId)).toBe(wanted)
                        expect(chooseRecord(candidates.toReversed(), asked)).toEqual(chosen)
                    }
                }
            }),
            { numRuns: 300 },
        )
    })

    test('does not mind the order of the rows', async () => {
        await fc.assert(
            fc.asyncProperty(survivorBanks, rulesOfAll, async (records, rules) => {
                const one = await build(records, rules)
                const other = await build(records.toReversed(), rules)
                expect(other).toEqual(one)
            }),
            { numRuns: 3 },
        )
    }, 60_000)

    test('has a record for every field that a policy may name', async () => {
        const sql = render(originsText, {
            ...relationsOf(fc.sample(survivorBanks, { numRuns: 1, seed: 1 })[0] ?? []),
            ...writeSurvivorship(
                { id: 'none', version: '2026-01', fields: new Map(), byDefault: [] },
                { ranks: new Map() },
            ),
        })
        const rows = await engine.warehouse.rows(`describe ${sql}`)
        const columns = rows.map((row) => row.column_name)
        expect(columns).toEqual(['party_id', ...partyFields.map((one) => `${one}_record_id`)])
    })
})
