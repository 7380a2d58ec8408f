import { createHash } from 'node:crypto'
import { addMonths, type Day, lastKnownDay, type Month, monthOf, monthsOf } from '#domain/month.ts'
import { failure, Refusal, refuse } from '#domain/result.ts'
import { type PhraseName, phraseArity } from '#warehouse/dialect.ts'
import { refusedWords } from '#warehouse/refused-words.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { BankInputs, Close, HumanWord } from './bank-inputs.ts'
import { monthRelation, sourceRelation } from './batches/source-relation.ts'
import { emptyHumanTable } from './human-table.ts'
import { emptyRelation, type Model, stages } from './model.ts'
import { isTimed, monthRowsSql } from './month-rows.ts'
import { openingRelation } from './opening-states.ts'
import { partyParams } from './party-params.ts'
import { type KnownMonths, knownRecipe } from './recipe.ts'
import { renderTemplate, type TemplateCall, TemplateError, unquoted } from './template.ts'

/** What to build: a model, for a month where it is monthly, for a ladder where it is a close. */
export type Target = {
    readonly model: string
    readonly month: Month | null
    readonly ladder: string | null
}

/** One snapshot to build or to reuse. */
export type Step = Target & {
    /** `features.party_months@202501`. */
    readonly id: string
    /** Hash of the recipe: SQL, keys of what it reads, engine. Equal keys hold equal rows. */
    readonly key: string
    /** Where its Parquet lies below the snapshots folder. */
    readonly path: string
    /** Whether it is never stored: its recipe stands in those of its readers. */
    readonly isView: boolean
    /**
     * SQL in which what is read stands as `@snapshot(path, …)`, `@months(path, month …)`,
     * `@batch(path)`, `@human(path)`.
     */
    readonly recipe: string
    /** Ids of the steps that it reads. */
    readonly needs: readonly string[]
}

/** What a plan is made from. */
export type PlanOptions = {
    readonly models: ReadonlyMap<string, Model>
    readonly inputs: BankInputs
    readonly warehouse: Pick<Warehouse, 'dialect' | 'engine'>
    /** Where what is asked for lies already and is to be read as it is; null: it is planned. */
    readonly builtPath?: (target: Target) => string | null
    /** What is known by month of snapshots that are built; left out: nothing. */
    readonly knownMonths?: KnownMonths
}

/**
 * Turns targets into steps, each after those it reads. Throws Refusal where a model reads what
 * does not exist, reads downstream, or reads itself.
 */
export function planSteps(targets: readonly Target[], options: PlanOptions): readonly Step[] {
    const steps = new Map<string, Step>()
    const open: string[] = []
    const require = (target: Target): Step => {
        const id = stepId(target)
        const known = steps.get(id)
        if (known !== undefined) return known
        if (open.includes(id)) refuse('pipeline.cycle', { path: [...open, id].join(' → ') })
        open.push(id)
        const step = new StepWriter(target, { ...options, require }).write()
        open.pop()
        steps.set(id, step)
        return step
    }
    for (const target of targets) require(target)
    const asked = new Set(targets.map(stepId))
    // Of a view that nobody asks for and nothing tests there is nothing to do.
    return [...steps.values()].filter(
        ({ id, model, isView }) => !isView || asked.has(id) || isTested(options.models.get(model)),
    )
}

function isTested(model: Model | undefined): boolean {
    return model !== undefined && model.twin.tests.length > 0
}

/** The id of a step: `features.party_months@202501`, `tiers.assignments@wealth@202501`. */
export function stepId({ model, month, ladder }: Target): string {
    return [model, ladder, month].filter((part) => part !== null).join('@')
}

/** Where a step's Parquet lies below the snapshots folder. */
export function snapshotPath(key: string, { model, month }: Target): string {
    const folder = `${key}/${model.replace('.', '/')}`
    return month === null ? folder : `${folder}/month=${month}`
}

/** What was found in a text, kept with the model or the rules that it belongs to. */
const refusedIn = new WeakMap<object, Map<string, ReturnType<typeof refusedWords>>>()

