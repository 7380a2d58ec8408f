import { readFile } from 'node:fs/promises'
import { formatMonth } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { PolicyFile } from '#workbench/policies/check-version.ts'
import { approvePolicy, publishPolicy, withdrawPolicy } from '#workbench/policies/decide-policy.ts'
import { policyHistory } from '#workbench/policies/list-policies.ts'
import { formatPolicyRef, parsePolicyRef } from '#workbench/policies/policy-ref.ts'
import { submitPolicy } from '#workbench/policies/submit-policy.ts'
import { warningLines, warningsJson } from './policy-findings.ts'
import type { Frame } from './run-command.ts'
import { renderTable } from './terminal/table.ts'
import { withWorkbench } from './workbench-session.ts'

/** In whose name something is done. */
export type ByFlag = { readonly by?: string }

/** Reads a policy's file; faults call it as the user did. */
export async function readPolicyFile(file: string): Promise<PolicyFile> {
    try {
        return { file, text: await readFile(file, 'utf8') }
    } catch (cause) {
        const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : '?'
        return refuse('workbench.file_unreadable', { reason }, { file })
    }
}

/** `tong policies submit FILE`: takes a version in, for another person to approve. */
export async function submitPolicyFile(frame: Frame, path: string, { by }: ByFlag): Promise<void> {
    const { say, dataFlag } = frame
    const given = await readPolicyFile(path)
    const options = { access: 'write', by, ladders: [ladderIn(given.text)] } as const
    await withWorkbench(frame, options, async (workbench) => {
        const submission = await submitPolicy(workbench, given)
        const { policy, status, isNew, warnings } = submission
        const ref = formatPolicyRef(policy)
        const effectiveFrom = formatMonth(policy.effectiveFrom)
        frame.answer({
            json: {
                policy: ref,
                effectiveFrom,
                status,
                isNew,
                warnings: warningsJson(warnings, say),
            },
            text: () => {
                const key = isNew ? 'cli.policies.submitted' : 'cli.policies.known'
                const done = say(key, { policy: ref, month: effectiveFrom, status })
                const next = say('cli.policies.next_approve', { policy: ref, data: dataFlag })
                const shown = status === 'submitted' ? [next] : []
                return [done, ...warningLines(warnings, say), ...shown].join('\n')
            },
        })
    })
}

/** The ladder that a policy's text speaks of, before anything of it is checked. */
export function ladderIn(text: string): string {
    return /^ladder:\s*["']?([a-z0-9-]+)/m.exec(text)?.[1] ?? ''
}

/** `tong policies approve LADDER@VERSION --by NAME`: the second person says yes. */
export async function approve(frame: Frame, policy: string, { by }: ByFlag): Promise<void> {
    const ref = parsePolicyRef(policy)
    const options = { access: 'write', by, ladders: [ref.ladder] } as const
    await withWorkbench(frame, options, async (workbench) => {
        await approvePolicy(workbench, ref)
        const { say, dataFlag } = frame
        const name = workbench.actor.name
        frame.answer({
            json: { policy, status: 'approved', by: name },
            text: () =>
                [
                    say('cli.policies.approved', { policy, name }),
                    say('cli.policies.next_publish', { policy, data: dataFlag }),
                ].join('\n'),
        })
    })
}

/** `tong policies publish LADDER@VERSION`: closes from its first month on follow it. */
export async function publish(frame: Frame, policy: string, { by }: ByFlag): Promise<void> {
    const ref = parsePolicyRef(policy)
    const options = { access: 'write', by, ladders: [ref.ladder] } as const
    await withWorkbench(frame, options, async (workbench, { context }) => {
        const published = await publishPolicy(workbench, ref)
        const { say } = frame
        const month = formatMonth(published.effectiveFrom)
        const isClosed = context.settings.ladders.includes(ref.ladder)
        frame.answer({
            json: { policy, status: 'published', effectiveFrom: month, isLadderInForce: isClosed },
            text: () => {
                const done = say('cli.policies.published', { policy, month })
                const hint = say('cli.policies.ladder_missing', { ladder: ref.ladder })
                return isClosed ? done : `${done}\n${hint}`
            },
        })
    })
}

/** `tong policies withdraw LADDER@VERSION`: takes back what is not published. */
export async function withdraw(frame: Frame, policy: string, { by }: ByFlag): Promise<void> {
    const ref = parsePolicyRef(policy)
    const options = { access: 'write', by, ladders: [ref.ladder] } as const
    await withWorkbench(frame, options, async (workbench) => {
        await withdrawPolicy(workbench, ref)
        frame.answer({
            json: { policy, status: 'withdrawn' },
            text: () => frame.say('cli.policies.withdrawn', { policy }),
        })
    })
}

/** `tong policies history LADDER`: who did what with its versions, and when. */
export async function policiesHistory(frame: Frame, ladder: string): Promise<void> {
    const { say, width, paint } = frame
    const options = { access: 'read', by: undefined, ladders: [ladder] } as const
    await withWorkbench(frame, options, async (workbench) => {
        const events = await policyHistory(workbench, ladder)
        const shipped = workbench.shipped
            .filter(({ policy }) => policy.ladder === ladder)
            .map(({ policy }) => policy.version)
        if (events.length === 0 && shipped.length === 0) {
            const known = workbench.settings.ladders.join(', ')
            refuse('cli.ladder_unknown', { ladder, known })
        }
        const columns = ['when', 'version', 'action', 'actor'].map((name) => ({
            title: say(`cli.policies.column.${name}`),
        }))
        const rows = events.map(({ at, version, action, actor, osUser }) => [
            at.toISOString().slice(0, 16).replace('T', ' '),
            version,
            say(`cli.policies.action.${action}`),
            actor === osUser ? actor : say('cli.policies.typed_by', { name: actor, osUser }),
        ])
        frame.answer({
            json: { ladder, shipped, events },
            text: () => {
                const versions = shipped.join(', ')
                const from = shipped.length === 0 ? [] : [say('cli.policies.shipped', { versions })]
                const none = say('cli.policies.no_events')
                const table =
                    rows.length === 0 ? none : renderTable({ columns, rows, width, paint })
                return [...from, table].join('\n')
            },
        })
    })
}
