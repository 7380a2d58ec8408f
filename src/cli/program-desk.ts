import { Argument, type Command } from 'commander'
import type { Say } from '#domain/say.ts'
import type { RunCommand } from './program-nouns.ts'

/** Adds how one begins, and what serves whoever types: `tong init`, `doctor`, `completions`. */
export function addDesk(program: Command, say: Say, run: RunCommand): void {
    program
        .command('init')
        .description(say('cli.init.about'))
        .argument('<folder>', say('cli.init.folder'))
        .option('--system <name>', say('cli.init.system'))
        .option('--currency <code>', say('cli.init.currency'))
        .option('--first-close <month>', say('cli.init.first_close'))
        .option('--ladder <id>', say('cli.init.ladder'))
        .option('--yes', say('cli.init.yes'))
        .addHelpText('after', `\n${say('cli.init.help')}`)
        .action((folder, options, command) =>
            run(command, async (frame) => (await import('./init.ts')).init(frame, folder, options)),
        )
    program
        .command('doctor')
        .description(say('cli.doctor.about'))
        .addHelpText('after', `\n${say('cli.doctor.help')}`)
        .action((_, command) =>
            run(command, async (frame) => (await import('./doctor.ts')).doctor(frame)),
        )
    program
        .command('completions')
        .description(say('cli.completions.about'))
        .addArgument(
            new Argument('<shell>', say('cli.completions.shell')).choices(['bash', 'zsh', 'fish']),
        )
        .addHelpText('after', `\n${say('cli.completions.help')}`)
        .action((...[shell, _, command]) =>
            run(command, async (frame) =>
                (await import('./completions.ts')).completions(frame, { shell, program }),
            ),
        )
}
