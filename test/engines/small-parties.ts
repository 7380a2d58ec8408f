import fc from 'fast-check'
import { type Day, type Month, monthOf } from '#domain/month.ts'
import type { SmallModel } from '../pipeline/small-models.ts'
import { accountColumns, recordColumns } from './bank-columns.ts'
import { dayOf, dayText, money, rowsModel, smallMonths } from './small-bank.ts'

/** The month whose features are built. */
export const lastMonth: Month = 202503

/** Days that tell a bound from its neighbours, and any others of the small months. */
export const anyDay: fc.Arbitrary<Day> = fc.oneof(
    dayOf(smallMonths),
    fc.constantFrom('2025-03-30', '2025-03-31', '2025-04-01', '2025-04-30'),
)

/** A record of a small bank; records of one party are one customer. Sales are in cents. */
export type SmallRecord = {
    readonly id: number
    readonly party: number
    readonly kind: 'person' | 'company'
    readonly born: Day | null
    readonly sex: 'female' | 'male' | null
    readonly region: string | null
    readonly industry: string | null
    readonly sales: number | null
    /** The day on which its one account opens; null: it has none. */
    readonly opened: Day | null
}

/** How many records a small bank of parties has. */
export const recordCount = 24

/** Records, of which some are one party: 2 may be 1, 4 may be 3, and so on. */
export function recordsArbitrary(
    kinds: readonly SmallRecord['kind'][],
    { industries = [null] }: { readonly industries?: readonly (string | null)[] } = {},
): fc.Arbitrary<readonly SmallRecord[]> {
    const record = fc.record({
        kind: fc.constantFrom(...kinds),
        born: fc.constantFrom('1980-05-06', '2007-04-01', '1990-04-30', '1959-03-31', null),
        sex: fc.constantFrom('female' as const, 'male' as const, null),
        region: fc.constantFrom('江苏省', null),
        industry: fc.constantFrom(...industries),
        sales: fc.option(fc.integer({ min: 0, max: 5_000_000_000 })),
        opened: fc.constantFrom('2024-11-05', '2025-03-31', '2025-04-01', '2024-12-24', null),
        isMerged: fc.boolean(),
    })
    return fc.array(record, { minLength: recordCount, maxLength: recordCount }).map((records) =>
        records.map(({ isMerged, ...rest }, index) => {
            const id = index + 1
            const founder = records[index - 1]
            const isOne = isMerged && index % 2 === 1 && founder?.kind === rest.kind
            return { ...rest, id, party: isOne ? id - 1 : id }
        }),
    )
}

/**
 * The parties that exist by the end of the month, by their founding records; what one of these does
 * not tell, the party's other records tell.
 */
export function partiesOf(records: readonly SmallRecord[]): readonly SmallRecord[] {
    return records.flatMap((founder) => {
        const own = records.filter(({ party }) => party === founder.id)
        const isOpen = own.some(({ opened }) => opened !== null && monthOf(opened) <= lastMonth)
        if (founder.party !== founder.id || !isOpen) return []
        const told = <Key extends keyof SmallRecord>(key: Key): SmallRecord[Key] =>
            own.find((one) => one[key] !== null)?.[key] ?? founder[key]
        const completed = { born: told('born'), sex: told('sex'), region: told('region') }
        return [{ ...founder, ...completed, industry: told('industry'), sales: told('sales') }]
    })
}

/** The models of a source system `small` that delivers the records, and their party map. */
export function recordModels(
    records: readonly SmallRecord[],
): Readonly<Record<string, SmallModel>> {
    const rows = records.map(
        ({ id, kind, born, sex, region, industry, sales }) =>
            `(${id}, 'small', 'owner', '${id}', '${kind}', null, ${dayText(born)}, ` +
            `${text(sex)}, 'East', ${text(region)}, ${text(industry)}, null, ` +
            `${money(sales)}, null)`,
    )
    const accounts = records.flatMap(({ id, opened }) =>
        opened === null
            ? []
            : [
                  `(${100 + id}, 'small', '${id}', ${id}, 'deposit', 'CNY', ` +
                      `${dayText(opened)}, null, null)`,
              ],
    )
    const map = records.map(({ id, party }) => `(${id}, ${party})`)
    return {
        'identity.small__records': rowsModel(recordColumns, rows),
        'identity.small__accounts': rowsModel(accountColumns, accounts),
        'identity.party_map': rowsModel({ record_id: 'bigint', party_id: 'bigint' }, map),
    }
}

/** SQL of a text or of null. */
export function text(given: string | null): string {
    return given === null ? 'null' : `'${given}'`
}
