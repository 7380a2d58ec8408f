import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Day, Month } from '#domain/month.ts'
import { type TakenDelivery, takeDelivery } from '#pipeline/batches/take-delivery.ts'
import { executePlan } from '#pipeline/execute-plan.ts'
import { loadContract } from '#pipeline/load-contract.ts'
import type { PublishingContext } from '#pipeline/publish-run.ts'
import { publishRun } from '#pipeline/publish-run.ts'
import { planRun } from '#pipeline/run-bank.ts'
import { makeSmallBank, newFolder } from '../e2e/small-bank.ts'
import { type SmallFiles, smallBankFiles } from '../e2e/small-bank-files.ts'
import { type ClosingBank, ladder, policyText, publish, reopen } from '../pipeline/closing-bank.ts'

/** Balances come by months, accounts as changes, bookings by days; the rest as a whole. */
const deliveries: Readonly<Record<string, string>> = {
    balances:
        'delivery: periods\n        period: { column: month, every: month }\n' +
        '        due: { every: month, within_days: 5 }',
    accounts: 'delivery: changes',
    bookings:
        'delivery: periods\n        period: { column: booked, every: day }\n' +
        '        due: { every: day, within_days: 12 }',
}

/** Makes the small bank with a contract of parts, open for writing. Nothing is imported yet. */
export async function openFeedBank(): Promise<ClosingBank> {
    const small = await makeSmallBank()
    const file = join(small.data, 'models/sources/corner.yml')
    let text = await readFile(file, 'utf8')
    for (const [table, words] of Object.entries(deliveries)) {
        text = text.replace(`    ${table}:\n`, `    ${table}:\n        ${words}\n`)
    }
    await writeFile(file, text)
    const settings = ['base_currency: CNY', `ladders: [${ladder}]`, 'first_close: 2025-01']
    await writeFile(join(small.data, 'tong.yaml'), `${settings.join('\n')}\n`)
    const opened = await reopen(small)
    await publish(opened.context.db, {
        version: '2025-01',
        effectiveFrom: 202401,
        text: policyText,
    })
    return opened
}

/** What is delivered: files by name, and the tables that they are of. */
export type Feed = { readonly files: SmallFiles; readonly only?: readonly string[] }

/** Takes a delivery, or looks what it would do. */
export async function take(
    { small, bank, context }: ClosingBank,
    { files, only, isDry = false }: Feed & { readonly isDry?: boolean },
): Promise<TakenDelivery> {
    const folder = await folderOf(files)
    const loaded = await loadContract([join(small.data, 'models')], 'corner')
    return await takeDelivery(
        { ...context, store: bank.store },
        { loaded, folder, only: only ?? null, isDry, onProgress: () => {} },
    )
}

/** Writes files into a folder of their own. */
export async function folderOf(files: SmallFiles): Promise<string> {
    const folder = await newFolder()
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    return folder
}

/** Runs up to the features of a day. Returns the digest of every result together. */
export async function digestAt(context: PublishingContext, asOf: Day): Promise<string> {
    const plan = await planRun(context, { asOf, select: [] })
    const run = await executePlan(context, { plan, kind: 'run' })
    await publishRun(context, { run, kind: 'run', closes: [] })
    return run.manifest.digest
}

/** The small bank's files cut to the months through one, as a bank would deliver them first. */
export function filesThrough(last: Month): SmallFiles {
    const files = smallBankFiles()
    return {
        ...files,
        'balances.csv': linesOf(
            files,
            'balances.csv',
            (line) => Number(line.split(',')[1]) <= last,
        ),
        'bookings.csv': linesOf(
            files,
            'bookings.csv',
            (line) => Number(line.split(',')[2]?.slice(0, 7).replace('-', '')) <= last,
        ),
    }
}

/** The heading of a file and those of its lines that are wanted. */
export function linesOf(
    files: SmallFiles,
    name: string,
    isWanted: (line: string) => boolean,
): string {
    const [heading = '', ...lines] = (files[name] ?? '').trimEnd().split('\n')
    return `${[heading, ...lines.filter(isWanted)].join('\n')}\n`
}
