import { formatMonth } from '#domain/month.ts'
import { nearestName } from '#domain/nearest-name.ts'
import { refuse } from '#domain/result.ts'
import { quoted } from '#sources/sql-text.ts'
import type { BankContext } from '../bank-context.ts'
import { restrictedOf } from '../cuts/cut-relation.ts'
import { type StoredPart, type StoredTable, storedTables } from '../stored-tables.ts'
import { assignedSource } from './assigned-source.ts'
import type { ExportSource, TableAsked } from './export-source.ts'
import { isRestrictedRow, type RowOwners } from './restricted-rows.ts'
import { chosenColumns, classedColumns, showColumns } from './show-columns.ts'

const readersStages: readonly string[] = ['identity', 'features', 'scores', 'tiers']

/** The table of the tiers given, which is read as its closes were published. */
const assignments = 'tiers.assignments'

/**
 * A table that runs have stored, in the order of its key. Refuses with `pipeline.export_table`
 * where there is none of that name, with `pipeline.export_staging` where it holds what a system
 * delivered, with `pipeline.export_month` where the month is not stored, with
 * `pipeline.export_column`; and for `tiers.assignments` as `readEdition` does.
 */
export async function tableSource(context: BankContext, asked: TableAsked): Promise<ExportSource> {
    const stored = await storedTables(context)
    const table = namedTable(stored, asked.name)
    if (table.model.name === assignments) return await assignedSource(context, asked, table.model)
    const part = partOf(table, asked)
    const { warehouse } = context
    const all = classedColumns(table.model.twin)
    const { columns, select } = showColumns(chosenColumns(all, asked.columns), {
        alias: 'shown',
        reader: asked.reader,
    })
    const hidden = isRestrictedRow(
        all.map(({ name }) => name),
        { alias: 'shown', owners: await ownersOf(context, { stored, part, asked }) },
    )
    const from = `${warehouse.parquet([part.folder])} shown`
    const order = table.model.twin.key.map((name) => `shown.${quoted(name)}`)
    const where = hidden === null ? '' : `where not ${hidden}`
    return {
        ...{ kind: 'table', name: table.model.name, month: part.month, runId: part.runId },
        ...{ policy: null, columns },
        filter: part.ladder === null ? {} : { ladder: part.ladder },
        sql: `select ${select} from ${from} ${where} order by ${order.join(', ')}`,
        withheld: hidden === null ? 0 : await countRows(context, `${from} where ${hidden}`),
    }
}

async function countRows({ warehouse }: BankContext, from: string): Promise<number> {
    const [row] = await warehouse.rows(`select count(*) as n from ${from}`)
    return Number(row?.n ?? 0)
}

/** A table by its name, or without its schema where that tells it. */
function namedTable(stored: readonly StoredTable[], asked: string): StoredTable {
    const bareOf = (name: string): string => name.replace(/^.*\./, '')
    const isOpen = ({ model }: StoredTable): boolean => readersStages.includes(model.stage)
    const exact = stored.filter(({ model }) => model.name === asked)
    const named =
        exact.length > 0 ? exact : stored.filter((one) => bareOf(one.model.name) === asked)
    const found = named.find(isOpen)
    if (found !== undefined && named.filter(isOpen).length === 1) return found
    const [closed] = named
    if (closed !== undefined && found === undefined) {
        refuse('pipeline.export_staging', { table: closed.model.name })
    }
    const names = stored.filter(isOpen).map(({ model }) => model.name)
    const bare = nearestName(bareOf(asked), names.map(bareOf))
    const nearest = names.find((name) => bareOf(name) === bare)
    return refuse('pipeline.export_table', { table: asked, nearest: nearest ?? 'none' })
}

function partOf({ model, parts }: StoredTable, { month, ladder }: TableAsked): StoredPart {
    const ladders = new Set(parts.map((part) => part.ladder))
    const own = parts.filter((part) => ladders.size === 1 || part.ladder === ladder)
    if (own.length === 1 && own[0]?.month === null) return own[0]
    const found = own.findLast((part) => month === null || part.month === month)
    if (found !== undefined) return found
    const months = own.flatMap((part) => part.month ?? [])
    return refuse('pipeline.export_month', {
        table: model.name,
        month: month === null ? 'none' : formatMonth(month),
        first: formatMonth(months[0] ?? 0),
        last: formatMonth(months.at(-1) ?? 0),
    })
}

const lastMonth = 299_912

type Owned = {
    readonly stored: readonly StoredTable[]
    readonly part: StoredPart
    readonly asked: TableAsked
}

/** The customers that a confidential rule holds down, in this month or now, and the way to them. */
async function ownersOf(context: BankContext, { stored, part, asked }: Owned): Promise<RowOwners> {
    const { isCompliance } = asked.reader.viewer
    const read = (name: string): string => {
        const folder = stored.find(({ model }) => model.name === name)?.parts.at(-1)?.folder
        if (folder === undefined) throw new Error(`a close has read ${name}`)
        return context.warehouse.parquet([folder])
    }
    const restricted = isCompliance ? [] : await restrictedOf(context, part.month ?? lastMonth)
    if (restricted.length === 0) return { restricted, partyMap: '', accounts: '' }
    return {
        restricted,
        partyMap: read('identity.party_map'),
        accounts: read('identity.accounts'),
    }
}
