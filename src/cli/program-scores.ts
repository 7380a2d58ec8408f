import type { Command } from 'commander'
import type { Say } from '#domain/say.ts'
import type { RunCommand } from './program-nouns.ts'

/** Adds what customers are worth and how they behave: `tong scores` and its verbs. */
export function addScores(program: Command, say: Say, run: RunCommand): void {
    const scores = program
        .command('scores')
        .description(say('cli.scores.about'))
        .helpCommand(false)
        .addHelpText('after', `\n${say('cli.scores.help')}`)
    const verb = (name: string): Command =>
        scores
            .command(name)
            .description(say(`cli.scores.${name}.about`))
            .option('--month <month>', say('cli.scores.month'))
    verb('list').action((options, command) =>
        run(command, async (frame) => (await import('./scores.ts')).scoresList(frame, options)),
    )
    verb('explain')
        .argument('<party>', say('cli.option.party'))
        .action((party, options, command) =>
            run(command, async (frame) =>
                (await import('./scores-explain.ts')).scoresExplain(frame, party, options),
            ),
        )
    verb('concentration').action((options, command) =>
        run(command, async (frame) => (await import('./scores.ts')).concentration(frame, options)),
    )
    scores
        .command('check')
        .description(say('cli.scores.check.about'))
        .argument('<files...>', say('cli.scores.check.files'))
        .option('--currency <code>', say('cli.policies.currency'))
        .action((files, options, command) =>
            run(command, async (frame) =>
                (await import('./scores-check.ts')).scoresCheck(frame, files, options),
            ),
        )
}
