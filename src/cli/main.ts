import { CommanderError } from 'commander'
import { failure, Refusal } from '#domain/result.ts'
import type { Say } from '#domain/say.ts'
import { askedLanguage } from '#runtime/asked-language.ts'
import { loadSay } from '#runtime/texts.ts'
import { createProgram } from './program.ts'

/** Runs the command line of this process. */
export async function main(argv: readonly string[]): Promise<void> {
    outliveReaders()
    const say = loadSay(askedLanguage(languageFlag(argv)))
    try {
        await createProgram(say).parseAsync([...argv], { from: 'user' })
    } catch (cause) {
        if (cause instanceof CommanderError && cause.exitCode === 0) return
        const { tellTrouble } = await import('./tell-trouble.ts')
        const isJson = argv.includes('--json')
        const telling = { say, isJson, isCancelled: false, dataFolder: '' }
        process.exitCode = tellTrouble(asRefusal(cause, say), telling)
    }
}

/** Whoever reads may stop early, as `tong list | head` does: the engines still close tidily. */
function outliveReaders(): void {
    for (const stream of [process.stdout, process.stderr]) {
        stream.on('error', (cause: NodeJS.ErrnoException) => {
            if (cause.code !== 'EPIPE') throw cause
        })
    }
}

/** What commander refuses, as a failure like every other. */
function asRefusal(cause: unknown, say: Say): unknown {
    if (!(cause instanceof CommanderError)) return cause
    return new Refusal([failure('cli.usage', { reason: usageReason(cause, say) })])
}

const usageKeys: Readonly<Record<string, string>> = {
    'commander.help': 'cli.usage.no_command',
    'commander.unknownCommand': 'cli.usage.unknown_command',
    'commander.unknownOption': 'cli.usage.unknown_option',
    'commander.missingArgument': 'cli.usage.missing_argument',
    'commander.missingMandatoryOptionValue': 'cli.usage.missing_option',
    'commander.optionMissingArgument': 'cli.usage.option_without_value',
}

function usageReason({ code, message }: CommanderError, say: Say): string {
    const detail = /'([^']*)'/.exec(message)?.[1] ?? message.replace(/^error: /, '')
    return say(usageKeys[code] ?? 'cli.usage.other', { detail })
}

/** The language has to be known before the texts of the options are. */
function languageFlag(argv: readonly string[]): string | undefined {
    const at = argv.indexOf('--lang')
    if (at !== -1) return argv[at + 1]
    return argv.find((arg) => arg.startsWith('--lang='))?.slice('--lang='.length)
}

if (import.meta.main) await main(process.argv.slice(2))
