import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { TextRow } from '#identity/compare-records.ts'
import { draftComparison } from '#identity/draft/draft-comparison.ts'
import { type KindId, kinds } from '#identity/kinds.ts'
import type { Comparison, FieldForm, PolicyField } from '#identity/policy/identity-policy.ts'

/** Where data of others lie; TONG_SHARED names another place. */
export const shared = process.env.TONG_SHARED ?? join(import.meta.dirname, '../../../shared')

const folder = join(shared, 'data/linkage')

/** Whether the public sets are there. */
export const hasPublicSets = existsSync(join(folder, 'fake_1000.csv'))

if (!hasPublicSets) {
    console.warn(`\nNOT TESTED: no linkage sets in ${shared}; TONG_SHARED names another place\n`)
}

/** The rows of a file of the public sets: values trimmed, blank ones null. */
export function readPublicSet(file: string): readonly TextRow[] {
    const bytes = readFileSync(join(folder, file))
    const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
    const [head = [], ...lines] = text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => line.split(',').map((cell) => cell.trim()))
    return lines.map((cells) =>
        Object.fromEntries(head.map((column, at) => [column, cells[at] || null])),
    )
}

/** A field of all levels of its kind. */
function field(id: string, kind: KindId, columns: readonly string[] = [id]): PolicyField {
    return { id, kind, columns, levels: kinds[kind].levels, frequency: true }
}

/** `given_name.folded surname.folded` as forms. */
function key(text: string): readonly FieldForm[] {
    return text.split(' ').map((one) => {
        const [name = '', form = ''] = one.split('.')
        return { field: name, form }
    })
}

const generic = {
    id: 'generic',
    of: 'any',
    sure: { rules: [], recall: 1 },
    never: [],
    thresholds: { accept: 0.5, review: 0.1 },
} as const

/** Febrl's persons by all that is told of them. */
export const febrlComparison: Comparison = {
    ...generic,
    fields: [
        field('given_name', 'latin_name'),
        field('surname', 'latin_name'),
        field('date_of_birth', 'date'),
        { ...field('soc_sec_id', 'code'), frequency: false },
        field('street_number', 'code'),
        field('postcode', 'postcode'),
        field('address_1', 'text'),
        field('suburb', 'text'),
    ],
    blocking: [
        key('soc_sec_id.folded'),
        key('given_name.folded'),
        key('surname.folded'),
        key('date_of_birth.day'),
        key('postcode.folded'),
        key('street_number.folded address_1.folded'),
        key('suburb.folded street_number.folded'),
    ],
}

/** The persons of fake_1000 by all that is told of them. */
export const fakeComparison: Comparison = {
    ...generic,
    fields: [
        field('name', 'full_name', ['first_name', 'surname']),
        field('dob', 'date'),
        field('email', 'email'),
        field('city', 'text'),
    ],
    blocking: [
        key('name.given'),
        key('name.family'),
        key('dob.day'),
        key('email.address'),
        key('dob.month city.folded'),
        key('name.starts'),
    ],
}

/** The comparison that is drafted of a set whose ids and truth are not looked at. */
export function draftOf(rows: readonly TextRow[], left: readonly string[]): Comparison {
    const names = Object.keys(rows[0] ?? {}).filter((name) => !left.includes(name))
    const columns = names.map((name) => ({ name, samples: rows.map((row) => row[name] ?? '') }))
    const drafted = draftComparison({ columns, rows: rows.length })
    if (drafted === null) throw new Error('nothing was drafted')
    return drafted.comparison
}
