import type { Command } from 'commander'
import type { Say } from '#domain/say.ts'
import type { RunCommand } from './program-nouns.ts'

/** Adds where the results lie for whoever reads Parquet: `tong tables [NAME]`. */
export function addTables(program: Command, say: Say, run: RunCommand): void {
    program
        .command('tables')
        .description(say('cli.tables.about'))
        .argument('[name]', say('cli.tables.name'))
        .option('--month <month>', say('cli.tables.month'))
        .option('--ladder <id>', say('cli.option.ladder'))
        .option('--all', say('cli.tables.all'))
        .option('--path', say('cli.tables.path'))
        .addHelpText('after', `\n${say('cli.tables.examples')}`)
        .action((name, options, command) =>
            run(command, async (frame) =>
                (await import('./tables.ts')).tables(frame, { ...options, name }),
            ),
        )
}
