import type { Command } from 'commander'
import type { Say } from '#domain/say.ts'
import { withOut } from './program-flags.ts'
import type { RunCommand } from './program-nouns.ts'

/** Adds `tong batches` and its verbs. */
export function addBatches(program: Command, say: Say, run: RunCommand): void {
    const batches = program
        .command('batches')
        .description(say('cli.batches.about'))
        .helpCommand(false)
    const verb = (name: string): Command =>
        batches.command(name).description(say(`cli.batches.${name}.about`))
    verb('list')
        .argument('[system]', say('cli.batches.system'))
        .action((system, _, command) =>
            run(command, async (frame) =>
                (await import('./batches.ts')).batchesList(frame, system),
            ),
        )
    verb('show')
        .argument('<batch>', say('cli.batches.batch'))
        .action((batch, _, command) =>
            run(command, async (frame) => (await import('./batches.ts')).batchesShow(frame, batch)),
        )
    const rejects = verb('rejects').argument('<batch>', say('cli.batches.batch'))
    withOut(rejects, say, say('cli.batches.rejects.out'))
        .option('--limit <number>', say('cli.list.limit'), '20')
        .action((batch, options, command) =>
            run(command, async (frame) =>
                (await import('./batches-rejects.ts')).batchesRejects(frame, batch, options),
            ),
        )
    verb('undo')
        .argument('<batch>', say('cli.batches.batch'))
        .option('--reason <text>', say('cli.option.reason'))
        .option('--yes', say('cli.batches.undo.yes'))
        .action((batch, options, command) =>
            run(command, async (frame) =>
                (await import('./batches.ts')).batchesUndo(frame, batch, options),
            ),
        )
    verb('late').action((_, command) =>
        run(command, async (frame) => (await import('./batches.ts')).batchesLate(frame)),
    )
}
