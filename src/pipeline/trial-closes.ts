import { formatMonth, type Month } from '#domain/month.ts'
import type { BankInputs } from './bank-inputs.ts'
import { executableSql } from './run-steps.ts'
import { trialModels } from './trial-models.ts'
import { type Packing, packFacts } from './trial-packing.ts'
import { planModel, startMonth, type TrialContext, type TrialSide } from './trial-side.ts'

/** How the closes of a side can be read, as relations in SQL. */
export type SideCloses = {
    /** A close of which each row stands for `weight` parties. */
    readonly counted: (month: Month) => string
    /**
     * The last close with a row for every party that a condition on `party_id` lets through:
     * `party_id`, the columns of `lastColumns` and `measure`. Tiers are levels, as in both.
     */
    readonly last: (isAsked: string) => string
}

/** What a trial asks of the last close. */
const lastColumns = [
    'raw_level',
    'route',
    'earned_level',
    'earned_cause',
    'level',
    'cause',
    'rule',
    'is_restricted',
]

/** What a close reads of the one before it, and nothing else. */
const stateColumns = [
    'earned_level',
    'earned_cause',
    'below_count',
    'below_level_max',
    'up_count',
    'up_level_min',
    'stale_count',
    'closes_since_entry',
]

/** Closes that were stored, to be read as they are. */
export function storedCloses(
    { warehouse, folders }: Pick<TrialContext, 'warehouse' | 'folders'>,
    { months }: TrialSide,
): SideCloses {
    const relation = (path: string): string => warehouse.parquet([`${folders.snapshots}/${path}`])
    const pathOf = (month: Month): string => {
        const found = months.find((one) => one.month === month)?.closed
        if (found == null) throw new Error(`${formatMonth(month)} is not closed`)
        return found.assignmentsPath
    }
    return {
        counted: (month) => `(select *, 1 as weight from ${relation(pathOf(month))})`,
        last: (isAsked) => `(select party_id, ${lastColumns.join(', ')}, measure
            from ${relation(pathOf(months.at(-1)?.month ?? 0))} where ${isAsked})`,
    }
}

/**
 * Closes the months of a side, one after the other, for the whole base and without storing
 * anything. Parties whose facts tell the rules the same in every month, and that began in the
 * same state, go the same way: one of each such class is closed, by the text of a real close.
 * Whoever somebody has decided about by name is a class alone.
 */
export async function closeClasses(
    context: TrialContext,
    side: TrialSide,
    onMonth: (month: Month) => void,
): Promise<SideCloses> {
    const run = new ClassRun(context, side)
    await run.pack()
    for (const { month } of side.months) {
        context.signal.throwIfAborted()
        await run.close(month)
        onMonth(month)
    }
    return await run.closes()
}

/** A table of the trial as a recipe reads it, whole or by months. */
const trialTable = /@(?:snapshot|months)\(trial:(\w+)[^)]*\)/g

/** Where the number of a month stands. */
type Place = { readonly word: string; readonly shift: bigint; readonly packing: Packing }

class ClassRun {
    private readonly context: TrialContext
    private readonly side: TrialSide
    private readonly places = new Map<Month, Place>()
    /** What makes a class: the numbers of the months, the state to begin with, the party itself. */
    private keys: readonly string[] = []

    constructor(context: TrialContext, side: TrialSide) {
        this.context = context
        this.side = side
    }

