import { readFile } from 'node:fs/promises'
import { readConfig } from '#runtime/config.ts'
import { type Bank, openBank } from '#runtime/open-bank.ts'
import { approvePolicy, publishPolicy } from '#workbench/policies/decide-policy.ts'
import { submitPolicy } from '#workbench/policies/submit-policy.ts'
import type { Workbench } from '#workbench/workbench.ts'

const checker = {
    name: 'checker',
    isCompliance: false,
    mayApprovePolicies: true,
    approves: {},
} as const

/** Publishes a policy in an open bank as people do: one submits it, another approves it. */
export async function publishPolicyText(
    { store, warehouse, settings }: Pick<Bank, 'store' | 'warehouse' | 'settings'>,
    text: string,
): Promise<void> {
    const bench = { store, warehouse, settings, people: [checker], shipped: [] }
    const as = (name: string): Workbench => ({ ...bench, actor: { name, osUser: name } })
    const { policy } = await submitPolicy(as('maker'), { file: 'policy.yaml', text })
    await approvePolicy(as('checker'), policy)
    await publishPolicy(as('checker'), policy)
}

/** Publishes the policies of files in a bank that nobody uses at the moment. */
export async function publishPolicyFiles(data: string, files: readonly string[]): Promise<void> {
    const bank = await openBank({ config: readConfig({ data }, {}), access: 'write' })
    try {
        for (const file of files) await publishPolicyText(bank, await readFile(file, 'utf8'))
    } finally {
        await bank.close()
    }
}
