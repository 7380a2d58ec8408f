import { formatMonth } from '#domain/month.ts'
import { type Failure, Refusal } from '#domain/result.ts'
import { readBankFile } from '#runtime/data-folder.ts'
import { parseRules, type Rules } from '#scores/parse-rules.ts'
import { failureLines } from './policy-findings.ts'
import type { Frame } from './run-command.ts'
import { readRulesFile } from './scores-file.ts'
import { sentenceOf } from './show-failures.ts'
import { rulesText } from './terminal/rules-text.ts'
import { wrapText } from './terminal/text-fit.ts'

const currencyDefault = 'CNY'
/** The exit code of an input that is refused. */
const refusedExit = 3

type CheckedRules = {
    readonly file: string
    /** Null where there are failures. */
    readonly rules: Rules | null
    readonly failures: readonly Failure[]
}

/**
 * `tong scores check FILE…`: every fault of every file of rules, or what it says in a sentence.
 * Opens no bank; where there is one, amounts have to be in its currency.
 */
export async function scoresCheck(
    frame: Frame,
    files: readonly string[],
    { currency }: { readonly currency?: string },
): Promise<void> {
    const { say, width, paint } = frame
    const bank = readBankFile(frame.config.dataFolder)?.bank
    const baseCurrency = currency ?? bank?.baseCurrency ?? currencyDefault
    const checked = await Promise.all(files.map((file) => checkFile(file, baseCurrency)))
    const failures = checked.flatMap((one) => one.failures)
    frame.answer({
        json: {
            failures: failures.map((one) => ({ ...one, sentence: sentenceOf(one, say) })),
            files: checked.map((one) => checkedJson(frame, { checked: one, baseCurrency })),
        },
        text: () =>
            [
                ...failureLines(failures, say),
                ...checked.flatMap(({ file, rules }) => {
                    if (rules === null) return []
                    const fits = say('cli.scores.check.fits', { file, ...headOf(frame, rules) })
                    const told = rulesText(frame, { rules, currency: baseCurrency })
                    return [fits, ...wrapText(told, width - 2).map((line) => `  ${line}`)]
                }),
                ...(checked.some(({ rules }) => rules !== null)
                    ? wrapText(say('cli.scores.check.next'), width).map((line) =>
                          paint('soft', line),
                      )
                    : []),
            ].join('\n'),
    })
    if (failures.length > 0) process.exitCode = refusedExit
}

async function checkFile(file: string, baseCurrency: string): Promise<CheckedRules> {
    try {
        const parsed = parseRules(await readRulesFile(file), { file, baseCurrency })
        return parsed.ok
            ? { file, rules: parsed.value, failures: [] }
            : { file, rules: null, failures: parsed.failures }
    } catch (cause) {
        // One file that cannot be read keeps nobody from hearing of the others.
        if (!(cause instanceof Refusal)) throw cause
        return { file, rules: null, failures: cause.failures }
    }
}

type Head = { readonly name: string; readonly version: string; readonly month: string }

function headOf({ language }: Frame, rules: Rules): Head {
    const { name, version, effectiveFrom } =
        rules.head === 'scorecard'
            ? rules.card
            : rules.head === 'lifecycle'
              ? rules.policy
              : rules.cuts
    return { name: name[language], version, month: formatMonth(effectiveFrom) }
}

type Checked = { readonly checked: CheckedRules; readonly baseCurrency: string }

function checkedJson(frame: Frame, { checked, baseCurrency }: Checked): unknown {
    const { file, rules } = checked
    if (rules === null) return { file, fits: false }
    const { version, name, month: effectiveFrom } = headOf(frame, rules)
    const says = rulesText(frame, { rules, currency: baseCurrency })
    return { file, fits: true, ...kindOf(rules), version, name, effectiveFrom, says }
}

/** The head key with what stands beside it. */
function kindOf(rules: Rules): Readonly<Record<string, string>> {
    if (rules.head === 'scorecard') return { scorecard: rules.card.scorecard }
    return rules.head === 'cuts' ? { cuts: rules.cuts.subject } : { lifecycle: 'party' }
}
