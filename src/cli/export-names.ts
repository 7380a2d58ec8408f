import type { Say } from '#domain/say.ts'
import { catalogue } from '#features/catalogue.ts'
import { ledgerList } from '#pipeline/export/ledger-source.ts'
import { weakList } from '#pipeline/export/weak-source.ts'
import { listKinds } from '#serving/read-list.ts'
import { columnsWithNames } from './export-column-names.ts'

/** What people call the rows of an export: lists have names, tables and cuts their ids. */
export function sourceName(
    { kind, name }: { readonly kind: 'table' | 'list' | 'cut'; readonly name: string },
    say: Say,
): string {
    if (kind !== 'list') return name
    if (name === weakList) return say('cli.export.quality')
    if (name === ledgerList) return say('cli.export.reconcile')
    return listKinds.some((one) => one === name) ? say(`cli.list.${name}`) : name
}

/** What people call a column: by the catalogue, by a name of its own, else as its table does. */
export function columnName(name: string, say: Say): string {
    if (catalogue.has(name)) return say(`features.${name}.name`)
    return columnsWithNames.has(name) ? say(`cli.export.column.${name}`) : name
}
