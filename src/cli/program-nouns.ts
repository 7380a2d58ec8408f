import type { Command } from 'commander'
import type { Say } from '#domain/say.ts'
import type { Frame } from './run-command.ts'

/** Runs the work of a command; what it needs is loaded only then. */
export type RunCommand = (command: Command, work: (frame: Frame) => Promise<void>) => Promise<void>

/** How the commands of a noun are written down. */
type Nouns = { readonly program: Command; readonly say: Say; readonly run: RunCommand }

/** Adds what people decide: `tong policies`, `overrides`, `grants`, `opening` and their verbs. */
export function addNouns(program: Command, say: Say, run: RunCommand): void {
    const nouns = { program, say, run }
    addPolicies(nouns)
    addOverrides(nouns)
    addGrants(nouns)
    const opening = program
        .command('opening')
        .description(say('cli.opening.about'))
        .helpCommand(false)
    opening
        .command('import')
        .description(say('cli.opening.import.about'))
        .argument('<file>', say('cli.opening.file'))
        .option('--ladder <id>', say('cli.option.ladder'))
        .option('--by <name>', say('cli.option.by'))
        .action((file, options, command) =>
            run(command, async (frame) =>
                (await import('./opening.ts')).importOpeningStates(frame, file, options),
            ),
        )
}

function addPolicies({ program, say, run }: Nouns): void {
    const policies = program
        .command('policies')
        .description(say('cli.policies.about'))
        .helpCommand(false)
    const verb = (name: string): Command =>
        policies.command(name).description(say(`cli.policies.${name}.about`))
    verb('list').action((_, command) =>
        run(command, async (frame) => (await import('./policies-list.ts')).policiesList(frame)),
    )
    verb('check')
        .argument('<files...>', say('cli.policies.files'))
        .option('--currency <code>', say('cli.policies.currency'))
        .action((files, options, command) =>
            run(command, async (frame) =>
                (await import('./policies-check.ts')).checkPolicies(frame, files, options),
            ),
        )
    verb('diff')
        .argument('<before>', say('cli.policies.side'))
        .argument('<after>', say('cli.policies.side'))
        .option('--currency <code>', say('cli.policies.currency'))
        .action((...[before, after, options, command]) =>
            run(command, async (frame) =>
                (await import('./policies-diff.ts')).diffPolicies(
                    frame,
                    { before, after },
                    options,
                ),
            ),
        )
    verb('submit')
        .argument('<file>', say('cli.policies.file'))
        .option('--by <name>', say('cli.option.by'))
        .action((file, options, command) =>
            run(command, async (frame) =>
                (await import('./policies-way.ts')).submitPolicyFile(frame, file, options),
            ),
        )
    for (const name of ['approve', 'publish', 'withdraw'] as const) {
        verb(name)
            .argument('<policy>', say('cli.policies.policy'))
            .option('--by <name>', say('cli.option.by'))
            .action((policy, options, command) =>
                run(command, async (frame) =>
                    (await import('./policies-way.ts'))[name](frame, policy, options),
                ),
            )
    }
    verb('history')
        .argument('<ladder>', say('cli.policies.ladder'))
        .action((ladder, _, command) =>
            run(command, async (frame) =>
                (await import('./policies-way.ts')).policiesHistory(frame, ladder),
            ),
        )
}

function addOverrides({ program, say, run }: Nouns): void {
    const overrides = program
        .command('overrides')
        .description(say('cli.overrides.about'))
        .helpCommand(false)
    const verb = (name: string): Command =>
        overrides.command(name).description(say(`cli.overrides.${name}.about`))
    verb('add')
        .argument('<party>', say('cli.option.party'))
        .requiredOption('--tier <id>', say('cli.overrides.tier_asked'))
        .option('--exactly', say('cli.overrides.exactly'))
        .option('--lifts <cap>', say('cli.overrides.lifts'))
        .requiredOption('--from <month>', say('cli.overrides.from'))
        .requiredOption('--until <month>', say('cli.overrides.until'))
        .requiredOption('--reason <text>', say('cli.option.reason'))
        .option('--ladder <id>', say('cli.option.ladder'))
        .option('--by <name>', say('cli.option.by'))
        .action((party, options, command) =>
            run(command, async (frame) =>
                (await import('./overrides.ts')).addOverride(frame, party, options),
            ),
        )
    verb('import')
        .argument('<file>', say('cli.overrides.file'))
        .option('--ladder <id>', say('cli.option.ladder'))
        .option('--by <name>', say('cli.option.by'))
        .action((file, options, command) =>
            run(command, async (frame) =>
                (await import('./overrides.ts')).importOverrides(frame, file, options),
            ),
        )
    for (const [name, status] of [
        ['approve', 'approved'],
        ['refuse', 'refused'],
    ] as const) {
        verb(name)
            .argument('<ids...>', say('cli.overrides.ids'))
            .option('--by <name>', say('cli.option.by'))
            .action((ids, options, command) =>
                run(command, async (frame) =>
                    (await import('./overrides.ts')).decideOverrides(frame, ids, {
                        ...options,
                        status,
                    }),
                ),
            )
    }
    verb('end')
        .argument('<id>', say('cli.overrides.id'))
        .requiredOption('--last <month>', say('cli.overrides.last'))
        .option('--by <name>', say('cli.option.by'))
        .action((id, options, command) =>
            run(command, async (frame) =>
                (await import('./overrides.ts')).endOverrideEarly(frame, id, options),
            ),
        )
    verb('list')
        .option('--ending <month>', say('cli.overrides.ending'))
        .option('--open', say('cli.overrides.open'))
        .option('--ladder <id>', say('cli.option.ladder'))
        .action((options, command) =>
            run(command, async (frame) =>
                (await import('./overrides-list.ts')).overridesList(frame, options),
            ),
        )
}

function addGrants({ program, say, run }: Nouns): void {
    const grants = program.command('grants').description(say('cli.grants.about')).helpCommand(false)
    const verb = (name: string): Command =>
        grants.command(name).description(say(`cli.grants.${name}.about`))
    verb('add')
        .argument('<file>', say('cli.grants.file'))
        .requiredOption('--tier <id>', say('cli.grants.tier'))
        .requiredOption('--campaign <text>', say('cli.grants.campaign'))
        .requiredOption('--from <day>', say('cli.grants.from'))
        .requiredOption('--until <day>', say('cli.grants.until'))
        .requiredOption('--reason <text>', say('cli.option.reason'))
        .option('--ladder <id>', say('cli.option.ladder'))
        .option('--by <name>', say('cli.option.by'))
        .action((file, options, command) =>
            run(command, async (frame) =>
                (await import('./grants.ts')).addGrantOfFile(frame, file, options),
            ),
        )
    for (const [name, status] of [
        ['approve', 'approved'],
        ['refuse', 'refused'],
    ] as const) {
        verb(name)
            .argument('<id>', say('cli.grants.id'))
            .option('--by <name>', say('cli.option.by'))
            .action((id, options, command) =>
                run(command, async (frame) =>
                    (await import('./grants.ts')).decideGrantById(frame, id, {
                        ...options,
                        status,
                    }),
                ),
            )
    }
    verb('list')
        .option('--ending <month>', say('cli.grants.ending'))
        .option('--ladder <id>', say('cli.option.ladder'))
        .action((options, command) =>
            run(command, async (frame) => (await import('./grants.ts')).grantsList(frame, options)),
        )
}
