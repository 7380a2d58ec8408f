import type { Command } from 'commander'
import type { Say } from '#domain/say.ts'
import type { RunCommand } from './program-nouns.ts'

/** Adds what a bank hands over: `tong sources` and its verbs. */
export function addSources(program: Command, say: Say, run: RunCommand): void {
    const sources = program
        .command('sources')
        .description(say('cli.sources.about'))
        .helpCommand(false)
    const verb = (name: string): Command =>
        sources.command(name).description(say(`cli.sources.${name}.about`))
    verb('list')
        .option('--as-of <day>', say('cli.sources.as_of'))
        .action((options, command) =>
            run(command, async (frame) =>
                (await import('./sources-list.ts')).listSources(frame, options),
            ),
        )
    verb('show')
        .argument('<system>', say('cli.sources.system'))
        .option('--table <name>', say('cli.sources.table'))
        .action((system, options, command) =>
            run(command, async (frame) =>
                (await import('./sources-show.ts')).showSource(frame, system, options),
            ),
        )
    verb('draft')
        .argument('[files...]', say('cli.sources.draft.files'))
        .option('--system <name>', say('cli.sources.draft.system'))
        .option('--schema <name>', say('cli.sources.draft.schema'))
        .option('--out <file>', say('cli.sources.draft.out'))
        .addHelpText('after', `\n${say('cli.sources.draft.help')}`)
        .action((files, options, command) =>
            run(command, async (frame) =>
                (await import('./sources-draft.ts')).draftSources(frame, files, options),
            ),
        )
    verb('check')
        .argument('<system>', say('cli.sources.system'))
        .argument('[folder]', say('cli.import.folder'))
        .option('--only <tables>', say('cli.sources.check.only'))
        .addHelpText('after', `\n${say('cli.sources.check.help')}`)
        .action((...[system, folder, options, command]) =>
            run(command, async (frame) =>
                (await import('./sources-check.ts')).checkSource(
                    frame,
                    { system, folder },
                    options,
                ),
            ),
        )
    verb('map')
        .argument('<system>', say('cli.sources.map.system'))
        .argument('<files...>', say('cli.sources.map.files'))
        .option('--write', say('cli.sources.map.write'))
        .addHelpText('after', `\n${say('cli.sources.map.help')}`)
        .action((...[system, files, options, command]) =>
            run(command, async (frame) =>
                (await import('./sources-map.ts')).mapSource(frame, { system, files }, options),
            ),
        )
}
