import { valueOrThrow } from '#domain/result.ts'
import { loadShippedPolicies, shippedLadders } from '#pipeline/load-policies.ts'
import { readBankFile } from '#runtime/data-folder.ts'
import { shipped } from '#runtime/shipped.ts'
import { comparePolicies } from '#tiers/compare-policies.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import type { Policy } from '#tiers/policy.ts'
import { findPolicyText } from '#workbench/policies/list-policies.ts'
import { formatPolicyRef, parsePolicyRef } from '#workbench/policies/policy-ref.ts'
import { readPolicyFile } from './policies-way.ts'
import type { Frame } from './run-command.ts'
import { withWorkbench } from './workbench-session.ts'

const currencyDefault = 'CNY'

/** `tong policies diff A B`: what changes from A to B, each a file or `ladder@version`. */
export async function diffPolicies(
    frame: Frame,
    names: { readonly before: string; readonly after: string },
    { currency }: { readonly currency?: string },
): Promise<void> {
    const { say, language, paint } = frame
    const bank = readBankFile(frame.config.dataFolder)?.bank ?? null
    const baseCurrency = currency ?? bank?.baseCurrency ?? currencyDefault
    const before = await namedPolicy(frame, { name: names.before, baseCurrency })
    const after = await namedPolicy(frame, { name: names.after, baseCurrency })
    const found = comparePolicies({ before, after }, { say, language })
    const differences = found.map((one) => ({ ...one, sentence: say(one.key, one.params) }))
    const sides = { before: formatPolicyRef(before), after: formatPolicyRef(after) }
    frame.answer({
        json: { ...sides, differences },
        text: () => {
            const title = say('cli.policies.diff', { ...sides, count: differences.length })
            return [paint('strong', title), ...differences.map((one) => `· ${one.sentence}`)].join(
                '\n',
            )
        },
    })
}

/** The policy of a file, of a version that comes with Tong, or of one in the bank's store. */
async function namedPolicy(
    frame: Frame,
    { name, baseCurrency }: { readonly name: string; readonly baseCurrency: string },
): Promise<Policy> {
    const { file, text } = await namedText(frame, { name, baseCurrency })
    return valueOrThrow(parsePolicy(text, { file, baseCurrency }))
}

async function namedText(
    frame: Frame,
    { name, baseCurrency }: { readonly name: string; readonly baseCurrency: string },
): Promise<{ readonly file: string; readonly text: string }> {
    const isRef = /^[a-z0-9-]+@[^/\\]+$/.test(name)
    if (!isRef) return await readPolicyFile(name)
    const ref = parsePolicyRef(name)
    const known = await shippedLadders([shipped.policies])
    if (known.includes(ref.ladder)) {
        const asked = { ladders: [ref.ladder], baseCurrency }
        const versions = await loadShippedPolicies([shipped.policies], asked)
        const found = versions.find(({ policy }) => policy.version === ref.version)
        if (found !== undefined) return { file: name, text: found.text }
    }
    const options = { access: 'read', by: undefined, ladders: [ref.ladder] } as const
    return await withWorkbench(frame, options, async (workbench) => ({
        file: name,
        text: await findPolicyText(workbench, ref),
    }))
}
