import { join } from 'node:path'
import type { Day } from '#domain/month.ts'
import { type Freshness, freshnessOf, lastRunDay } from '#pipeline/batches/freshness.ts'
import { type ListedBatch, listBatches } from '#pipeline/batches/list-batches.ts'
import { type FoundContract, loadContracts } from '#pipeline/load-contracts.ts'
import { readBankFile } from '#runtime/data-folder.ts'
import { shipped } from '#runtime/shipped.ts'
import type { ContractTable } from '#sources/contract.ts'
import { withBank } from './bank-session.ts'
import { dayFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { sentenceOf, showFailures } from './show-failures.ts'
import { type Cell, renderTable } from './terminal/table.ts'

/** The exit code of an input that is refused. */
const refusedExit = 3

/** A table of a source system, with what the bank has of it. */
type ListedTable = {
    readonly system: string
    readonly isShipped: boolean
    readonly table: ContractTable
    /** The last batch that brought it and counts; null: none did, or there is no bank. */
    readonly batch: ListedBatch | null
    /** Null where its contract does not say when it is due. */
    readonly freshness: Freshness | null
}

/**
 * `tong sources list`: all source systems with a contract, and for the bank of the data folder what
 * came last and what is late. Systems that never delivered are named beside, and so is every fault
 * of a contract that cannot be read; it then ends like a refusal.
 */
export async function listSources(frame: Frame, flags: { readonly asOf?: string }): Promise<void> {
    const { config, say } = frame
    const asked = flags.asOf === undefined ? null : dayFlag(flags.asOf)
    const own = join(config.dataFolder, 'models')
    const { contracts, failures } = await loadContracts({ shipped: shipped.models, own })
    const file = readBankFile(config.dataFolder)
    let asOf = asked ?? today()
    const listed = file
        ? await withBank(frame, { access: 'read', create: null }, async ({ context }) => {
              // The sample bank's time has stopped: against today all of it would be late.
              if (file.bank.demo) asOf = asked ?? (await lastRunDay(context.db)) ?? asOf
              const batches = await listBatches(context.db, null)
              const texts = contracts.map(({ contract }) => contract)
              const fresh = await freshnessOf(context.db, texts, asOf)
              return contracts.flatMap((one) => tablesOf(one, { batches, fresh }))
          })
        : contracts.flatMap((one) => tablesOf(one, { batches: [], fresh: [] }))
    const delivered = new Set(listed.flatMap(({ system, batch }) => (batch ? [system] : [])))
    frame.answer({
        json: {
            asOf,
            sources: contracts.map((one) => sourceJson(one, listed)),
            failures: failures.map((one) => ({ ...one, sentence: sentenceOf(one, say) })),
        },
        text: () => {
            const shown = listed.filter(({ system }) => delivered.has(system))
            const others = contracts
                .map(({ contract }) => contract.system)
                .filter((system) => !delivered.has(system))
            const late = shown.filter(({ freshness }) => freshness?.isLate === true)
            return [
                ...(shown.length === 0 ? [] : [sourcesTable(frame, shown)]),
                ...(late.length === 0
                    ? []
                    : [say('cli.sources.list.late', { count: late.length, day: asOf })]),
                ...(others.length === 0
                    ? []
                    : [say('cli.sources.list.others', { systems: others.join(', ') })]),
                ...(failures.length === 0 ? [] : [showFailures(failures, { say, isJson: false })]),
            ].join('\n')
        },
    })
    if (failures.length > 0) process.exitCode = refusedExit
}

/** The day on which the command is run, in UTC: what is due depends on it, no figure does. */
function today(): Day {
    return new Date(Date.now()).toISOString().slice(0, 10)
}

function tablesOf(
    { contract, isShipped }: FoundContract,
    {
        batches,
        fresh,
    }: { readonly batches: readonly ListedBatch[]; readonly fresh: readonly Freshness[] },
): readonly ListedTable[] {
    const { system, tables } = contract
    return tables.map((table) => ({
        ...{ system, isShipped, table },
        batch:
            batches.find(
                (one) =>
                    one.system === system &&
                    one.status === 'taken' &&
                    one.tables.includes(table.name),
            ) ?? null,
        freshness: fresh.find((one) => one.system === system && one.table === table.name) ?? null,
    }))
}

function sourceJson(
    { contract, isShipped, path }: FoundContract,
    listed: readonly ListedTable[],
): unknown {
    const { system, description, tables } = contract
    return {
        ...{ system, description, isShipped, path: isShipped ? null : path },
        tables: tables.map((table) => {
            const own = listed.find((one) => one.system === system && one.table === table)
            return {
                ...{ table: table.name, file: table.file, delivery: table.delivery },
                ...{ due: table.due, columns: table.columns.length },
                batchNo: own?.batch?.batchNo ?? null,
                importedAt: own?.batch?.importedAt ?? null,
                reach: own?.freshness?.reach ?? null,
                expected: own?.freshness?.expected ?? null,
                isLate: own?.freshness?.isLate ?? null,
            }
        }),
    }
}

function sourcesTable(frame: Frame, tables: readonly ListedTable[]): string {
    const { say, width, paint } = frame
    const names = ['system', 'table', 'delivery', 'due', 'batch', 'reach', 'late'] as const
    const columns = names.map((name) => ({
        title: say(`cli.sources.column.${name}`),
        ...(name === 'batch' ? { align: 'right' as const } : {}),
        isFlexible: name === 'due' || name === 'delivery',
    }))
    const rows = tables.map(({ system, table, batch, freshness }, index): readonly Cell[] => {
        const isFirst = tables[index - 1]?.system !== system
        const isLate = freshness?.isLate === true
        return [
            isFirst ? { text: system, tone: 'strong' } : '',
            table.name,
            say(`cli.sources.delivery.${table.delivery}`),
            dueText(frame, table),
            batch === null ? '–' : String(batch.batchNo),
            freshness?.reach ?? '–',
            isLate
                ? { text: say('cli.sources.late', { day: freshness.expected }), tone: 'down' }
                : '',
        ]
    })
    return renderTable({ columns, rows, width, paint })
}

/** When a table is due: `each month + 5 days`; `–` where nobody said. */
export function dueText({ say }: Pick<Frame, 'say'>, { due }: ContractTable): string {
    if (due === null) return '–'
    return say('cli.sources.due', { every: due.every, days: due.withinDays })
}
