import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lastDayOf, type Month, monthsOf } from '#domain/month.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import { stages } from '#features/stage-words.ts'
import { loadModels } from '#pipeline/load-models.ts'
import type { LifecyclePolicy } from '#scores/lifecycle-policy.ts'
import { nextStage, type StageFacts, type StageState } from '#scores/next-stage.ts'
import type { Trends } from '#scores/next-trends.ts'
import { mayFollow, writeTransitionLaw } from '#scores/stage-transitions.ts'
import { writeLifecycle } from '#scores/write-lifecycle.ts'
import type { Row } from '#warehouse/warehouse.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { lifeArbitrary, lifecycleArbitrary } from './arbitrary-lifecycle.ts'
import { builtLifecycle, type MonthFacts } from './build-lifecycle.ts'

const opened = keepWarehouse()

const months = monthsOf({ from: 202501, to: 202508 })

type Base = {
    readonly policy: LifecyclePolicy
    readonly lives: readonly (readonly (StageFacts | null)[])[]
}

const baseArbitrary: fc.Arbitrary<Base> = fc.record({
    policy: lifecycleArbitrary,
    lives: fc.array(lifeArbitrary(months), { minLength: 30, maxLength: 30 }),
})

function factsOf(seen: StageFacts): Facts {
    const { month, hasTerm, aum, transactions } = seen
    return {
        accounts_open: seen.accountsOpen,
        tenure_days: seen.tenureDays,
        days_since_customer_transaction: seen.customerDays,
        next_maturity_date: hasTerm ? lastDayOf(month) : null,
        loans_running: seen.loansRunning,
        aum_avg_month: aum === null ? null : { units: aum, scale: 2 },
        transactions_month: transactions,
    }
}

/** What the machine for one party says of everybody, in the form of the models' rows. */
function expected({ policy, lives }: Base): {
    readonly states: readonly object[]
    readonly stages: readonly object[]
} {
    const states: { row: object; stage: object; month: Month; party: number }[] = []
    lives.forEach((life, index) => {
        let before: StageState | null = null
        for (const seen of life) {
            if (seen === null) continue
            const state: StageState = nextStage(policy, before, seen)
            const head = { party_id: BigInt(index + 1), month: seen.month }
            const row = { ...head, ...rowOf(state, before?.stage ?? null) }
            const mode = state.stage === null ? null : policy.modes[state.stage].mode
            const stage = {
                ...head,
                lifecycle_stage: state.stage,
                lifecycle_since_month: state.sinceMonth,
                lifecycle_reason: state.reason,
                management_mode: mode,
            }
            states.push({ row, stage, month: seen.month, party: index })
            before = state
        }
    })
    const sorted = states.sort((one, two) => one.month - two.month || one.party - two.party)
    return { states: sorted.map(({ row }) => row), stages: sorted.map(({ stage }) => stage) }
}

function rowOf(state: StageState, stageBefore: string | null): object {
    const cents = (units: bigint | null | undefined): object | null =>
        units == null ? null : { units, scale: 2 }
    const plain = (units: bigint | null | undefined): bigint | null => units ?? null
    const { aum, activity } = state
    return {
        stage: state.stage,
        reason: state.reason,
        since_month: state.sinceMonth,
        stage_before: stageBefore,
        idle_days: state.idleDays,
        dormant_months: state.dormantMonths,
        won_back_months: state.wonBackMonths,
        ...trendsOf('aum', aum, cents),
        ...trendsOf('activity', activity, plain),
    }
}

function trendsOf(
    name: string,
    { last, fall, rise }: Trends,
    shown: (units: bigint | null | undefined) => unknown,
): object {
    return {
        [`${name}_1`]: shown(last[0]),
        [`${name}_2`]: shown(last[1]),
        [`${name}_3`]: shown(last[2]),
        [`${name}_fall_months`]: fall.months,
        [`${name}_fall_base`]: shown(fall.base),
        [`${name}_rise_months`]: rise.months,
        [`${name}_rise_base`]: shown(rise.base),
    }
}

async function built({ policy, lives }: Base): Promise<{
    readonly states: readonly Row[]
    readonly stages: readonly Row[]
}> {
    const facts = lives.flatMap((life, index): readonly MonthFacts[] =>
        life.flatMap((seen) =>
            seen === null ? [] : [{ month: seen.month, party: index + 1, facts: factsOf(seen) }],
        ),
    )
    return await builtLifecycle({
        ...{ months, facts },
        texts: writeLifecycle(policy),
        ...opened,
    })
}

it('tells the stages of the whole base as of one party alone', { timeout: 300_000 }, async () => {
    await fc.assert(
        fc.asyncProperty(baseArbitrary, async (base) => {
            expect(await built(base)).toEqual(expected(base))
        }),
        { numRuns: 12, endOnFailure: true },
    )
})

it('lets stages follow one another by the table, and the table says no more than happens', () => {
    const seen = new Set<string>()
    fc.assert(
        fc.property(lifecycleArbitrary, lifeArbitrary(months), (policy, life) => {
            let before: StageState | null = null
            for (const facts of life) {
                if (facts === null) continue
                const state: StageState = nextStage(policy, before, facts)
                const stageBefore: StageState['stage'] = before?.stage ?? null
                if (state.stage !== null) {
                    expect([stageBefore, state.stage, mayFollow(stageBefore, state.stage)]).toEqual(
                        [stageBefore, state.stage, true],
                    )
                }
                seen.add(`${stageBefore} → ${state.stage}`)
                before = state
            }
        }),
        { numRuns: 20_000, seed: 1 },
    )
    const allowed = stages.flatMap((before) =>
        stages.filter((after) => mayFollow(before, after)).map((after) => `${before} → ${after}`),
    )
    expect(allowed.filter((pair) => !seen.has(pair))).toEqual([])
})

it('has the table as a law of the model', async () => {
    const models = await loadModels([join(import.meta.dirname, '../../models')])
    const tests = models.get('scores.lifecycle_states')?.twin.tests ?? []
    const laws = tests.flatMap((test) => ('law' in test ? [test.law.holds.trim()] : []))
    expect(laws).toContain(writeTransitionLaw())
})