type WriterOptions = PlanOptions & { readonly require: (target: Target) => Step }

/** Renders one model for one target; holds what the words have found on the way. */
class StepWriter {
    private readonly model: Model
    private readonly needs = new Set<string>()
    private readonly target: Target
    private readonly options: WriterOptions

    constructor(target: Target, options: WriterOptions) {
        this.target = target
        this.options = options
        const model = options.models.get(target.model)
        this.model = model ?? refuse('pipeline.model_unknown', { model: target.model, known: '' })
    }

    write(): Step {
        const { key: rowKey, tests, view: isView, months } = this.model.twin
        const recipe = this.recipe()
        const { models, knownMonths, warehouse } = this.options
        const { engine } = warehouse
        const known = knownRecipe(recipe, { models, knownMonths })
        const columns = Object.entries(this.model.twin.columns).map(([name, { type }]) => [
            name,
            type,
        ])
        // The tests belong to it: rows that were never put to a new test must not pass for tested.
        const { name } = this.model
        const { version } = engine
        const own = [columns, rowKey, tests, isView, months]
        const hashed = JSON.stringify([name, engine.name, version, known, ...own])
        const key = createHash('sha256').update(hashed).digest('hex').slice(0, 16)
        const path = snapshotPath(key, this.target)
        return {
            ...this.target,
            id: stepId(this.target),
            key,
            path,
            isView,
            recipe,
            needs: [...this.needs],
        }
    }

    /** The rendered template, of a view only the rows of its month; in the order of storing. */
    private recipe(): string {
        const { twin } = this.model
        const { month } = this.target
        const rendered = this.render(this.model.template).trimEnd()
        if (twin.view) {
            if (month === null || !isTimed(twin)) return rendered
            const relation = `(\n${rendered}\n)`
            return `select * from ${monthRowsSql(twin, { relation, months: [month] })} of_month`
        }
        const { sort } = twin
        if (sort.length === 0) return rendered
        return `select * from (\n${rendered}\n) built\norder by ${sort.join(', ')}`
    }

    private render(template: string, owner: object = this.model): string {
        const { name: model, file } = this.model
        const failures = this.refused(template, owner).map(({ word, line, column, instead }) =>
            failure('pipeline.words_refused', { model, word, instead }, { file, line, column }),
        )
        if (failures.length > 0) throw new Refusal(failures)
        try {
            return renderTemplate(template, (call) => this.word(call))
        } catch (error) {
            if (!(error instanceof TemplateError)) throw error
            const before = template.slice(0, error.offset).split('\n')
            const at = {
                file: this.model.file,
                line: before.length,
                column: (before.at(-1) ?? '').length + 1,
            }
            return refuse('pipeline.template_invalid', { reason: error.message }, at)
        }
    }

    /** A text is looked through once, however many months it is planned for. */
    private refused(template: string, owner: object): ReturnType<typeof refusedWords> {
        const known = refusedIn.get(owner) ?? new Map<string, ReturnType<typeof refusedWords>>()
        refusedIn.set(owner, known)
        const found = known.get(template) ?? refusedWords(template)
        known.set(template, found)
        return found
    }

    private word(call: TemplateCall): string {
        if (call.name === 'source') return this.source(call)
        if (call.name === 'ref') return this.ref(call)
        if (call.name === 'previous') return this.previous()
        if (call.name === 'param') return this.param(call)
        return this.ofPolicy(call) ?? this.phrase(call)
    }

    /** A word of the policy that takes a column; null: it is none, or nothing is closed here. */
    private ofPolicy(call: TemplateCall): string | null {
        const { month, ladder } = this.target
        if (ladder === null || month === null) return null
        const write = this.options.inputs.rulesOf({ ladder, month }).columns[call.name]
        const [column] = call.args
        return write === undefined || column === undefined ? null : write(column)
    }

    private phrase(call: TemplateCall): string {
        const arity = phraseArity[call.name as PhraseName] as number | undefined
        if (arity === undefined) {
            throw new TemplateError(`nobody knows the word ${call.name}`, call.offset)
        }
        if (call.args.length !== arity) {
            throw new TemplateError(`${call.name} takes ${arity} argument(s)`, call.offset)
        }
        return this.options.warehouse.dialect[call.name as PhraseName](...call.args)
    }

