import { type Command, Option } from 'commander'
import type { Say } from '#domain/say.ts'
import { withScope } from './program-flags.ts'
import type { RunCommand } from './program-nouns.ts'

/** Adds what leaves for people and programs: `tong export` and its verbs. */
export function addExport(program: Command, say: Say, run: RunCommand): void {
    const exported = program
        .command('export')
        .description(say('cli.export.about'))
        .helpCommand(false)
        .addHelpText('after', `\n${say('cli.export.examples')}`)
    const verb = (name: 'table' | 'list' | 'cut', argument: string): Command => {
        const command = exported
            .command(name)
            .description(say(`cli.export.${name}.about`))
            .argument(argument, say(`cli.export.${name}.name`))
            .option('--month <month>', say(`cli.export.${name}.month`))
        return withTarget(name === 'table' ? command : withScope(command, say), say)
    }
    verb('table', '<name>')
        .option('--ladder <id>', say('cli.option.ladder'))
        .action((name, options, command) =>
            run(command, async (frame) =>
                (await import('./export-kinds.ts')).exportTable(frame, name, options),
            ),
        )
    verb('list', '<list>')
        .option('--ladder <id>', say('cli.option.ladder'))
        .option('--edition <number>', say('cli.option.edition'))
        .option('--tier <id>', say('cli.list.tier'))
        .action((name, options, command) =>
            run(command, async (frame) =>
                (await import('./export-kinds.ts')).exportList(frame, name, options),
            ),
        )
    verb('cut', '<name>').action((name, options, command) =>
        run(command, async (frame) =>
            (await import('./export-kinds.ts')).exportCut(frame, name, options),
        ),
    )
    exported
        .command('log')
        .description(say('cli.export.log.about'))
        .option('--limit <number>', say('cli.list.limit'), '20')
        .action((options, command) =>
            run(command, async (frame) =>
                (await import('./export-log.ts')).exportLog(frame, options),
            ),
        )
}

/** The flags that every export has. */
function withTarget(command: Command, say: Say): Command {
    return command
        .requiredOption('--out <file>', say('cli.export.out'))
        .addOption(
            new Option('--format <format>', say('cli.export.format')).choices([
                ...['csv', 'parquet', 'xlsx'],
            ]),
        )
        .option('--columns <columns>', say('cli.export.columns'))
        .option('--codes', say('cli.export.codes'))
        .option('--excel', say('cli.export.excel'))
        .option('--encoding <name>', say('cli.export.encoding'))
        .option('--force', say('cli.option.force'))
        .option('--unmask', say('cli.export.unmask'))
        .option('--reason <text>', say('cli.export.reason'))
        .option('--by <name>', say('cli.option.by'))
}
