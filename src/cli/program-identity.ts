import type { Command } from 'commander'
import type { Say } from '#domain/say.ts'
import type { RunCommand } from './program-nouns.ts'

/** Adds who is the same person or firm: `tong identity` and its verbs. */
export function addIdentity(program: Command, say: Say, run: RunCommand): void {
    const identity = program
        .command('identity')
        .description(say('cli.identity.about'))
        .helpCommand(false)
    const verb = (name: string): Command =>
        identity
            .command(name)
            .description(say(`cli.identity.${name}.about`))
            .addHelpText('after', `\n${say(`cli.identity.${name}.help`)}`)
    verb('draft')
        .argument('<file>', say('cli.identity.draft.file'))
        .option('--out <file>', say('cli.identity.draft.out'))
        .action((file, options, command) =>
            run(command, async (frame) =>
                (await import('./identity-draft.ts')).draftIdentity(frame, file, options),
            ),
        )
    verb('run')
        .requiredOption('--input <files...>', say('cli.identity.run.input'))
        .option('--policy <file>', say('cli.identity.run.policy'))
        .option('--comparison <id>', say('cli.identity.run.comparison'))
        .option('--id <column>', say('cli.identity.run.id'))
        .option('--link', say('cli.identity.run.link'))
        .option('--pairs <file>', say('cli.identity.run.pairs'))
        .option('--clusters <file>', say('cli.identity.run.clusters'))
        .option('--threshold <chance>', say('cli.identity.run.threshold'))
        .option('--seed <number>', say('cli.sample.seed'), '1')
        .action((options, command) =>
            run(command, async (frame) =>
                (await import('./identity-run.ts')).runIdentity(frame, options),
            ),
        )
    verb('evaluate')
        .requiredOption('--truth <file>', say('cli.identity.evaluate.truth'))
        .option('--clusters <file>', say('cli.identity.evaluate.clusters'))
        .option('--pairs <file>', say('cli.identity.evaluate.pairs'))
        .option('--at <scores>', say('cli.identity.evaluate.at'), '0.5,0.9')
        .option('--id <column>', say('cli.identity.evaluate.id'))
        .option('--entity <column>', say('cli.identity.evaluate.entity'))
        .option('--cluster <column>', say('cli.identity.evaluate.cluster'))
        .option('--score <column>', say('cli.identity.evaluate.score'))
        .action((options, command) =>
            run(command, async (frame) =>
                (await import('./identity-evaluate.ts')).evaluateIdentity(frame, options),
            ),
        )
}
