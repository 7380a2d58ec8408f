import type { Command, CommanderError } from 'commander'
import { type Failure, failure } from '#domain/result.ts'
import type { Say } from '#domain/say.ts'
import { withWords, wordOf } from './help-words.ts'

/** What commander finds wrong, by its codes, and the text that says it. */
const usageKeys: Readonly<Record<string, string>> = {
    'commander.help': 'cli.usage.no_command',
    'commander.unknownCommand': 'cli.usage.unknown_command',
    'commander.unknownOption': 'cli.usage.unknown_option',
    'commander.missingArgument': 'cli.usage.missing_argument',
    'commander.missingMandatoryOptionValue': 'cli.usage.missing_option',
    'commander.optionMissingArgument': 'cli.usage.option_without_value',
    'commander.excessArguments': 'cli.usage.excess',
    'commander.invalidArgument': 'cli.usage.not_a_choice',
}

/**
 * What commander refuses, as a failure like every other: what is wrong, what was most likely
 * meant, and whose help says more.
 */
export function usageFailure(
    { code, message }: Pick<CommanderError, 'code' | 'message'>,
    { say, program, argv }: UsageCall,
): Failure {
    const [detail, value] = [...message.matchAll(/'([^']*)'/g)].map(([, part]) => part ?? '')
    const named = code === 'commander.missingArgument' ? wordOf : withWords
    const near = /\(Did you mean (?:one of )?(.*?)\?\)/s.exec(message)?.[1] ?? ''
    const reason = say(usageKeys[code] ?? 'cli.usage.other', {
        detail: named(detail ?? message.replace(/^error: /, ''), say),
        value: value ?? '',
        choices: /Allowed choices are (.*?)\.?$/s.exec(message)?.[1] ?? '',
        near: near === '' ? 'no' : near,
    })
    return failure('cli.usage', { reason, command: namedCommand(program, argv) })
}

/** The language to speak, all commands, and what was typed. */
export type UsageCall = {
    readonly say: Say
    readonly program: Command
    readonly argv: readonly string[]
}

/** The command that was typed, as far as it is one: `tong batches`. */
function namedCommand(program: Command, argv: readonly string[]): string {
    const names = [program.name()]
    let command = program
    for (const word of argv) {
        const verb = command.commands.find((one) => one.name() === word)
        if (verb === undefined) continue
        names.push(word)
        command = verb
    }
    return names.join(' ')
}
