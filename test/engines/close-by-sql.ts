import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { formatDecimal } from '#domain/decimal.ts'
import { addMonths, monthOf } from '#domain/month.ts'
import type { Fact } from '#features/evaluate-condition.ts'
import { emptyRelation, type Twin, twinSchema } from '#pipeline/model.ts'
import { renderTemplate, unquoted } from '#pipeline/template.ts'
import type { TierState } from '#tiers/assignment.ts'
import { levelInForce } from '#tiers/carried-state.ts'
import { writeClose } from '#tiers/write-close.ts'
import { writeOutlook } from '#tiers/write-outlook.ts'
import type { PhraseName } from '#warehouse/dialect.ts'
import type { Row, Warehouse } from '#warehouse/warehouse.ts'
import type { Bank } from './arbitrary-bank.ts'
import * as arbitrary from './arbitrary-policy.ts'
import { policyAt, stateOf } from './close-by-party.ts'

const models = new URL('../../models/tiers/', import.meta.url)

/** The model that every close is, and its columns. */
export type CloseModel = { readonly template: string; readonly twin: Twin }

/** Reads the model of a close as it is shipped. */
export async function readCloseModel(): Promise<CloseModel> {
    const template = await readFile(new URL('assignments.sql', models), 'utf8')
    const twin = await readFile(new URL('assignments.yml', models), 'utf8')
    return { template, twin: twinSchema.parse(parse(twin)) }
}

/** What closes are made with: tables of one bank are made new for each. */
export type CloseEngine = { readonly warehouse: Warehouse; readonly model: CloseModel }

/**
 * Closes a bank from one close on by the SQL of the whole base, upon the tables that the closes
 * before have left, and derives the outlook of every row. Rows in the order of closes, parties.
 */
export async function closeBySql(
    engine: CloseEngine,
    { bank, from }: { readonly bank: Bank; readonly from: number },
): Promise<readonly Row[]> {
    const { warehouse, model } = engine
    await createTables(engine, bank)
    const rows: Row[] = []
    for (let close = from; close < bank.policies.length; close++) {
        const policy = policyAt(bank, close)
        const sql = renderClose({ ...engine, bank, close }, model.template)
        await warehouse.rows(`create or replace table close_${close} as ${sql}`)
        const month = addMonths(bank.first, close)
        const outlook = writeOutlook(policy, { month, relation: `close_${close}` })
        const found = await warehouse.rows(`select * from (${outlook}) o order by party_id`)
        rows.push(...found)
    }
    return rows
}

type Rendered = CloseEngine & { readonly bank: Bank; readonly close: number }

/** Fills in the words of a close's template, over the tables of a bank. */
function renderClose(rendered: Rendered, template: string): string {
    const { bank, close, warehouse } = rendered
    const month = addMonths(bank.first, close)
    const before = close === 0 ? null : policyAt(bank, close - 1)
    const rules = writeClose(policyAt(bank, close), before)
    const params: Readonly<Record<string, string>> = {
        ...rules.params,
        month: String(month),
        ladder_id: "'wealth'",
        overrides: `(select * from overrides where close_index = ${close})`,
        grants: `(select * from grants where close_index = ${close})`,
    }
    const relations: Readonly<Record<string, string>> = {
        'features.party_months': `(select * from party_months where close_index = ${close})`,
        'identity.household_members': `(select * from members where close_index = ${close})`,
        'identity.party_changes': 'party_changes',
    }
    return renderTemplate(template, (call) => {
        if (call.name === 'previous') return close === 0 ? 'opening' : `close_${close - 1}`
        if (call.name !== 'ref' && call.name !== 'param') {
            const [column = ''] = call.args
            const write = rules.columns[call.name]
            if (write !== undefined) return write(column)
            return warehouse.dialect[call.name as PhraseName](...call.args)
        }
        const name = unquoted(call)
        if (name === 'features.party_days') {
            const first = addMonths(month, 1 - Number(call.args[1]))
            return `(select * from party_days where month between ${first} and ${month})`
        }
        const text = call.name === 'ref' ? relations[name] : params[name]
        if (text === undefined) throw new Error(`no ${call.name} ${name}`)
        return renderClose(rendered, text)
    })
}

