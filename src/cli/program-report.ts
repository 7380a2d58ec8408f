import type { Command } from 'commander'
import type { Say } from '#domain/say.ts'
import type { RunCommand } from './program-nouns.ts'

/** Adds `tong report`. */
export function addReport(program: Command, say: Say, run: RunCommand): void {
    program
        .command('report')
        .description(say('cli.report.about'))
        .option('--month <month>', say('cli.option.month'))
        .option('--ladder <id>', say('cli.option.ladder'))
        .option('--branch <id>', say('cli.report.branch'))
        .option('--rm <id>', say('cli.report.rm'))
        .option('--to <file>', say('cli.report.to'))
        .action((options, command) =>
            run(command, async (frame) => (await import('./report.ts')).report(frame, options)),
        )
}
