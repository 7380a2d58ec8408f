import { createHash } from 'node:crypto'
import { addMonths, type Month, monthOf } from '#domain/month.ts'
import { failure, Refusal, refuse } from '#domain/result.ts'
import { type PhraseName, phraseArity } from '#warehouse/dialect.ts'
import { refusedWords } from '#warehouse/refused-words.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { BankInputs, Close, HumanWord } from './bank-inputs.ts'
import { sourceRelation } from './batches/source-relation.ts'
import { emptyHumanTable } from './human-table.ts'
import { emptyRelation, type Model, stages } from './model.ts'
import { openingRelation } from './opening-states.ts'
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
    /** SQL in which what is read stands as `@snapshot(path, …)`, `@batch(path)`, `@human(path)`. */
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
    return [...steps.values()]
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
        const { sort, key: rowKey, tests } = this.model.twin
        const rendered = this.render(this.model.template).trimEnd()
        const order = sort.length === 0 ? '' : `\norder by ${sort.join(', ')}`
        const recipe = order === '' ? rendered : `select * from (\n${rendered}\n) built${order}`
        const { engine } = this.options.warehouse
        const columns = Object.entries(this.model.twin.columns).map(([name, { type }]) => [
            name,
            type,
        ])
        // The tests belong to it: rows that were never put to a new test must not pass for tested.
        const { name } = this.model
        const { version } = engine
        const hashed = JSON.stringify([name, engine.name, version, recipe, columns, rowKey, tests])
        const key = createHash('sha256').update(hashed).digest('hex').slice(0, 16)
        const path = snapshotPath(key, this.target)
        return {
            ...this.target,
            id: stepId(this.target),
            key,
            path,
            recipe,
            needs: [...this.needs],
        }
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
        return sourceRelation(found, ({ batchId }) => `@batch(${batchId}/${table})`)
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
        if (model.twin.grain === 'none')
            return this.read([{ model: name, month: null, ladder: null }])
        const { month } = this.target
        if (month === null) {
            throw new TemplateError(`${name} is monthly and this model is not`, call.offset)
        }
        const first = this.options.inputs.firstMonth
        const wanted = Array.from({ length: months }, (_, back) => addMonths(month, -back))
        const there = wanted.filter((one) => one >= first)
        return this.read(there.map((one) => ({ model: name, month: one, ladder: null })))
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
        const reads = members.map(({ name }) =>
            this.read([{ model: name, month: null, ladder: null }]),
        )
        return `(${reads.map((read) => `select * from ${read}`).join(' union all ')})`
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

    private human(word: HumanWord, close: Close): string {
        const path = this.options.inputs.humanPath(close, word)
        return path === null ? emptyHumanTable(word) : `@human(${path})`
    }

    private param(call: TemplateCall): string {
        const name = unquoted(call)
        const { inputs } = this.options
        const { month, ladder } = this.target
        if (name === 'as_of') return `date '${inputs.asOf}'`
        if (name === 'as_of_month') return String(monthOf(inputs.asOf))
        if (name === 'base_currency') return `'${inputs.baseCurrency}'`
        if (name === 'month' && month !== null) return String(month)
        if (ladder !== null && month !== null) {
            if (name === 'ladder_id') return `'${ladder}'`
            if (name === 'overrides' || name === 'grants')
                return this.human(name, { ladder, month })
            const { params } = inputs.rulesOf({ ladder, month })
            const text = params[name]
            if (text !== undefined) return this.render(text, params)
        }
        throw new TemplateError(`there is no parameter ${name} here`, call.offset)
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
