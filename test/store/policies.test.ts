import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { valueOrThrow } from '#domain/result.ts'
import { loadedPolicy, readPublishedPolicies } from '#serving/loaded-policy.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import { approvePolicy, publishPolicy, withdrawPolicy } from '#workbench/policies/decide-policy.ts'
import { listPolicies, policyHistory } from '#workbench/policies/list-policies.ts'
import { parsePolicyRef } from '#workbench/policies/policy-ref.ts'
import { submitPolicy } from '#workbench/policies/submit-policy.ts'
import {
    closeMonths,
    openTestBench,
    policyText,
    refusedWith,
    type TestBench,
} from './open-workbench.ts'

// Dated steps of one ladder's policies: each test goes on where the one before it ended.

let bench: TestBench
beforeAll(async () => {
    bench = await openTestBench({ published: false })
})
afterAll(() => bench.close())

const file = 'stars.yaml'
const first = { ladder: 'stars', version: '2025-01' }
const second = { ladder: 'stars', version: '2025-06' }
const secondText = policyText
    .replace('version: 2025-01', 'version: 2025-06')
    .replace('effective_from: 2025-01', 'effective_from: 2025-06')

/** `line:column` of some words of a text. */
function placeIn(text: string, words: string): string {
    const before = text.slice(0, text.indexOf(words)).split('\n')
    return `${before.length}:${(before.at(-1) ?? '').length + 1}`
}

const month = placeIn(secondText, '2025-06\nmeasure')

