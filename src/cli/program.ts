import { Command, Option } from 'commander'
import { languages, type Say } from '#domain/say.ts'
import { codeVersion } from '#runtime/shipped.ts'
import type { Frame } from './run-command.ts'

/** What a command needs is loaded when it runs: help is there at once. */
async function runCommand(command: Command, work: (frame: Frame) => Promise<void>): Promise<void> {
    const loaded = await import('./run-command.ts')
    await loaded.runCommand(command, work)
}

/** Builds the `tong` command; each verb's code is loaded only when it is called. */
export function createProgram(say: Say): Command {
    const program = new Command('tong')
        .description(say('cli.tong.about'))
        .addOption(new Option('--data <folder>', say('cli.option.data')))
        .addOption(new Option('--lang <language>', say('cli.option.lang')).choices(languages))
        .option('--json', say('cli.option.json'))
        .version(codeVersion(), '-V, --version', say('cli.option.version'))
        .helpOption('-h, --help', say('cli.option.help'))
        .helpCommand(false)
        .addHelpText('after', `\n${say('cli.tong.examples')}`)
        .exitOverride()
        .configureHelp({ showGlobalOptions: true, styleTitle: (title) => titleOf(title, say) })
        .configureOutput({ outputError: () => {} })
    addWritingCommands(program, say)
    addReadingCommands(program, say)
    return program
}

function addWritingCommands(program: Command, say: Say): void {
    program
        .command('start')
        .description(say('cli.start.about'))
        .option('--customers <number>', say('cli.start.customers'), '20000')
        .action((options, command) =>
            runCommand(command, async (frame) =>
                (await import('./start.ts')).start(frame, options),
            ),
        )
    program
        .command('import')
        .description(say('cli.import.about'))
        .argument('<system>', say('cli.import.system'))
        .argument('<folder>', say('cli.import.folder'))
        .action((...[system, folder, , command]) =>
            runCommand(command, async (frame) =>
                (await import('./import.ts')).importSystem(frame, { system, folder }),
            ),
        )
    program
        .command('run')
        .description(say('cli.run.about'))
        .requiredOption('--as-of <day>', say('cli.run.as_of'))
        .option('--select <models...>', say('cli.run.select'))
        .option('--dry-run', say('cli.run.dry_run'))
        .action((options, command) =>
            runCommand(command, async (frame) => (await import('./run.ts')).run(frame, options)),
        )
    program
        .command('close')
        .description(say('cli.close.about'))
        .option('--through <month>', say('cli.close.through'))
        .option('--dry-run', say('cli.run.dry_run'))
        .action((options, command) =>
            runCommand(command, async (frame) =>
                (await import('./close.ts')).close(frame, options),
            ),
        )
}

function addReadingCommands(program: Command, say: Say): void {
    program
        .command('list')
        .description(say('cli.list.about'))
        .argument('[kind]', say('cli.list.kind'), 'all')
        .option('--ladder <id>', say('cli.option.ladder'))
        .option('--month <month>', say('cli.option.month'))
        .option('--tier <id>', say('cli.list.tier'))
        .option('--limit <number>', say('cli.list.limit'), '20')
        .action((kind, options, command) =>
            runCommand(command, async (frame) =>
                (await import('./list.ts')).list(frame, { kind, ...options }),
            ),
        )
    program
        .command('explain')
        .description(say('cli.explain.about'))
        .argument('<party>', say('cli.option.party'))
        .option('--ladder <id>', say('cli.option.ladder'))
        .option('--month <month>', say('cli.option.month'))
        .action((party, options, command) =>
            runCommand(command, async (frame) =>
                (await import('./explain.ts')).explain(frame, { party, ...options }),
            ),
        )
    program
        .command('history')
        .description(say('cli.history.about'))
        .argument('<party>', say('cli.option.party'))
        .option('--ladder <id>', say('cli.option.ladder'))
        .action((party, options, command) =>
            runCommand(command, async (frame) =>
                (await import('./history.ts')).history(frame, { party, ...options }),
            ),
        )
}

/** What commander calls its headings, in the words of the texts. */
const titles: Readonly<Record<string, string>> = {
    'Usage:': 'cli.help.usage',
    'Arguments:': 'cli.help.arguments',
    'Options:': 'cli.help.options',
    'Global Options:': 'cli.help.global',
    'Commands:': 'cli.help.commands',
}

function titleOf(title: string, say: Say): string {
    const key = titles[title]
    return key === undefined ? title : say(key)
}
