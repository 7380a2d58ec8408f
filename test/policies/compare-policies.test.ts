import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Language, languages } from '#domain/say.ts'
import { comparePolicies } from '#tiers/compare-policies.ts'
import type { Policy } from '#tiers/policy.ts'
import { sameRules } from '#tiers/same-rules.ts'
import { type Edits, says, soundPolicy } from './sound-policy.ts'

const before = soundPolicy()

function differences(after: Policy, language: Language = 'en'): readonly string[] {
    const say = says[language]
    return comparePolicies({ before, after }, { say, language }).map(({ key, params }) =>
        say(key, params),
    )
}

describe('the differences of two versions', () => {
    const cases: readonly (readonly [Edits, readonly string[]])[] = [
        [{}, []],
        [{ '50000 CNY': '50000.00 CNY' }, []],
        [{ '50000 CNY': '60000 CNY' }, ['Threshold of Gold: 50,000 → 60,000']],
        // The ladder's wait, once; platinum keeps its own.
        [{ 'wait: 3': 'wait: 4' }, ['Reviews in a row below a tier until it is lost: 3 → 4']],
        [{ 'wait: 6': 'wait: 4' }, ['Reviews in a row below Platinum until it is lost: 6 → 4']],
        [{ 'weight: 1.2': 'weight: 1.5' }, ['Weight of Wealth products, month average: 1.2 → 1.5']],
        [
            { 'wealth_product_avg_month, weight: 1.2': 'fund_avg_month, weight: 1' },
            [
                'Weight of Wealth products, month average: 1.2 → none',
                'Weight of Funds, month average: none → 1',
            ],
        ],
        [
            { 'value: [18, 120]': 'value: [24, 120]' },
            [
                'Required for Platinum beside the amount: ' +
                    'Tenure in months from 18 to 120 → ' +
                    'Tenure in months from 24 to 120',
            ],
        ],
        [
            { 'population: { all: [{ feature: party_kind, op: "=", value: person }] }\n': '' },
            ['Who has a tier: Customer kind = person → everybody'],
        ],
        [
            {
                '{ all: [{ feature: party_kind, op: "=", value: person }] }':
                    '{ feature: party_kind, op: "=", value: person }',
            },
            ['Written otherwise, and the same rule: Customer kind = person'],
        ],
        [
            { '      enrolment: private_banking_agreement\n': '' },
            ['Signature needed for Platinum: Private banking agreement → none'],
        ],
        [{ 'en: Gold': 'en: Golden' }, ['Name of gold (en): Gold → Golden']],
        [
            { 'near: { up: 20%, down: 7.5% }\n': '' },
            [
                'Near an upgrade: below the threshold by at most: 20% → none',
                'Near a downgrade: above the threshold by at most: 7.5% → none',
            ],
        ],
        [
            { 'hard: true': 'hard: false', 'at_most: gold': 'at_most: mass' },
            ['black_list cannot be lifted: yes → no', 'dormant gives at most: Gold → Mass'],
        ],
        [
            { 'id: red_list': 'id: vip', 'days: 5': 'days: 7' },
            [
                'Days in a row that give Gold by express: 5 → 7',
                'The floor red_list is gone.',
                'vip is a new floor: Important.',
                'vip holds where: none → Importance = red list',
                'vip gives at least: none → Gold',
            ],
        ],
        [
            { 'silver: gold': 'silver: platinum', 'below: reset': 'below: keep' },
            [
                'Instead of silver, whoever held it gets: Gold → Platinum',
                'Reviews counted below a tier under the version before: ' +
                    'begin anew → go on counting',
            ],
        ],
        [{ ', max_steps: 2': '' }, ['Tiers that one upgrade may climb: 2 → none']],
    ]
    for (const [edits, expected] of cases) {
        const name = Object.values(edits)[0] ?? 'nothing'
        it(name, () => expect(differences(soundPolicy(edits))).toEqual(expected))
    }

    it('names a tier that comes and one that goes', () => {
        const silver =
            '    - { id: silver, name: { zh-CN: 白银, zh-TW: 白銀, en: Silver }, ' +
            'at_least: 20000 CNY, wait: 5 }\n'
        const after = soundPolicy({
            '    - { id: gold,': `${silver}    - { id: gold,`,
            'replaces: { silver: gold }, ': '',
        })
        expect(differences(after)).toEqual([
            'Silver (silver) is a new tier.',
            'Threshold of Silver: none → 20,000',
            'Reviews in a row below Silver until it is lost: none → 5',
            'Instead of Silver, whoever held it gets: Gold → none',
        ])
        const back = comparePolicies(
            { before: after, after: before },
            { say: says.en, language: 'en' },
        ).map(({ key, params }) => says.en(key, params))
        expect(back[0]).toBe('Silver (silver) is no longer a tier.')
    })

    it('are complete: a part is named exactly where it differs', () => {
        const seen = new Map<string, number>()
        fc.assert(
            fc.property(edited(before), edited(before), (left, right) => {
                for (const language of languages) {
                    const wording = { say: says[language], language }
                    const found = comparePolicies({ before: left, after: right }, wording)
                    for (const { key, params } of found) wording.say(key, params)
                    const parts = (Object.keys(left) as (keyof Policy)[]).filter(
                        (part) => !sameRules(left[part], right[part]),
                    )
                    for (const part of parts) seen.set(part, (seen.get(part) ?? 0) + 1)
                    expect(new Set(found.map(({ part }) => part))).toEqual(new Set(parts))
                }
            }),
            { numRuns: 300 },
        )
        expect([...seen.keys()].sort()).toEqual(Object.keys(before).sort())
    })

    it('are complete in a part: every single edit is told by one sentence at least', () => {
        fc.assert(
            fc.property(oneEdit(before), (after) => {
                const told = differences(after)
                expect(told.length > 0).toBe(!sameRules(before, after))
                // It is the rule that is told of, not only that something was written otherwise.
                expect(told.filter((one) => one.startsWith('Written otherwise'))).toEqual([])
            }),
            { numRuns: 400 },
        )
    })
})