    private source(call: TemplateCall): string {
        const [system, table] = [unquoted(call), unquoted(call, 1)]
        const found = this.options.inputs.sourceTable({ system, table })
        if (found === null) refuse('pipeline.source_missing', { model: this.model.name, system })
        const read = ({ batchId }: { readonly batchId: string }): string =>
            `@batch(${batchId}/${table})`
        const { month } = this.target
        // Only a view whose rows lie in months takes the rows of one: others may look further back.
        if (month === null || !this.model.twin.view) return sourceRelation(found, read)
        return monthRelation(found, { month, read })
    }

    private ref(call: TemplateCall): string {
        const name = unquoted(call)
        const months = call.args.length > 1 ? Number(call.args[1]) : 1
        if (!Number.isInteger(months) || months < 1) {
            throw new TemplateError(
                'the second argument of ref() is a number of months',
                call.offset,
            )
        }
        return name.includes('*') ? this.union(name) : this.snapshots(name, { months, call })
    }

    private snapshots(
        name: string,
        { months, call }: { readonly months: number; readonly call: TemplateCall },
    ): string {
        const model = this.modelNamed(name)
        if (stages.indexOf(model.stage) > stages.indexOf(this.model.stage)) {
            refuse('pipeline.reads_downstream', { model: this.model.name, ref: name })
        }
        const { month } = this.target
        if (model.twin.grain === 'none') return this.builtOnce(model, this.lookedBack(months))
        if (month === null) {
            throw new TemplateError(`${name} is monthly and this model is not`, call.offset)
        }
        const there = this.lookedBack(months)
        return this.read(there.map((one) => ({ model: name, month: one, ladder: null })))
    }

    /** The month and those before it that exist, the latest first; none where it has no month. */
    private lookedBack(months: number): readonly Month[] {
        const { month } = this.target
        if (month === null) return []
        const wanted = Array.from({ length: months }, (_, back) => addMonths(month, -back))
        return wanted.filter((one) => one >= this.options.inputs.firstMonth)
    }

    /** A model that no month has of its own; what months may know of it, where it says so. */
    private builtOnce(model: Model, months: readonly Month[]): string {
        const { name, twin } = model
        const isOfMonths = months.length > 0 && isTimed(twin)
        if (twin.view) {
            const each = isOfMonths && 'of' in twin.months ? months : months.slice(0, 1)
            const views = (isOfMonths ? each : [null]).map((month) => this.view(name, month))
            const [view = ''] = views
            if (views.length === 1) return view
            return `(${views.map((one) => `select * from ${one} one`).join(' union all ')})`
        }
        const stored = this.read([{ model: name, month: null, ladder: null }])
        if (!isOfMonths) return stored
        const [, path] = /^@snapshot\((.*)\)$/.exec(stored) ?? []
        const relation = path === undefined ? stored : `@months(${path}, ${months.join(' ')})`
        return monthRowsSql(twin, { relation, months })
    }

    private view(model: string, month: Month | null): string {
        const step = this.options.require({ model, month, ladder: null })
        this.needs.add(step.id)
        return `(\n${step.recipe}\n)`
    }

    /** All models that a pattern such as `identity.*__accounts` names, of the bank's systems. */
    private union(pattern: string): string {
        const [before = '', after = ''] = pattern.split('*')
        const named = [...this.options.models.values()].filter(
            ({ name, system }) => system !== null && name === `${before}${system}${after}`,
        )
        const members = named.filter(({ system }) =>
            this.options.inputs.systems.includes(system ?? ''),
        )
        const [first] = members
        // A reader that takes some columns of a union finds them where nothing is delivered, too.
        if (first === undefined) return emptyRelation((named[0] ?? this.model).twin)
        const shape = (model: Model): string =>
            JSON.stringify(
                Object.entries(model.twin.columns).map(([name, { type }]) => [name, type]),
            )
        for (const member of members) {
            if (shape(member) !== shape(first)) {
                refuse('pipeline.union_differs', { pattern, model: member.name, other: first.name })
            }
        }
        const months = this.lookedBack(1)
        const reads = members.map((member) => this.builtOnce(member, months))
        return `(${reads.map((read) => `select * from ${read} member`).join(' union all ')})`
    }