describe('the way of a policy into force', () => {
    test('a file with faults tells all of them with their places, and stores nothing', async () => {
        const text = policyText.replace('20000 CNY', '20000').replace('wait: 3', 'wait: soon')
        const refused = await refusedWith(submitPolicy(bench.as('maker'), { file, text }))
        expect(refused).toEqual([
            `features.amount_without_currency ${placeIn(text, '20000 }')}`,
            `features.count_unfit ${placeIn(text, 'soon')}`,
        ])
        expect(await listPolicies(bench.as('maker'))).toEqual([])
    })

    test('what is submitted waits; the same text again changes nothing', async () => {
        const given = { file, text: policyText }
        expect(await submitPolicy(bench.as('maker'), given)).toMatchObject({ isNew: true })
        expect(await submitPolicy(bench.as('other'), given)).toMatchObject({
            isNew: false,
            status: 'submitted',
        })
        const again = { file, text: policyText.replace('wait: 3', 'wait: 4') }
        expect(await refusedWith(submitPolicy(bench.as('maker'), again))).toEqual([
            'policy_version_taken',
        ])
        expect(await refusedWith(publishPolicy(bench.as('head'), first))).toEqual(['policy_status'])
    })

    test('nobody approves what is their own, or without the right to', async () => {
        expect(await refusedWith(approvePolicy(bench.as('maker'), first))).toEqual(['own_request'])
        for (const name of ['branch', 'nobody']) {
            expect(await refusedWith(approvePolicy(bench.as(name), first))).toEqual([
                'may_not_approve_policies',
            ])
        }
        await approvePolicy(bench.as('head'), first)
        expect(await refusedWith(approvePolicy(bench.as('head'), first))).toEqual(['policy_status'])
    })

    test('published it is in force, twice is refused, and nothing changes it', async () => {
        const asked = { ladders: ['stars'], baseCurrency: 'CNY' }
        expect(await readPublishedPolicies(bench.store.db, asked)).toEqual([])
        expect(await publishPolicy(bench.as('maker'), first)).toMatchObject(first)
        const [published] = await readPublishedPolicies(bench.store.db, asked)
        expect(published?.text).toBe(policyText)
        expect(await refusedWith(publishPolicy(bench.as('head'), first))).toEqual(['policy_status'])
        expect(await refusedWith(withdrawPolicy(bench.as('head'), first))).toEqual([
            'policy_status',
        ])
        for (const statement of [
            `update workbench.policy_versions set status = 'withdrawn'`,
            `update workbench.policy_versions set text = 'other'`,
            'delete from workbench.policy_versions',
        ]) {
            await expect(sql.raw(statement).execute(bench.store.db)).rejects.toThrow(
                'never changes',
            )
        }
    })

    test('a version that follows badly or comes too late is refused with the place', async () => {
        await closeMonths(bench, [202501, 202502])
        const tiers = placeIn(secondText, '- { id: base')
        const cases = [
            [['id: diamond', 'id: ruby'], [`tiers.tier_dropped ${tiers}`]],
            [
                ['effective_from: 2025-06', 'effective_from: 2025-02'],
                [`policy_month_closed ${month}`],
            ],
            [
                ['effective_from: 2025-06', 'effective_from: 2025-01'],
                [`policy_month_closed ${month}`, `policy_month_taken ${month}`],
            ],
        ] as const
        for (const [[before, after], told] of cases) {
            const text = secondText.replace(before, after)
            const refused = await refusedWith(submitPolicy(bench.as('maker'), { file, text }))
            expect({ after, refused }).toEqual({ after, refused: told })
        }
    })

    test('what was right when submitted is checked again when published', async () => {
        await submitPolicy(bench.as('maker'), { file, text: secondText })
        await approvePolicy(bench.as('head'), second)
        await closeMonths(bench, [202503, 202504, 202505, 202506])
        expect(await refusedWith(publishPolicy(bench.as('maker'), second))).toEqual([
            `policy_month_closed ${month}`,
        ])
        expect(await refusedWith(withdrawPolicy(bench.as('nobody'), second))).toEqual([
            'may_not_approve_policies',
        ])
        await withdrawPolicy(bench.as('maker'), second)
        const text = secondText.replace('effective_from: 2025-06', 'effective_from: 2025-08')
        expect(await submitPolicy(bench.as('maker'), { file, text })).toMatchObject({ isNew: true })
        const standings = (await listPolicies(bench.as('maker'))).map(
            ({ version, effectiveFrom, standing }) => [version, effectiveFrom, standing],
        )
        expect(standings).toEqual([
            ['2025-01', 202501, 'in_force'],
            ['2025-06', 202506, 'withdrawn'],
            ['2025-06', 202508, 'submitted'],
        ])
    })

    test('a version that comes with Tong is refused, and cannot be decided on', async () => {
        const text = secondText.replace('version: 2025-06', 'version: 2025-09')
        const policy = valueOrThrow(parsePolicy(text, { file, baseCurrency: 'CNY' }))
        const workbench = { ...bench.as('maker'), shipped: [loadedPolicy(policy, text)] }
        expect(await refusedWith(submitPolicy(workbench, { file, text }))).toEqual([
            'policy_shipped',
        ])
        const ref = { ladder: 'stars', version: '2025-09' }
        expect(await refusedWith(publishPolicy(workbench, ref))).toEqual(['policy_shipped'])
        expect(await refusedWith(publishPolicy(bench.as('maker'), ref))).toEqual(['policy_unknown'])
    })

    test('history tells who did what in which order, also what was withdrawn', async () => {
        const events = await policyHistory(bench.as('maker'), 'stars')
        expect(events.map(({ action, version, actor }) => [action, version, actor])).toEqual([
            ['submit', '2025-01', 'maker'],
            ['approve', '2025-01', 'head'],
            ['publish', '2025-01', 'maker'],
            ['submit', '2025-06', 'maker'],
            ['approve', '2025-06', 'head'],
            ['withdraw', '2025-06', 'maker'],
            ['submit', '2025-06', 'maker'],
        ])
        expect(new Set(events.map(({ osUser }) => osUser))).toEqual(new Set(['typist']))
        expect(await policyHistory(bench.as('maker'), 'star')).toEqual([])
    })
})

test.each(['wealth', '@2025-01', 'wealth@', ''])('"%s" names no version', (text) => {
    expect(() => parsePolicyRef(text)).toThrow('workbench.policy_ref')
})
