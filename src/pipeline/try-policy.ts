import { join } from 'node:path'
import { formatDecimal } from '#domain/decimal.ts'
import { addMonths, formatMonth, lastDayOf, type Month, monthsOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { type PublishedClose, readCloses } from '#serving/read-closes.ts'
import { readStoredPolicy } from '#serving/read-policy.ts'
import type { Policy } from '#tiers/policy.ts'
import { type Trial, type TrialMonth, type TrialPolicy, trialTiers } from '#tiers/trial.ts'
import { assertCloseForm } from './assert-close-form.ts'
import { monthOfLastRun } from './close-bank.ts'
import { loadModels } from './load-models.ts'
import { type LoadedPolicy, loadPolicies, policyInForce } from './load-policies.ts'
import { prepareInputs } from './prepare-inputs.ts'
import { executableSql } from './run-steps.ts'
import { closeClasses, type SideCloses, storedCloses } from './trial-closes.ts'
import {
    createMoves,
    directionOf,
    type FiguredSide,
    readCounts,
    readMatrix,
    readNearCounts,
    sumCells,
} from './trial-figures.ts'
import { trialModels, withTrialModels } from './trial-models.ts'
import { listedSql, type MoversSource, moverIdsSql, moverOf, moversSql } from './trial-movers.ts'
import {
    createSide,
    planModel,
    readBuiltPaths,
    type SideMonth,
    type SideName,
    type TrialContext,
    type TrialGround,
    type TrialSide,
} from './trial-side.ts'

/** What a trial is asked. */
export type TrialQuestion = {
    /** What is tried, in all months of the trial. */
    readonly policy: LoadedPolicy
    /** What it is held against; null: the policies in force month by month. */
    readonly against: LoadedPolicy | null
    /** Null: from the first month that is closed, to the last. */
    readonly from: Month | null
    readonly to: Month | null
    /** How many movers are listed. */
    readonly limit: number
    /** Where all movers are written as CSV; null: nowhere. */
    readonly moversFile: string | null
    /** Whether restricted parties may be named. */
    readonly isCompliance: boolean
}

/** What is told while a trial runs: closes made so far, of how many. */
export type TrialProgress = (done: number, total: number, month: Month) => void

/**
 * Tries a policy on the whole base: closes the months under it and under what stands, from the
 * same state and the same facts, and sets the two beside each other. Nothing is published and
 * nothing is kept but features that had to be built. Throws Refusal where the ladder or the
 * months are none of the bank's, FeaturesMissing where something has to be built and may not.
 */
export async function tryPolicy(
    context: TrialContext,
    question: TrialQuestion,
    onProgress: TrialProgress,
): Promise<Trial> {
    const { ladder } = question.policy.policy
    const { ladders } = context.settings
    if (!ladders.includes(ladder)) {
        refuse('pipeline.trial_ladder_unknown', { ladder, known: ladders.join(', ') })
    }
    const other = question.against?.policy.ladder ?? ladder
    if (other !== ladder) refuse('pipeline.trial_ladders_differ', { ladder, other })
    // What people decided is read anew and belongs to the trial alone.
    const folders = { ...context.folders, human: join(context.folders.scratch, 'trial-human') }
    return await new TrialRun({ ...context, folders }, { question, onProgress }).run()
}

type Sides = { readonly before: TrialSide; readonly after: TrialSide }

class TrialRun {
    private readonly context: TrialContext
    private readonly question: TrialQuestion
    private readonly onProgress: TrialProgress
    private readonly ladder: string
    private done = 0

    constructor(
        context: TrialContext,
        { question, onProgress }: { question: TrialQuestion; onProgress: TrialProgress },
    ) {
        this.context = context
        this.question = question
        this.onProgress = onProgress
        this.ladder = question.policy.policy.ladder
    }

    async run(): Promise<Trial> {
        const sides = await this.createSides()
        const months = sides.after.months.map(({ month }) => month)
        const isStored = await this.isStored(sides.before)
        const total = months.length * (isStored ? 1 : 2)
        const closesOf = (side: TrialSide): Promise<SideCloses> =>
            closeClasses(this.context, side, (month) => {
                this.done += 1
                this.onProgress(this.done, total, month)
            })
        try {
            const before = isStored
                ? storedCloses(this.context, sides.before)
                : await closesOf(sides.before)
            const after = await closesOf(sides.after)
            return await this.figures(sides, { before, after, isStored })
        } finally {
            await this.dropTables()
        }
    }

    private async createSides(): Promise<Sides> {
        const { db, settings, modelRoots } = this.context
        const { baseCurrency } = settings
        const models = await loadModels(modelRoots)
        await assertCloseForm(this.context, models)
        const closes = (await readCloses(db)).filter(({ ladder }) => ladder === this.ladder)
        const months = await this.monthsAsked(closes)
        const last = Math.max(...months, ...closes.map(({ month }) => month))
        const prepared = await prepareInputs(this.context, { asOf: lastDayOf(last), wanted: [] })
        const from = months[0] ?? settings.firstClose
        const start = closes.find(({ month }) => month === addMonths(from, -1)) ?? null
        const ground: TrialGround = {
            ladder: this.ladder,
            inputs: prepared.inputs,
            models: withTrialModels(models),
            built: await readBuiltPaths(this.context, closes),
            startPath: start?.assignmentsPath ?? null,
            startRules:
                start === null ? null : await readStoredPolicy(db, { ...start, baseCurrency }),
        }
        const published = await loadPolicies(this.context)
        const side = async (name: SideName, tried: LoadedPolicy | null): Promise<TrialSide> => {
            const rules = tried === null ? null : inForceFrom(tried, { from, start })
            const asked = months.map((month): SideMonth => {
                const inForce = { ladder: this.ladder, month }
                const closed = closes.find((one) => one.month === month) ?? null
                return { month, closed, rules: rules ?? policyInForce(published, inForce) }
            })
            return await createSide(this.context, { name, months: asked, ground })
        }
        return {
            before: await side('before', this.question.against),
            after: await side('after', this.question.policy),
        }
    }

    /** The months of the trial. Refuses with those that there are. */
    private async monthsAsked(closes: readonly PublishedClose[]): Promise<readonly Month[]> {
        const { firstClose: first } = this.context.settings
        const closed = closes.map(({ month }) => month)
        const run = (await monthOfLastRun(this.context)) ?? 0
        const last = Math.max(run, ...closed)
        if (last < first) refuse('pipeline.trial_nothing', { first: formatMonth(first) })
        const from = this.question.from ?? first
        const to = this.question.to ?? (closed.length === 0 ? last : Math.max(...closed))
        const known = { first: formatMonth(first), last: formatMonth(last) }
        for (const month of [from, to]) {
            if (month >= first && month <= last) continue
            refuse('pipeline.trial_month_unknown', { month: formatMonth(month), ...known })
        }
        if (from > to) {
            refuse('pipeline.trial_months_reversed', {
                from: formatMonth(from),
                to: formatMonth(to),
            })
        }
        // Every close reads the one before it: a trial begins where one is, or at the very first.
        const before = addMonths(from, -1)
        if (from > first && !closed.includes(before)) {
            const lastClosed = closed.length === 0 ? 0 : Math.max(...closed)
            const latest = formatMonth(lastClosed === 0 ? first : addMonths(lastClosed, 1))
            refuse('pipeline.trial_start_unclosed', { from: formatMonth(from), latest })
        }
        return monthsOf({ from, to })
    }

    /** Whether the closes that stand are those which this side would make, word for word. */
    private async isStored(side: TrialSide): Promise<boolean> {
        if (side.months.some(({ closed }) => closed === null)) return false
        const pathOf = (month: Month): string | null =>
            side.months.find((one) => one.month === month)?.closed?.assignmentsPath ?? null
        const inputs = {
            ...side.inputs,
            closedPath: ({ month }: { readonly month: Month }) => pathOf(month) ?? side.startPath,
        }
        for (const { month, closed } of side.months) {
            const target = { model: 'tiers.assignments', month, ladder: this.ladder, inputs }
            const step = await planModel(this.context, side, target)
            if (step.path !== closed?.assignmentsPath) return false
        }
        return true
    }

    private async sqlOf(side: TrialSide, model: string): Promise<string> {
        const month = side.months.at(-1)?.month ?? 0
        const target = { model, month, ladder: this.ladder }
        return executableSql(await planModel(this.context, side, target), this.context)
    }

    private async figures(
        sides: Sides,
        made: {
            readonly before: SideCloses
            readonly after: SideCloses
            readonly isStored: boolean
        },
    ): Promise<Trial> {
        const { warehouse, settings } = this.context
        const before: FiguredSide = { closes: made.before, policy: lastPolicy(sides.before) }
        const after: FiguredSide = { closes: made.after, policy: lastPolicy(sides.after) }
        const policies = { before: before.policy, after: after.policy }
        const features = await this.sqlOf(sides.after, trialModels.features)
        await createMoves({ warehouse, before, after, features })
        const order = trialTiers(policies)
        const counts = async (name: SideName, index: number): Promise<TrialMonth['after']> => {
            const { month, rules } = monthAt(sides[name], index)
            const relation = made[name].counted(month)
            return await readCounts(warehouse, { relation, policy: rules.policy, order })
        }
        const months: TrialMonth[] = []
        for (const [index, { month }] of sides.after.months.entries()) {
            months.push({
                month,
                before: await counts('before', index),
                after: await counts('after', index),
            })
        }
        const matrix = await readMatrix(warehouse, order)
        const to = (cell: (typeof matrix)[number]) => directionOf(cell, policies)
        const isSame = ({ from, to: end }: (typeof matrix)[number]): boolean => from === end
        const near = async (side: SideName): Promise<Trial['near'][SideName]> =>
            await readNearCounts(warehouse, { side, tiers: policies[side].tiers })
        const { movers, moversListed } = await this.movers(sides, { before, after })
        return {
            ladder: this.ladder,
            name: after.policy.name,
            currency: settings.baseCurrency,
            from: months[0]?.month ?? 0,
            to: months.at(-1)?.month ?? 0,
            before: policyOf(sides.before, made.isStored),
            after: policyOf(sides.after, false),
            months,
            matrix,
            near: { before: await near('before'), after: await near('after') },
            moved: {
                up: sumCells(matrix, (cell) => !isSame(cell) && to(cell) === 'up'),
                down: sumCells(matrix, (cell) => !isSame(cell) && to(cell) === 'down'),
                other: sumCells(matrix, (cell) => !isSame(cell) && to(cell) === 'other'),
                same: sumCells(matrix, isSame),
            },
            movers,
            moversListed,
        }
    }

    private async movers(
        sides: Sides,
        { before, after }: { readonly before: FiguredSide; readonly after: FiguredSide },
    ): Promise<Pick<Trial, 'movers' | 'moversListed'>> {
        const { warehouse } = this.context
        const { isCompliance, limit, moversFile } = this.question
        const parties = await this.sqlOf(sides.after, trialModels.parties)
        const source: MoversSource = { before, after, parties, isCompliance }
        const [row] = await warehouse.rows(
            `select count(*) as listed from trial_moves where ${listedSql(source)}`,
        )
        const found = await warehouse.rows(moverIdsSql(source, limit))
        const ids = found.map(({ party_id: id }) => BigInt(String(id)))
        const rows = ids.length === 0 ? [] : await warehouse.rows(moversSql(source, ids))
        if (moversFile !== null) {
            const sql = moversSql(source, null)
            await warehouse.writeCsv({ sql, file: moversFile, quote: 'needed' })
        }
        const policies = { before: before.policy, after: after.policy }
        return {
            movers: rows.map((one) => moverOf(one, policies)),
            moversListed: Number(row?.listed ?? 0),
        }
    }

    /** An engine that lives on must not keep what only this trial needs. */
    private async dropTables(): Promise<void> {
        const { warehouse, signal } = this.context
        // Whoever has cancelled closes the engine, and with it everything in its memory.
        if (signal.aborted) return
        const tables = await warehouse.rows(
            `select table_name from information_schema.tables
            where table_name like 'trial\\_%' escape '\\'`,
        )
        for (const { table_name: name } of tables) await warehouse.rows(`drop table ${name}`)
    }
}

/**
 * A policy that is tried counts from the first month of the trial on, whenever it is to come into
 * force; one that made the state to begin with goes on as it is.
 */
function inForceFrom(
    tried: LoadedPolicy,
    { from, start }: { readonly from: Month; readonly start: PublishedClose | null },
): LoadedPolicy {
    const { policy, policyKey } = tried
    const goesOn = start === null ? policy.effectiveFrom <= from : start.policyKey === policyKey
    return goesOn ? tried : { ...tried, policy: { ...policy, effectiveFrom: from } }
}

function lastPolicy(side: TrialSide): Policy {
    return monthAt(side, -1).rules.policy
}

function monthAt({ months }: TrialSide, index: number): SideMonth {
    const found = months.at(index)
    if (found === undefined) throw new Error('a trial has a month')
    return found
}

function policyOf(side: TrialSide, isStored: boolean): TrialPolicy {
    return {
        versions: [...new Set(side.months.map(({ rules }) => rules.policyKey))],
        tiers: lastPolicy(side).tiers.map(({ id, name, atLeast }) => ({
            id,
            name,
            atLeast: atLeast === null ? null : formatDecimal(atLeast),
        })),
        isStored,
    }
}
