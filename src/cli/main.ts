import { CommanderError } from 'commander'
import { Refusal } from '#domain/result.ts'
import { askedLanguage } from '#runtime/asked-language.ts'
import { loadSay } from '#runtime/texts.ts'
import { createProgram } from './program.ts'

/** Runs the command line of this process. */
export async function main(argv: readonly string[]): Promise<void> {
    outliveReaders()
    const say = loadSay(askedLanguage(languageFlag(argv)))
    const program = createProgram(say)
    try {
        await program.parseAsync([...argv], { from: 'user' })
    } catch (cause) {
        if (cause instanceof CommanderError && cause.exitCode === 0) return
        const [{ tellTrouble }, { usageFailure }] = await Promise.all([
            import('./tell-trouble.ts'),
            import('./usage-trouble.ts'),
        ])
        const telling = { say, isJson: argv.includes('--json'), isCancelled: false, dataFolder: '' }
        const trouble =
            cause instanceof CommanderError
                ? new Refusal([usageFailure(cause, { say, program, argv })])
                : cause
        process.exitCode = tellTrouble(trouble, telling)
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

/** The language has to be known before the texts of the options are. */
function languageFlag(argv: readonly string[]): string | undefined {
    const at = argv.indexOf('--lang')
    if (at !== -1) return argv[at + 1]
    return argv.find((arg) => arg.startsWith('--lang='))?.slice('--lang='.length)
}

if (import.meta.main) await main(process.argv.slice(2))
