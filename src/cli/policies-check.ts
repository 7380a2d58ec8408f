import { formatMonth, type Month } from '#domain/month.ts'
import { failure } from '#domain/result.ts'
import type { Say } from '#domain/say.ts'
import { readShippedPolicies } from '#pipeline/load-policies.ts'
import { readBankFile } from '#runtime/data-folder.ts'
import { shipped } from '#runtime/shipped.ts'
import { type LoadedPolicy, loadedPolicy, readPublishedPolicies } from '#serving/loaded-policy.ts'
import { checkPolicyFile } from '#tiers/check-policy-file.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import { lastClosedMonth } from '#workbench/ladder-rules.ts'
import {
    checkVersion,
    type PolicyFile,
    type VersionCheck,
    type VersionRules,
} from '#workbench/policies/check-version.ts'
import { withBank } from './bank-session.ts'
import { ladderIn, readPolicyFile } from './policies-way.ts'
import { failureLines, warningLines, warningsJson } from './policy-findings.ts'
import type { Frame } from './run-command.ts'
import { sentenceOf } from './show-failures.ts'
import {
    checkSurvivorship,
    isSurvivorship,
    survivorshipJson,
    survivorshipLines,
} from './survivorship-check.ts'

const currencyDefault = 'CNY'
/** The exit code of an input that is refused. */
const refusedExit = 3

type CheckedFile = VersionCheck & { readonly file: string }

/** What a check needs to know of the bank; nothing of it where there is no data folder. */
type Surroundings = Omit<VersionRules, 'lastClosedOf'> & {
    readonly closed: ReadonlyMap<string, Month | null>
}

/**
 * `tong policies check FILE…`: every fault of every file, then what is probably not meant. Needs
 * no bank; where there is one, versions are checked against those that are in force there.
 */
export async function checkPolicies(
    frame: Frame,
    paths: readonly string[],
    { currency }: { readonly currency?: string },
): Promise<void> {
    const { say } = frame
    const all = await Promise.all(paths.map(readPolicyFile))
    const shown = await Promise.all(
        all.filter(isSurvivorship).map((one) => checkSurvivorship(frame, one)),
    )
    const given = all.filter((one) => !isSurvivorship(one))
    const baseCurrency = baseCurrencyOf(frame, currency)
    const ladders = given.map(({ text }) => ladderIn(text))
    const around = await surroundings(frame, { baseCurrency, ladders })
    const checked = given.map((one): CheckedFile => {
        // Files that are checked together may follow one another.
        const beside = given.filter((other) => other !== one)
        const others = [...around.others, ...beside.flatMap((other) => loaded(other, baseCurrency))]
        return checkOne(one, { ...around, others })
    })
    const failures = [...checked, ...shown].flatMap((one) => one.failures)
    const warnings = checked.flatMap((one) => one.warnings)
    frame.answer({
        json: {
            failures: failures.map((one) => ({ ...one, sentence: sentenceOf(one, say) })),
            warnings: warningsJson(warnings, say),
            files: [...checked.map(fileJson), ...shown.map(survivorshipJson)],
        },
        text: () =>
            [
                ...failureLines(failures, say),
                ...warningLines(warnings, say),
                ...checked.filter((one) => one.failures.length === 0).map((one) => fine(one, say)),
                ...survivorshipLines(shown, say),
            ].join('\n'),
    })
    if (failures.length > 0) process.exitCode = refusedExit
}

function baseCurrencyOf({ config }: Frame, asked: string | undefined): string {
    return asked ?? readBankFile(config.dataFolder)?.bank.baseCurrency ?? currencyDefault
}

/** The versions that a file has to follow: shipped ones, and the bank's where there is a bank. */
async function surroundings(
    frame: Frame,
    {
        baseCurrency,
        ladders,
    }: { readonly baseCurrency: string; readonly ladders: readonly string[] },
): Promise<Surroundings> {
    const bank = readBankFile(frame.config.dataFolder)?.bank ?? null
    const isOurs = bank === null || bank.baseCurrency === baseCurrency
    const roots = [shipped.policies]
    const { policies: others } = await readShippedPolicies(roots, { ladders, baseCurrency })
    if (bank === null || !isOurs) return { baseCurrency, others, closed: new Map() }
    return await withBank(frame, { access: 'read', create: null }, async ({ context }) => {
        const { db } = context
        const published = await readPublishedPolicies(db, { ladders, baseCurrency })
        const closed = new Map<string, Month | null>()
        for (const ladder of ladders) closed.set(ladder, await lastClosedMonth(db, ladder))
        return { baseCurrency, others: [...others, ...published], closed }
    })
}

/**
 * Checks one file. What is in force already, to the byte, need not come into force again; another
 * text under its name is refused.
 */
function checkOne(given: PolicyFile, { baseCurrency, others, closed }: Surroundings): CheckedFile {
    const { file, text } = given
    const [own] = loaded(given, baseCurrency)
    const there = others.find(
        ({ policyKey }) => own !== undefined && nameOf(policyKey) === nameOf(own.policyKey),
    )
    if (there?.text === text) return { file, ...checkPolicyFile(text, { file, baseCurrency }) }
    const lastClosedOf = (ladder: string): Month | null => closed.get(ladder) ?? null
    const check = checkVersion(given, { baseCurrency, others, lastClosedOf })
    if (there === undefined) return { file, ...check }
    const { ladder, version } = there.policy
    const params = { ladder, version, status: 'published' }
    const taken = failure('workbench.policy_version_taken', params, { file })
    return { file, ...check, failures: [taken, ...check.failures] }
}

/** `wealth@2026-01` of a policy's key. */
function nameOf(policyKey: string): string {
    return policyKey.slice(0, policyKey.lastIndexOf('#'))
}

function loaded({ file, text }: PolicyFile, baseCurrency: string): readonly LoadedPolicy[] {
    const parsed = parsePolicy(text, { file, baseCurrency })
    return parsed.ok ? [loadedPolicy(parsed.value, text)] : []
}

function fileJson({ file, policy, failures }: CheckedFile): unknown {
    if (policy === null) return { file, fits: false }
    const { ladder, version, effectiveFrom } = policy
    const fits = failures.length === 0
    return { file, fits, ladder, version, effectiveFrom: formatMonth(effectiveFrom) }
}

function fine({ file, policy }: CheckedFile, say: Say): string {
    if (policy === null) return ''
    const { ladder, version, effectiveFrom } = policy
    const month = formatMonth(effectiveFrom)
    return say('cli.policies.fits', { file, policy: `${ladder}@${version}`, month })
}
