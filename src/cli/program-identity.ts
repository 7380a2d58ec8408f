import type { Command } from 'commander'
import type { Say } from '#domain/say.ts'
import { addGroups } from './program-groups.ts'
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
    withTables(verb('train'), say)
        .option('--labels <file>', say('cli.identity.train.labels'))
        .requiredOption('--model <file>', say('cli.identity.train.model'))
        .option('--page <file>', say('cli.identity.run.page'))
        .option('--seed <number>', say('cli.identity.seed'), '1')
        .action((options, command) =>
            run(command, async (frame) =>
                (await import('./identity-train.ts')).trainIdentity(frame, options),
            ),
        )
    addRun({ verb, say, run })
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
    addGroups(identity, say, run)
    addDecisions({ verb, say, run })
}

type Verbs = {
    readonly verb: (name: string) => Command
    readonly say: Say
    readonly run: RunCommand
}

/** The flags that name tables and what their rows are compared by. */
function withTables(command: Command, say: Say): Command {
    return command
        .option('--input <files...>', say('cli.identity.run.input'))
        .option('--policy <file>', say('cli.identity.run.policy'))
        .option('--comparison <id>', say('cli.identity.run.comparison'))
        .option('--id <column>', say('cli.identity.run.id'))
        .option('--link', say('cli.identity.run.link'))
}

/** Matching, of files or of the bank's own records. */
function addRun({ verb, say, run }: Verbs): void {
    withTables(verb('run'), say)
        .option('--one-to-one', say('cli.identity.run.one_to_one'))
        .option('--labels <file>', say('cli.identity.run.labels'))
        .option('--model <file>', say('cli.identity.run.model'))
        .option('--pairs <file>', say('cli.identity.run.pairs'))
        .option('--clusters <file>', say('cli.identity.run.clusters'))
        .option('--page <file>', say('cli.identity.run.page'))
        .option('--keep <folder>', say('cli.identity.run.keep'))
        .option('--base <folder>', say('cli.identity.run.base'))
        .option('--removed <file>', say('cli.identity.run.removed'))
        .option('--threshold <chance>', say('cli.identity.run.threshold'))
        .option('--seed <number>', say('cli.identity.seed'), '1')
        .option('--whole', say('cli.identity.run.whole'))
        .option('--reason <text>', say('cli.identity.run.reason'))
        .option('--by <name>', say('cli.option.by'))
        .action((options, command) =>
            run(command, async (frame) =>
                (await import('./identity-any.ts')).runIdentityAny(frame, options),
            ),
        )
}

/** What people look at and decide: which records are one, which never are. */
function addDecisions({ verb, say, run }: Verbs): void {
    verb('explain')
        .argument('<one>', say('cli.identity.record'))
        .argument('<other>', say('cli.identity.record'))
        .action((...[one, other, , command]) =>
            run(command, async (frame) =>
                (await import('./identity-explain.ts')).explainRecords(frame, [one, other]),
            ),
        )
    verb('review')
        .option('--limit <number>', say('cli.list.limit'), '20')
        .action((options, command) =>
            run(command, async (frame) =>
                (await import('./identity-review.ts')).reviewRecords(frame, options),
            ),
        )
    for (const name of ['merge', 'apart'] as const) {
        verb(name)
            .argument('<one>', say('cli.identity.record'))
            .argument('<other>', say('cli.identity.record'))
            .requiredOption('--reason <text>', say('cli.identity.reason'))
            .option('--by <name>', say('cli.option.by'))
            .action((...[one, other, options, command]) =>
                run(command, async (frame) => {
                    const verbs = await import('./identity-decide.ts')
                    const decide = name === 'merge' ? verbs.mergeParties : verbs.keepApart
                    await decide(frame, [one, other], options)
                }),
            )
    }
    verb('split')
        .argument('<party>', say('cli.identity.record'))
        .requiredOption('--records <records...>', say('cli.identity.split.records'))
        .requiredOption('--reason <text>', say('cli.identity.reason'))
        .option('--by <name>', say('cli.option.by'))
        .action((party, options, command) =>
            run(command, async (frame) =>
                (await import('./identity-decide.ts')).splitParty(frame, party, options),
            ),
        )
    verb('undo')
        .argument('<number>', say('cli.identity.undo.number'))
        .option('--matching', say('cli.identity.undo.matching'))
        .requiredOption('--reason <text>', say('cli.identity.reason'))
        .option('--by <name>', say('cli.option.by'))
        .action((number, options, command) =>
            run(command, async (frame) =>
                (await import('./identity-decide.ts')).undoDecision(frame, number, options),
            ),
        )
    verb('log')
        .option('--limit <number>', say('cli.list.limit'), '20')
        .action((options, command) =>
            run(command, async (frame) =>
                (await import('./identity-log.ts')).identityLog(frame, options),
            ),
        )
}
