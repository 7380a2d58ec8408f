import type { Command } from 'commander'
import type { Say } from '#domain/say.ts'
import { withOut, withScope } from './program-flags.ts'
import type { RunCommand } from './program-nouns.ts'

/** Adds how good the data is: `tong quality` and its verbs. */
export function addQuality(program: Command, say: Say, run: RunCommand): void {
    const quality = program
        .command('quality')
        .description(say('cli.quality.about'))
        .helpCommand(false)
        .argument('[what]', say('cli.quality.scope'))
        .option('--trend', say('cli.quality.trend'))
        .option('--as-of <day>', say('cli.quality.as_of_flag'))
        .option('--issues <number>', say('cli.quality.issues'), '10')
        .option('--page <file>', say('cli.quality.page'))
        .addHelpText('after', `\n${say('cli.quality.help')}`)
        .action((what, options, command) =>
            run(command, async (frame) =>
                (await import('./quality.ts')).quality(frame, what, options),
            ),
        )
    const parties = quality
        .command('parties')
        .description(say('cli.weak.about'))
        .option('--ladder <id>', say('cli.option.ladder'))
        .option('--month <month>', say('cli.option.month'))
        .option('--limit <number>', say('cli.list.limit'), '20')
    withOut(withScope(parties, say), say, say('cli.weak.out')).action((options, command) =>
        run(command, async (frame) =>
            (await import('./quality-parties.ts')).qualityParties(frame, options),
        ),
    )
    quality
        .command('reconcile')
        .description(say('cli.reconcile.about'))
        .action((_, command) =>
            run(command, async (frame) =>
                (await import('./quality-reconcile.ts')).qualityReconcile(frame),
            ),
        )
}
