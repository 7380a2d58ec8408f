import type { Command } from 'commander'
import type { Say } from '#domain/say.ts'
import { withScope } from './program-flags.ts'
import type { RunCommand } from './program-nouns.ts'

/** Adds `tong report`. */
export function addReport(program: Command, say: Say, run: RunCommand): void {
    const report = program
        .command('report')
        .description(say('cli.report.about'))
        .option('--month <month>', say('cli.option.month'))
        .option('--ladder <id>', say('cli.option.ladder'))
    withScope(report, say)
        .option('--page <file>', say('cli.report.page'))
        .action((options, command) =>
            run(command, async (frame) => (await import('./report.ts')).report(frame, options)),
        )
}
