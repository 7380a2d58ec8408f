import { formatMonth } from '#domain/month.ts'
import { shippedLadders } from '#pipeline/load-policies.ts'
import { type ListedPolicy, listPolicies } from '#workbench/policies/list-policies.ts'
import type { Frame } from './run-command.ts'
import { type Cell, renderTable } from './terminal/table.ts'
import { withWorkbench } from './workbench-session.ts'

/** `tong policies list`: all versions of the bank's ladders, and where each stands. */
export async function policiesList(frame: Frame): Promise<void> {
    const { say } = frame
    const options = { access: 'read', by: undefined, ladders: [] } as const
    await withWorkbench(frame, options, async (workbench, { context }) => {
        const policies = await listPolicies(workbench)
        const listed = new Set(policies.map(({ ladder }) => ladder))
        const known = await shippedLadders(context.policyRoots)
        const others = known.filter((ladder) => !listed.has(ladder))
        frame.answer({
            json: {
                policies: policies.map((one) => ({
                    ...one,
                    effectiveFrom: formatMonth(one.effectiveFrom),
                })),
                laddersShippedBeside: others,
            },
            text: () => {
                const beside = say('cli.policies.beside', { ladders: others.join(', ') })
                const table = policiesTable(frame, policies)
                return others.length === 0 ? table : `${table}\n${beside}`
            },
        })
    })
}

function policiesTable({ say, width, paint }: Frame, policies: readonly ListedPolicy[]): string {
    const names = ['ladder', 'version', 'from', 'standing', 'origin', 'who', 'key']
    const rows = policies.map((one): readonly Cell[] => [
        one.isLadderInForce ? one.ladder : say('cli.policies.not_closed', { ladder: one.ladder }),
        one.version,
        formatMonth(one.effectiveFrom),
        {
            text: say(`cli.policies.standing.${one.standing}`),
            tone: one.standing === 'in_force' ? 'strong' : 'plain',
        },
        say(`cli.policies.origin.${one.origin}`),
        [one.submittedBy, one.approvedBy].filter((name) => name !== null).join(' → '),
        one.policyKey.slice(one.policyKey.lastIndexOf('#') + 1),
    ])
    const columns = names.map((name) => ({
        title: say(`cli.policies.column.${name}`),
        isFlexible: name === 'who',
    }))
    return renderTable({ columns, rows, width, paint })
}
