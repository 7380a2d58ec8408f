import { loadShippedPolicies } from '#pipeline/load-policies.ts'
import type { Session } from './bank-session.ts'
import { matchAndRecord } from './identity-bank.ts'
import type { Frame } from './run-command.ts'
import { stageWeights } from './start-stages.ts'

/** Makes parties of the records of all systems. */
export async function identityStage(frame: Frame, session: Session, seed: number): Promise<void> {
    const { say, progress } = frame
    const { bank, context } = session
    const { settings, policyRoots } = context
    const workbench = {
        ...{ store: bank.store, warehouse: bank.warehouse, settings, people: bank.people },
        shipped: await loadShippedPolicies(policyRoots, settings),
        actor: { name: bank.actor, osUser: bank.actor },
    }
    const { counts } = await matchAndRecord(frame, {
        ...{ workbench, session, wish: { seed, reason: null } },
        weight: stageWeights.identity,
    })
    progress.end(say('cli.start.identified', { ...counts }))
}