    /** Gives every party the numbers of its months, and finds the classes. */
    async pack(): Promise<void> {
        const facts = new Map<Month, string>()
        for (const { month } of this.side.months) {
            facts.set(month, await this.sqlOf(trialModels.facts, month))
        }
        const words = await this.place(facts)
        const start = await this.startBranch()
        await this.createChanges()
        const decided = await this.decidedBranch()
        // A key that nobody has would only cost.
        if (start !== null) words.push('start_no')
        if (decided !== null) words.push('own_id')
        this.keys = words
        const branches = [...facts].map(([month, sql]) => this.branch(month, sql))
        if (start !== null) branches.push(this.cells('start_no', 'start_no', start))
        if (decided !== null) branches.push(this.cells('own_id', 'party_id', decided))
        const { or_bits: orBits } = this.context.warehouse.dialect
        const merged = words.map((key) => `${orBits(key)} as ${key}`)
        await this.create(
            'parties',
            `select party_id, ${merged.join(', ')} from (${branches.join(' union all ')}) packed
            group by party_id`,
        )
        await this.create(
            'classes',
            `select ${words.join(', ')}, min(party_id) as party_id, count(*) as weight
            from ${this.table('parties')} group by ${words.join(', ')}`,
        )
        await this.createStart()
    }

    /** Closes a month for one party of each class, after the close of the month before. */
    async close(month: Month): Promise<void> {
        const place = this.places.get(month)
        if (place === undefined) throw new Error(`${month} is not packed`)
        const rules = this.side.inputs.rulesOf({ ladder: this.side.ladder, month })
        const changes = `trial:${this.table('changes')}`
        const built: TrialSide['built'] = (target, asked) =>
            target.model === 'identity.party_changes' ? changes : this.side.built(target, asked)
        const inputs: BankInputs = {
            ...this.side.inputs,
            firstClose: startMonth(this.side),
            rulesOf: () => ({
                ...rules,
                params: { ...rules.params, facts: this.factsOfClasses(place) },
            }),
            closedPath: (close) => `trial:${this.table(`close_${close.month}`)}`,
        }
        const sql = await this.sqlOf('tiers.assignments', month, { ...this.side, inputs, built })
        await this.create(`close_${month}`, sql)
    }

    async closes(): Promise<SideCloses> {
        const [classes, parties] = [this.table('classes'), this.table('parties')]
        const same = this.keys.map((key) => `party.${key} = class.${key}`)
        const closeOf = (month: Month): string => this.table(`close_${month}`)
        const last = this.side.months.at(-1)?.month ?? 0
        const asked = lastColumns.map((name) => `assigned.${name}`)
        const facts = await this.sqlOf(trialModels.facts, last)
        return {
            counted: (month) => `(select assigned.*, class.weight from ${closeOf(month)} assigned
                join ${classes} class on class.party_id = assigned.party_id)`,
            last: (isAsked) => `(select party.party_id, ${asked.join(', ')}, facts.measure
                from (select * from ${parties} where ${isAsked}) party
                join ${classes} class on ${same.join(' and ')}
                join ${closeOf(last)} assigned on assigned.party_id = class.party_id
                left join (select * from (${facts}) judged where ${isAsked}) facts
                    on facts.party_id = party.party_id)`,
        }
    }

    private table(name: string): string {
        return `trial_${this.side.name}_${name}`
    }

    private async create(name: string, sql: string): Promise<void> {
        const table = this.table(name)
        await this.context.warehouse.rows(`create or replace temp table ${table} as ${sql}`)
    }

    private async sqlOf(model: string, month: Month, side = this.side): Promise<string> {
        const target = { model, month, ladder: side.ladder }
        const step = await planModel(this.context, side, target)
        const recipe = step.recipe.replace(trialTable, '$1')
        return executableSql({ ...step, recipe }, this.context)
    }

    /** Puts as many months to a word as fit into a bigint. Returns the words. */
    private async place(facts: ReadonlyMap<Month, string>): Promise<string[]> {
        const { warehouse } = this.context
        const packed = new Map<string, Packing>()
        let word = 0
        let used = 62
        for (const { month, rules } of this.side.months) {
            const known = packed.get(rules.policyKey)
            const columns =
                known === undefined ? await warehouse.describe(facts.get(month) ?? '') : []
            const packing = known ?? packFacts(rules.policy, columns)
            packed.set(rules.policyKey, packing)
            if (used + packing.bits > 62) {
                word += 1
                used = 0
            }
            this.places.set(month, { word: `word_${word}`, shift: 1n << BigInt(used), packing })
            used += packing.bits
        }
        return [...new Set([...this.places.values()].map(({ word: name }) => name))]
    }

