import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { listBatches } from '#pipeline/batches/list-batches.ts'
import { lastKnownMonth } from '#pipeline/last-known-month.ts'
import { loadContracts } from '#pipeline/load-contracts.ts'
import { shipped } from '#runtime/shipped.ts'
import type { Session } from './bank-session.ts'
import type { Frame } from './run-command.ts'
import { closeStage, runStage, stageWeights } from './start-stages.ts'

/**
 * Brings a bank of one's own up to the last month that all its systems have delivered: closes what
 * is open, builds what is missing. What is done already costs nothing. Refuses with
 * `cli.start_nothing_taken` where nothing was imported and `cli.start_no_balances` where there is
 * no month to close, each with the next step.
 */
export async function bringUpToDate(frame: Frame, session: Session): Promise<void> {
    const { say, progress } = frame
    const { context } = session
    const batches = await listBatches(context.db, null)
    if (batches.every(({ status }) => status === 'undone')) await refuseEmpty(frame)
    progress.expect(stageWeights.system + stageWeights.close + stageWeights.run)
    const label = say('cli.start.looking')
    const looking = {
        ...context,
        onProgress: ({ done, total }: { readonly done: number; readonly total: number }) => {
            if (done === 1) progress.begin({ label, total, weight: stageWeights.system })
            progress.advance(done)
        },
    }
    const through = await lastKnownMonth(looking, monthNow())
    if (through === null) return refuse('cli.start_no_balances')
    progress.end(say('cli.start.known', { month: formatMonth(through) }))
    await closeStage(frame, { session, through })
    await runStage(frame, { session, through })
}

/** A folder with a bank's own models and no `tong.yaml` is no place for the sample bank. */
export function assertNoHalfBank({ config, dataFlag }: Frame): void {
    const { dataFolder } = config
    if (!existsSync(join(dataFolder, 'models'))) return
    refuse('cli.start_half_bank', { path: dataFolder, data: dataFlag })
}

async function refuseEmpty({ config, dataFlag }: Frame): Promise<never> {
    const own = join(config.dataFolder, 'models')
    const { contracts } = await loadContracts({ shipped: shipped.models, own })
    const systems = contracts.filter(({ isShipped }) => !isShipped)
    const [first] = systems
    return refuse('cli.start_nothing_taken', {
        systems: systems.map(({ contract }) => contract.system).join(', ') || 'none',
        first: first?.contract.system ?? 'SYSTEM',
        data: dataFlag,
    })
}

/** Today only bounds which months are looked at; no figure depends on it. */
function monthNow(): Month {
    const now = new Date()
    return now.getUTCFullYear() * 100 + now.getUTCMonth() + 1
}