/** Everything that the closes of a bank read, with a party's place from 1 as its id. */
async function createTables({ warehouse, model }: CloseEngine, bank: Bank): Promise<void> {
    const { stories, changes, first } = bank
    const ofParty = <T>(rows: (story: (typeof stories)[number]) => readonly T[]) =>
        stories.flatMap((story, index) => rows(story).map((row) => ({ id: index + 1, row })))
    const base = policyAt(bank, 0).tiers[0]?.id ?? ''
    const named = Object.entries(arbitrary.columns)
    const keys = 'party_id bigint, close_index integer'
    const tables: readonly Table[] = [
        {
            name: `party_months (${keys}, ${named.map(([name, { sql }]) => `${name} ${sql}`)})`,
            rows: ofParty(({ facts }) => [...facts.entries()]).flatMap(({ id, row: [at, one] }) =>
                one === null ? [] : [[id, at, ...named.map(([name]) => one[name] ?? null)]],
            ),
        },
        {
            name: `members (${keys}, household_id bigint)`,
            rows: ofParty(({ households }) => [...households.entries()]).flatMap(
                ({ id, row: [at, one] }) => (one === null ? [] : [[id, at, one]]),
            ),
        },
        {
            name:
                'party_days (party_id bigint, month integer, day date, ' +
                'deposit_day decimal(18,2), fund_day decimal(18,2))',
            rows: ofParty(({ days }) => days).map(({ id, row: { day, facts } }) => [
                ...[id, monthOf(day), day],
                ...[facts.deposit_day ?? null, facts.fund_day ?? null],
            ]),
        },
        {
            name: `overrides (${keys}, override_id integer, mode varchar, tier varchar,
                lifts varchar, serves boolean)`,
            rows: ofParty(({ overrides }) => [...overrides.entries()]).flatMap(
                ({ id, row: [at, one] }) =>
                    one === null
                        ? []
                        : [[id, at, one.overrideId, one.mode, one.tier, one.lifts, one.serves]],
            ),
        },
        {
            name: `grants (${keys}, grant_id integer, tier varchar)`,
            rows: ofParty(({ grants }) => [...grants.entries()]).flatMap(({ id, row: [at, all] }) =>
                all.map(({ grantId, tier }) => [id, at, grantId, tier]),
            ),
        },
        {
            name: `party_changes (month integer, kind varchar, old_party_id bigint,
                new_party_id bigint, ladder varchar)`,
            // Told for every ladder, or for the one that is closed.
            rows: changes.map(({ close, kind, oldPartyId, newPartyId }, index) => [
                ...[addMonths(first, close), kind],
                ...[Number(oldPartyId), Number(newPartyId), index % 2 === 0 ? '*' : 'wealth'],
            ]),
        },
    ]
    for (const table of tables) await createTable(warehouse, table)
    const opening = ofParty(({ opening: left }) => (left === null ? [] : [stateOf(left, base)]))
    const columns = Object.keys(model.twin.columns)
    await createTable(warehouse, {
        name: `opening as select * from ${emptyRelation(model.twin)} as nobody`,
        rows: opening.map(({ id, row }) => {
            const cells: Readonly<Record<string, Fact>> = { ...levelsOf(row, bank), party_id: id }
            return columns.map((name) => cells[name] ?? null)
        }),
    })
}

/** An opening state in the levels of the first close. */
function levelsOf(state: TierState, bank: Bank): Readonly<Record<string, Fact>> {
    const level = (tier: string | null): number | null => levelInForce(policyAt(bank, 0), tier)
    return {
        ...snakeCase(state),
        earned_level: level(state.earnedTier),
        below_level_max: level(state.belowTierMax),
        up_level_min: level(state.upTierMin),
    }
}

/** A table as `create table` names it, and its rows. */
export type Table = { readonly name: string; readonly rows: readonly (readonly Fact[])[] }

/** Makes a table anew. */
export async function createTable(warehouse: Warehouse, { name, rows }: Table): Promise<void> {
    await warehouse.rows(`create or replace table ${name}`)
    if (rows.length === 0) return
    const tuples = rows.map((cells) => `(${cells.map(literal).join(', ')})`)
    await warehouse.rows(`insert into ${name.split(' ')[0]} values ${tuples.join(', ')}`)
}

function literal(fact: Fact): string {
    if (fact === null) return 'null'
    if (typeof fact === 'object') return formatDecimal(fact)
    return typeof fact === 'string' ? `'${fact.replaceAll("'", "''")}'` : String(fact)
}

/** The names of a row in TypeScript as those of its columns. */
export function snakeCase(row: object): Readonly<Record<string, Fact>> {
    const cells = Object.entries(row).map(([name, cell]) => [
        name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        cell,
    ])
    return Object.fromEntries(cells)
}
