import { loadShippedPolicies } from '#pipeline/load-policies.ts'
import type { Workbench } from '#workbench/workbench.ts'
import { type Session, withBank } from './bank-session.ts'
import type { Frame } from './run-command.ts'

/** How a command comes to people's decisions. */
export type WorkbenchOptions = {
    readonly access: 'read' | 'write'
    /** In whose name; left out: the user of the operating system. */
    readonly by: string | undefined
    /** Ladders that are spoken of beside those of `tong.yaml`. */
    readonly ladders: readonly string[]
}

/** Opens the bank and hands its workbench to `work`, in the name of whoever acts. */
export async function withWorkbench<T>(
    frame: Frame,
    { access, by, ladders: more }: WorkbenchOptions,
    work: (workbench: Workbench, session: Session) => Promise<T>,
): Promise<T> {
    return await withBank(frame, { access, create: null }, async (session) => {
        const { bank, context } = session
        const { settings, policyRoots } = context
        const { baseCurrency } = settings
        const ladders = [...new Set([...settings.ladders, ...more])]
        const workbench = {
            store: bank.store,
            warehouse: bank.warehouse,
            settings,
            people: bank.people,
            shipped: await loadShippedPolicies(policyRoots, { ladders, baseCurrency }),
            actor: { name: by?.trim() || bank.actor, osUser: bank.actor },
        }
        return await work(workbench, session)
    })
}