    private previous(): string {
        const { model, ladder, month } = this.target
        const { firstMonth, firstClose, closedPath } = this.options.inputs
        if (month === null) return refuse('pipeline.previous_without_month', { model })
        const before = addMonths(month, -1)
        if (ladder !== null && before < firstClose) return this.opening(ladder)
        if (before < firstMonth) return emptyRelation(this.model.twin)
        const target = { model, ladder, month: before }
        const closed = ladder === null ? null : closedPath({ ladder, month: before })
        return closed === null ? this.read([target]) : `@snapshot(${closed})`
    }

    /** What the first close of a ladder begins with: nobody, or the states that were imported. */
    private opening(ladder: string): string {
        const { twin } = this.model
        const opening = this.options.inputs.openingOf(ladder)
        return opening === null ? emptyRelation(twin) : openingRelation(twin, opening)
    }

    /** What the last close before a month has left, of those that stand; nobody where none does. */
    private held({ ladder, month }: Close): string {
        const { firstClose, closedPath } = this.options.inputs
        const months = monthsOf({ from: firstClose, to: addMonths(month, -1) }).toReversed()
        const paths = months.map((one) => closedPath({ ladder, month: one }))
        const last = paths.find((path) => path !== null)
        if (last != null) return `@snapshot(${last})`
        return emptyRelation(this.modelNamed('tiers.assignments').twin)
    }

    private human(word: HumanWord, close: Close): string {
        const path = this.options.inputs.humanPath(close, word)
        return path === null ? emptyHumanTable(word) : `@human(${path})`
    }

    private param(call: TemplateCall): string {
        const name = unquoted(call)
        const { inputs } = this.options
        const { month, ladder } = this.target
        if (name === 'as_of') return `date '${this.asOf()}'`
        if (name === 'as_of_month') return String(monthOf(this.asOf()))
        if (name === 'base_currency') return `'${inputs.baseCurrency}'`
        if (name === 'month' && month !== null) return String(month)
        if (name === 'day' && month !== null) return `date '${lastKnownDay(month, inputs.asOf)}'`
        const parties = partyParams[name]
        if (parties !== undefined) return parties(inputs.parties)
        const survivorship = inputs.survivorship[name]
        if (survivorship !== undefined) return this.render(survivorship, inputs.survivorship)
        if (this.model.stage === 'scores' && month !== null) {
            const texts = inputs.scoresOf(month)
            const text = texts[name]
            if (text !== undefined) return this.render(text, texts)
        }
        if (ladder !== null && month !== null) {
            if (name === 'ladder_id') return `'${ladder}'`
            const close = { ladder, month }
            if (name === 'held') return this.held(close)
            if (name === 'overrides' || name === 'grants') return this.human(name, close)
            const { params } = inputs.rulesOf(close)
            const text = params[name]
            if (text !== undefined) return this.render(text, params)
        }
        throw new TemplateError(`there is no parameter ${name} here`, call.offset)
    }

    /** A month is over on its last day, however far the run goes. */
    private asOf(): Day {
        const { month, ladder } = this.target
        const { asOf } = this.options.inputs
        return month === null || ladder !== null ? asOf : lastKnownDay(month, asOf)
    }

    private read(targets: readonly Target[]): string {
        const paths = targets.map((target) => {
            const built = this.options.builtPath?.(target) ?? null
            if (built !== null) return built
            const step = this.options.require(target)
            this.needs.add(step.id)
            return step.path
        })
        return `@snapshot(${paths.join(', ')})`
    }

    private modelNamed(name: string): Model {
        const model = this.options.models.get(name)
        return model ?? refuse('pipeline.ref_unknown', { model: this.model.name, ref: name })
    }
}
