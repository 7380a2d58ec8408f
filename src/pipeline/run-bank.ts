import { type Day, formatMonth, lastDayOf, type Month, monthOf, monthsOf } from '#domain/month.ts'
import { refuse, valueOrThrow } from '#domain/result.ts'
import { readCloses } from '#serving/read-closes.ts'
import { assertCloseForm } from './assert-close-form.ts'
import type { BankContext } from './bank-context.ts'
import type { BankInputs } from './bank-inputs.ts'
import { loadModels } from './load-models.ts'
import type { Model } from './model.ts'
import { isTimed } from './month-rows.ts'
import { planSteps, type Step, type Target } from './plan.ts'
import { type PreparedInputs, prepareInputs, type WantedClose } from './prepare-inputs.ts'
import { isBuilt } from './run-steps.ts'
import { idleUnions, selectModels } from './select-models.ts'
import { storedMonths } from './stored-months.ts'

/** A step that a dry run tells of. */
export type PlannedStep = Step & { readonly isBuilt: boolean }

/** A plan with all that it was made from. */
export type Plan = {
    readonly models: ReadonlyMap<string, Model>
    readonly prepared: PreparedInputs
    readonly targets: readonly Target[]
    readonly steps: readonly PlannedStep[]
}

/** What `tong run` builds for a day: all models up to the features, or the chosen ones. */
export async function planRun(
    context: BankContext,
    { asOf, select }: { readonly asOf: Day; readonly select: readonly string[] },
): Promise<Plan> {
    const models = await loadModels(context.modelRoots)
    const prepared = await prepareInputs(context, { asOf, wanted: [] })
    const existing = modelsOf(models, prepared.inputs)
    const names =
        select.length === 0
            ? namesWithout(existing, idleUnions(existing))
            : valueOrThrow(selectModels(existing, select))
    const month = monthOf(asOf)
    const first = prepared.inputs.firstMonth
    if (month < first) {
        refuse('pipeline.before_history', { asOf, first: formatMonth(first) })
    }
    const targets = names.map((name) => {
        const twin = existing.get(name)?.twin
        const isOfMonth = twin?.grain === 'month' || (twin?.view === true && isTimed(twin))
        return { model: name, month: isOfMonth ? month : null, ladder: null }
    })
    return await planOf(context, { models, prepared, targets })
}

function namesWithout(
    models: ReadonlyMap<string, Model>,
    left: ReadonlySet<string>,
): readonly string[] {
    const isBuilt = ({ name, twin }: Model): boolean =>
        !left.has(name) && !twin.on_demand && (!twin.view || twin.tests.length > 0)
    return [...models.values()].filter(isBuilt).map(({ name }) => name)
}

/** The models that exist for a bank: those of its systems, up to the features. */
function modelsOf(
    models: ReadonlyMap<string, Model>,
    { systems }: Pick<BankInputs, 'systems'>,
): ReadonlyMap<string, Model> {
    return new Map(
        [...models].filter(([, { system, stage }]) => {
            const isDelivered = system === null || systems.includes(system)
            return isDelivered && stage !== 'tiers'
        }),
    )
}

/** Models that list what is amiss in the data. */
function findingModels(models: ReadonlyMap<string, Model>): readonly string[] {
    return [...models.values()].flatMap(({ name, twin }) =>
        twin.finding === undefined ? [] : [name],
    )
}

/** What `tong close` builds: every month from the first close on that is not closed yet. */
export async function planClose(
    context: BankContext,
    { through }: { readonly through: Month },
): Promise<Plan> {
    const { settings, db } = context
    const { firstClose: from } = settings
    if (through < from) {
        const params = { through: formatMonth(through), first: formatMonth(from) }
        refuse('pipeline.close_order', params)
    }
    const closed = new Set((await readCloses(db)).map((one) => `${one.ladder}@${one.month}`))
    const wanted = settings.ladders.flatMap((ladder) =>
        monthsOf({ from, to: through })
            .filter((month) => !closed.has(`${ladder}@${month}`))
            .map((month) => ({ ladder, month, before: null })),
    )
    return await planCloses(context, { wanted, asOf: lastDayOf(through) })
}

/**
 * What a restatement builds: the closes of these ladders from a month to the last that is closed.
 * Refuses with `pipeline.restate_unclosed` where that month is not closed on any of them.
 */
export async function planRestatement(
    context: BankContext,
    { from, ladders }: { readonly from: Month; readonly ladders: readonly string[] },
): Promise<Plan> {
    const closes = (await readCloses(context.db)).filter(({ ladder }) => ladders.includes(ladder))
    const months = closes.map(({ month }) => month)
    const [first, last] = [Math.min(...months), Math.max(...months)]
    if (months.length === 0) refuse('pipeline.restate_nothing', { ladders: ladders.join(', ') })
    if (from < first || from > last) {
        const closed = { first: formatMonth(first), last: formatMonth(last) }
        refuse('pipeline.restate_unclosed', { month: formatMonth(from), ...closed })
    }
    const wanted = closes
        .filter(({ month }) => month >= from)
        .map((before) => ({ ladder: before.ladder, month: before.month, before }))
    return await planCloses(context, { wanted, asOf: lastDayOf(last) })
}

async function planCloses(
    context: BankContext,
    { wanted, asOf }: { readonly wanted: readonly WantedClose[]; readonly asOf: Day },
): Promise<Plan> {
    const models = await loadModels(context.modelRoots)
    await assertCloseForm(context, models)
    const prepared = await prepareInputs(context, { asOf, wanted })
    const closes = wanted.map(({ ladder, month }) => ({
        model: 'tiers.assignments',
        month,
        ladder,
    }))
    const targets: Target[] = [...closes]
    if (targets.length > 0) {
        const delivered = modelsOf(models, prepared.inputs)
        const beside = ['identity.parties', ...findingModels(delivered)]
        targets.push(...beside.map((model) => ({ model, month: null, ladder: null })))
    }
    return await planOf(context, { models, prepared, targets })
}

/** The steps of these targets, each with whether it is built already. */
export async function planOf(context: BankContext, parts: Omit<Plan, 'steps'>): Promise<Plan> {
    const { models, prepared, targets } = parts
    const { warehouse, folders } = context
    const planned = planSteps(targets, {
        models,
        inputs: prepared.inputs,
        warehouse,
        knownMonths: storedMonths(folders),
    })
    const steps: PlannedStep[] = []
    for (const step of planned) steps.push({ ...step, isBuilt: await isBuilt(step, folders) })
    return { models, prepared, targets, steps }
}
