import { Command, Option } from 'commander'
import { languages, type Say } from '#domain/say.ts'
import { codeVersion } from '#runtime/shipped.ts'
import { groupCommands, helpWords } from './help-words.ts'
import { addBatches } from './program-batches.ts'
import { addCuts } from './program-cuts.ts'
import { addDesk } from './program-desk.ts'
import { addExport } from './program-export.ts'
import { addFeatures } from './program-features.ts'
import { withOut, withScope } from './program-flags.ts'
import { addIdentity } from './program-identity.ts'
import { addLifecycle } from './program-lifecycle.ts'
import { addNouns } from './program-nouns.ts'
import { addQuality } from './program-quality.ts'
import { addReport } from './program-report.ts'
import { addScores } from './program-scores.ts'
import { addSources } from './program-sources.ts'
import { addTables } from './program-tables.ts'
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
        .configureHelp(helpWords(say))
        .configureOutput({ outputError: () => {} })
    addWritingCommands(program, say)
    addReadingCommands(program, say)
    addToday(program, say)
    addShow(program, say)
    addTry(program, say)
    addCheckup(program, say)
    addBatches(program, say, runCommand)
    addNouns(program, say, runCommand)
    addSources(program, say, runCommand)
    addQuality(program, say, runCommand)
    addScores(program, say, runCommand)
    addReport(program, say, runCommand)
    addLifecycle(program, say, runCommand)
    addCuts(program, say, runCommand)
    addFeatures(program, say, runCommand)
    addTables(program, say, runCommand)
    addExport(program, say, runCommand)
    addIdentity(program, say, runCommand)
    addDesk(program, say, runCommand)
    groupCommands(program, say)
    return program
}

function addWritingCommands(program: Command, say: Say): void {
    program
        .command('start')
        .description(say('cli.start.about'))
        .option('--customers <number>', say('cli.start.customers'), '10000')
        .action((options, command) =>
            runCommand(command, async (frame) =>
                (await import('./start.ts')).start(frame, options),
            ),
        )
    program
        .command('sample')
        .description(say('cli.sample.about'))
        .argument('<folder>', say('cli.sample.folder'))
        .option('--customers <number>', say('cli.start.customers'), '10000')
        .option('--seed <number>', say('cli.sample.seed'), '1')
        .option('--no-faults', say('cli.sample.no_faults'))
        .action((...[folder, options, command]) =>
            runCommand(command, async (frame) =>
                (await import('./sample.ts')).sample(frame, { folder, ...options }),
            ),
        )
    program
        .command('import')
        .description(say('cli.import.about'))
        .argument('<system>', say('cli.import.system'))
        .argument('[folder]', say('cli.import.folder'))
        .option('--only <tables...>', say('cli.import.only'))
        .option('--dry-run', say('cli.import.dry_run'))
        .action((...[system, folder, options, command]) =>
            runCommand(command, async (frame) =>
                (await import('./import.ts')).importSystem(frame, { system, folder, ...options }),
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
        .option('--allow-missing <text>', say('cli.close.allow_missing'))
        .option('--restate <month>', say('cli.close.restate'))
        .option('--reason <text>', say('cli.close.reason'))
        .option('--ladder <id>', say('cli.close.ladder'))
        .option('--limit <number>', say('cli.close.limit'), '20')
        .option('--yes', say('cli.close.yes'))
        .option('--dry-run', say('cli.run.dry_run'))
        .action((options, command) =>
            runCommand(command, async (frame) =>
                (await import('./close.ts')).close(frame, options),
            ),
        )
}

function addReadingCommands(program: Command, say: Say): void {
    const list = program
        .command('list')
        .description(say('cli.list.about'))
        .argument('[kind]', say('cli.list.kind'), 'all')
        .option('--ladder <id>', say('cli.option.ladder'))
        .option('--month <month>', say('cli.option.month'))
        .option('--edition <number>', say('cli.option.edition'))
    withScope(list, say)
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
        .option('--edition <number>', say('cli.option.edition'))
        .option('--field <name>', say('cli.explain.field'))
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
        .option('--editions', say('cli.history.editions'))
        .action((party, options, command) =>
            runCommand(command, async (frame) =>
                (await import('./history.ts')).history(frame, { party, ...options }),
            ),
        )
}

function addToday(program: Command, say: Say): void {
    program
        .command('today')
        .description(say('cli.today.about'))
        .argument('[party]', say('cli.today.party'))
        .requiredOption('--as-of <day>', say('cli.today.as_of'))
        .option('--ladder <id>', say('cli.option.ladder'))
        .option('--limit <number>', say('cli.list.limit'), '20')
        .action((party, options, command) =>
            runCommand(command, async (frame) =>
                (await import('./today.ts')).today(frame, { party, ...options }),
            ),
        )
}

function addShow(program: Command, say: Say): void {
    program
        .command('show')
        .description(say('cli.show.about'))
        .helpCommand(false)
        .command('tier')
        .description(say('cli.show.tier.about'))
        .argument('<party>', say('cli.option.party'))
        .requiredOption('--on <day>', say('cli.show.on'))
        .option('--ladder <id>', say('cli.option.ladder'))
        .option('--edition <number>', say('cli.show.edition'))
        .action((party, options, command) =>
            runCommand(command, async (frame) =>
                (await import('./show.ts')).showTier(frame, { party, ...options }),
            ),
        )
}

function addTry(program: Command, say: Say): void {
    const tried = program
        .command('try')
        .description(say('cli.try.about'))
        .argument('<policy>', say('cli.try.policy'))
        .option('--against <policy>', say('cli.try.against'))
        .option('--from <month>', say('cli.try.from'))
        .option('--to <month>', say('cli.try.to'))
        .option('--limit <number>', say('cli.try.limit'), '20')
    withOut(tried, say, say('cli.try.out'))
        .option('--page <file>', say('cli.try.page'))
        .action((policy, options, command) =>
            runCommand(command, async (frame) =>
                (await import('./try.ts')).tryPolicyFile(frame, policy, options),
            ),
        )
}

function addCheckup(program: Command, say: Say): void {
    const checkup = program
        .command('checkup')
        .description(say('cli.checkup.about'))
        .requiredOption('--given <file>', say('cli.checkup.given'))
        .option('--ladder <id>', say('cli.checkup.ladder'))
        .option('--policy <policy>', say('cli.checkup.policy'))
        .option('--order <tiers>', say('cli.checkup.order'))
        .option('--currency <code>', say('cli.checkup.currency'), 'CNY')
    withOut(checkup, say, say('cli.checkup.out'))
        .option('--page <file>', say('cli.checkup.page'))
        .action((options, command) =>
            runCommand(command, async (frame) =>
                (await import('./checkup.ts')).checkup(frame, options),
            ),
        )
}
