import { type Command, Option } from 'commander'
import type { Say } from '#domain/say.ts'
import { featureTypes } from '#features/feature.ts'
import type { RunCommand } from './program-nouns.ts'

/** Adds what is known of each customer: `tong features` and its verbs. */
export function addFeatures(program: Command, say: Say, run: RunCommand): void {
    const features = program
        .command('features')
        .description(say('cli.features.about'))
        .helpCommand(false)
        .addHelpText('after', `\n${say('cli.features.examples')}`)
    const verb = (name: string): Command =>
        features.command(name).description(say(`cli.features.${name}.about`))
    verb('list')
        .option('--table <name>', say('cli.features.table'))
        .addOption(new Option('--type <type>', say('cli.features.type')).choices([...featureTypes]))
        .option('--window <window>', say('cli.features.window'))
        .option('--search <text>', say('cli.features.search'))
        .action((options, command) =>
            run(command, async (frame) =>
                (await import('./features-list.ts')).featuresList(frame, options),
            ),
        )
    verb('show')
        .argument('<id>', say('cli.features.id'))
        .option('--month <month>', say('cli.features.month'))
        .action((id, options, command) =>
            run(command, async (frame) =>
                (await import('./features-show.ts')).featuresShow(frame, id, options),
            ),
        )
    verb('explain')
        .argument('<party>', say('cli.option.party'))
        .argument('[ids...]', say('cli.features.ids'))
        .option('--month <month>', say('cli.features.month'))
        .action((...[party, ids, options, command]) =>
            run(command, async (frame) =>
                (await import('./features-explain.ts')).featuresExplain(frame, {
                    ...options,
                    party,
                    ids,
                }),
            ),
        )
    verb('drift')
        .option('--month <month>', say('cli.features.month'))
        .option('--all', say('cli.features.drift.all'))
        .action((options, command) =>
            run(command, async (frame) =>
                (await import('./features-drift.ts')).featuresDrift(frame, options),
            ),
        )
}