    private branch(month: Month, sql: string): string {
        const place = this.places.get(month)
        if (place === undefined) throw new Error(`${month} is not packed`)
        const code = `cast((${place.packing.code}) * ${place.shift} as bigint)`
        return `${this.cells(place.word, code, `(${sql}) facts_${month}`)}
            where coalesce(in_population, true)`
    }

    /** A row a party with one of the keys; the others stay empty. */
    private cells(filled: string, value: string, relation: string): string {
        const cells = this.keys.map((key) =>
            key === filled ? `${value} as ${key}` : `cast(0 as bigint) as ${key}`,
        )
        return `select party_id, ${cells.join(', ')} from ${relation}`
    }

    /** The states to begin with, each different one with a number; null: nobody has one. */
    private async startBranch(): Promise<string | null> {
        const { startPath, inputs, ladder } = this.side
        if (startPath === null && inputs.openingOf(ladder) === null) return null
        const start = `(${await this.startSql()})`
        const names = stateColumns.join(', ')
        await this.create(
            'states',
            `select ${names}, row_number() over (order by ${names}) as start_no
            from (select distinct ${names} from ${start} started where earned_cause <> 'left')
                different`,
        )
        const same = stateColumns.map(
            (name) => `states.${name} is not distinct from started.${name}`,
        )
        return `(select started.party_id, states.start_no from ${start} started
            join ${this.table('states')} states on ${same.join(' and ')}) begun`
    }

    private async startSql(): Promise<string> {
        const [first] = this.side.months
        return await this.sqlOf(trialModels.start, first?.month ?? 0)
    }

    /** Of the states to begin with those of the parties that stand for a class. */
    private async createStart(): Promise<void> {
        await this.create(
            `close_${startMonth(this.side)}`,
            `select * from (${await this.startSql()}) started
            where party_id in (select party_id from ${this.table('classes')})`,
        )
    }

    /** Read once: every close asks for them in several places. A month has those that it saw. */
    private async createChanges(): Promise<void> {
        const seen: string[] = []
        for (const { month } of this.side.months) {
            const sql = await this.sqlOf(trialModels.changes, month)
            // Closes of before there were matchings tell of every ladder at once.
            const columns = await this.context.warehouse.describe(sql)
            const ladder = columns.some(({ name }) => name === 'ladder') ? '' : ", '*' as ladder"
            seen.push(`select changed.*${ladder} from (${sql}) changed`)
        }
        await this.create('changes', unionOf(seen))
    }

    /** Everybody about whom people or identity decided in some month; null: nobody. */
    private async decidedBranch(): Promise<string | null> {
        const { months, ladder, inputs } = this.side
        const changes = this.table('changes')
        const found = [
            `select old_party_id as party_id from ${changes}`,
            `select new_party_id as party_id from ${changes}`,
        ]
        for (const { month } of months) {
            const words = ['overrides', 'grants'] as const
            if (words.every((word) => inputs.humanPath({ ladder, month }, word) === null)) continue
            found.push(await this.sqlOf(trialModels.decided, month))
        }
        await this.create('decided', `select distinct party_id from (${unionOf(found)}) decided`)
        const table = this.table('decided')
        const [row] = await this.context.warehouse.rows(`select count(*) as parties from ${table}`)
        return Number(row?.parties ?? 0) === 0 ? null : table
    }

    /** The facts of a month as template text, taken out of the numbers of the classes. */
    private factsOfClasses({ word, shift, packing }: Place): string {
        const code = `{{ idiv(${word}, ${shift}) }} % ${1n << BigInt(packing.bits)}`
        return `select party_id, ${packing.columns('code').join(', ')}
            from (select party_id, ${code} as code from ${this.table('classes')}) numbers
            where code > 0`
    }
}

function unionOf(queries: readonly string[]): string {
    return queries.map((sql) => `(${sql})`).join(' union all ')
}