/** A policy with some of its leaves replaced by others of their kind. */
function edited(policy: Policy): fc.Arbitrary<Policy> {
    return fc
        .array(edit, { maxLength: 4 })
        .map((edits) => edits.reduce((one, how) => withEdit(one, how), policy))
}

function oneEdit(policy: Policy): fc.Arbitrary<Policy> {
    return edit.map((how) => withEdit(policy, how))
}

/** Which leaf is changed, counted from the first one and round again, and by how much. */
type Edit = { readonly leaf: number; readonly by: number }
const edit: fc.Arbitrary<Edit> = fc.record({ leaf: fc.nat(), by: fc.integer({ min: 1, max: 9 }) })

function withEdit(policy: Policy, { leaf, by }: Edit): Policy {
    const copy = structuredClone(policy)
    const leaves = leavesOf(copy, [])
    const { path = [], value } = leaves[leaf % leaves.length] ?? {}
    put(copy, path, changed(value, { path, by }))
    return copy
}

type Leaf = { readonly path: readonly string[]; readonly value: unknown }

function leavesOf(value: unknown, path: readonly string[]): readonly Leaf[] {
    // A condition and a map of ids are changed as a whole below.
    if (typeof value !== 'object' || value === null) return [{ path, value }]
    const last = path.at(-1) ?? ''
    const isWhole = isDecimal(value) || isCondition(value) || ['replaces', 'pool'].includes(last)
    if (isWhole) return [{ path, value }]
    const inner = Object.entries(value).flatMap(([key, one]) => leavesOf(one, [...path, key]))
    return Array.isArray(value) && last !== 'tiers' ? [...inner, { path, value }] : inner
}

function changed(
    value: unknown,
    { path, by }: { readonly path: readonly string[]; readonly by: number },
): unknown {
    const last = path.at(-1) ?? ''
    if (value === null) return emptyOf(last, by)
    if (typeof value === 'number') return last === 'effectiveFrom' ? 202600 + by : value + by
    if (typeof value === 'boolean') return !value
    if (typeof value === 'string') return otherWord(value, { last, by })
    if (typeof value !== 'object') throw new TypeError(`${path.join('.')} cannot be changed`)
    if (isDecimal(value)) return { ...value, units: value.units + BigInt(by) }
    if (isCondition(value)) return by > 7 && last !== 'when' ? null : testOfTenure(by)
    if (Array.isArray(value)) return value.slice(1)
    if (last === 'pool') return null
    return { bronze: by > 4 ? 'gold' : 'platinum' }
}

function emptyOf(last: string, by: number): unknown {
    if (last === 'atLeast') return { units: BigInt(by), scale: 0 }
    if (last === 'pool') return { by: 'household' }
    if (last === 'enrolment') return 'private_banking_agreement'
    return last === 'maxSteps' ? by : testOfTenure(by)
}

function otherWord(
    word: string,
    { last, by }: { readonly last: string; readonly by: number },
): string {
    const words: Readonly<Record<string, readonly string[]>> = {
        review: ['monthly', 'quarterly'],
        to: ['current', 'best_of_wait'],
        effective: ['next_month', 'same_month'],
        nullParts: ['missing', 'zero'],
        below: ['keep', 'reset'],
        atLeast: ['gold', 'platinum'],
        atMost: ['mass', 'gold'],
        tier: ['gold', 'platinum'],
        feature: ['fund_avg_month', 'insurance_avg_month'],
        enrolment: ['private_banking_agreement'],
    }
    const known = words[last]
    return known === undefined ? `${word}${by}` : (known.find((one) => one !== word) ?? word)
}

function testOfTenure(months: number) {
    const value = { units: BigInt(months), scale: 0 }
    const test = { kind: 'test', feature: 'tenure_months', type: 'number' } as const
    return { ...test, operator: '>=' as const, values: [value] }
}

function isDecimal(value: object): value is { readonly units: bigint; readonly scale: number } {
    return 'units' in value
}

function isCondition(value: object): boolean {
    return 'kind' in value
}

function put(root: object, path: readonly string[], value: unknown): void {
    const at = path
        .slice(0, -1)
        .reduce<Record<string, unknown>>(
            (inner, key) => inner[key] as Record<string, unknown>,
            root as Record<string, unknown>,
        )
    at[path.at(-1) ?? ''] = value
}
