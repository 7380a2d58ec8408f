import type { Spelling } from './contract-words.ts'
import type { ValueShape } from './draft.ts'

/** A way in which a column's days or points in time may be written. */
export type DateForm = {
    readonly type: 'date' | 'timestamp'
    /** In DuckDB's strptime words; null where a spelling says it, or nothing has to. */
    readonly format: string | null
    readonly spellings: readonly Spelling[]
    /** Whether digits alone make it: then something else has to speak for a date. */
    readonly isBare: boolean
    /** What is not sure about it. */
    readonly doubt: 'century' | 'day_or_month' | 'serial' | null
}

type Kind = Omit<DateForm, 'type'> & { readonly pattern: RegExp }

const plain = { spellings: [], isBare: false, doubt: null } as const
const spelled = { format: null, isBare: false, doubt: null } as const

/** Forms of a day by the shape of its text, in the order in which they are tried. */
const kinds: readonly Kind[] = [
    { ...plain, pattern: /^9999-99-99$/, format: null },
    { ...plain, pattern: /^99999999$/, format: '%Y%m%d', isBare: true },
    { ...spelled, pattern: /^9999\/9{1,2}\/9{1,2}$/, spellings: ['slashes'] },
    { ...spelled, pattern: /^9999\.9{1,2}\.9{1,2}$/, spellings: ['dots'] },
    { ...spelled, pattern: /^9999年9{1,2}月9{1,2}日$/, spellings: ['chinese'] },
    {
        ...spelled,
        pattern: /^(?:(?:民國|民国)?\s?9{1,3}年9{1,2}月9{1,2}日|9{2,3}\/99\/99)$/,
        spellings: ['minguo'],
    },
    { ...plain, pattern: /^99\/99\/9999$/, format: '%d/%m/%Y', doubt: 'day_or_month' },
    { ...plain, pattern: /^99\/99\/9999$/, format: '%m/%d/%Y', doubt: 'day_or_month' },
    { ...plain, pattern: /^99-99-9999$/, format: '%d-%m-%Y', doubt: 'day_or_month' },
    { ...plain, pattern: /^99-99-9999$/, format: '%m-%d-%Y', doubt: 'day_or_month' },
    { ...plain, pattern: /^99\.99\.9999$/, format: '%d.%m.%Y' },
    { ...plain, pattern: /^99[ -]Aaa[ -]9999$/, format: '%d-%b-%Y' },
    { ...plain, pattern: /^999999$/, format: '%y%m%d', isBare: true, doubt: 'century' },
    { ...plain, pattern: /^99-99-99$/, format: '%y-%m-%d', doubt: 'century' },
    { ...spelled, pattern: /^99999$/, spellings: ['excel_serial'], isBare: true, doubt: 'serial' },
]

const time = /[ T]99:99(?::99(?:\.9{1,9})?)?$/

/** All forms that fit every shape of a column, the likeliest first. */
export function dateForms(shapes: readonly ValueShape[]): readonly DateForm[] {
    if (shapes.length === 0) return []
    const trimmed = shapes.map((one) => one.shape.trim())
    const padding: readonly Spelling[] = shapes.some(({ shape }) => shape !== shape.trim())
        ? ['padding']
        : []
    const suffixes = new Set(trimmed.map((shape) => time.exec(shape)?.[0] ?? ''))
    const days = trimmed.map((shape) => shape.replace(time, ''))
    const fit = kinds.filter(({ pattern }) => days.every((day) => pattern.test(day)))
    return fit.flatMap(({ pattern: _, ...kind }) => {
        const form = { ...kind, spellings: [...kind.spellings, ...padding] }
        if (suffixes.size === 1 && suffixes.has('')) return [{ ...form, type: 'date' as const }]
        return timedForms(form, { suffixes, first: shapes[0]?.least ?? '' })
    })
}

/** A time that is always the same one is part of the form of a day; else it counts. */
function timedForms(
    form: Omit<DateForm, 'type'>,
    { suffixes, first }: { readonly suffixes: ReadonlySet<string>; readonly first: string },
): readonly DateForm[] {
    const isPlain = form.format === null && form.spellings.length === 0
    const day = isPlain ? '%Y-%m-%d' : form.format
    if (suffixes.size > 1 || day === null) {
        return isPlain ? [{ ...form, type: 'timestamp' }] : []
    }
    const [suffix = ''] = suffixes
    const literal = first.trim().slice(-suffix.length)
    const always = { ...form, type: 'date', format: `${day}${literal}`, isBare: false } as const
    const separator = suffix[0] ?? ' '
    const clock = suffix.length > 6 ? '%H:%M:%S' : '%H:%M'
    const fraction = suffix.includes('.') ? '.%f' : ''
    const format = isPlain && separator === ' ' ? null : `${day}${separator}${clock}${fraction}`
    const zeros = /^[ T]00:00(?::00(?:\.0+)?)?$/.test(literal)
    const timed = { ...form, type: 'timestamp', format, isBare: false } as const
    return zeros ? [always, timed] : [timed]
}
