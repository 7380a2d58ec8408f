import type { Argument, Command, Help, Option } from 'commander'
import type { Say } from '#domain/say.ts'
import { textWidth, wrapText } from './terminal/text-fit.ts'

/** The commands of the first page of help, in the order in which a bank meets them. */
export const commandGroups: Readonly<Record<string, readonly string[]>> = {
    begin: ['start', 'init', 'sample', 'doctor', 'completions'],
    month: ['import', 'run', 'close'],
    read: ['list', 'explain', 'history', 'today', 'show', 'report', 'export'],
    know: ['scores', 'lifecycle', 'cuts', 'features', 'tables'],
    rules: ['try', 'checkup', 'policies', 'overrides', 'grants', 'opening'],
    data: ['sources', 'batches', 'quality', 'identity'],
}

/** What stands between `<>` or `[]` for a value; each has a text, as it is said to people. */
export const placeholders: ReadonlySet<string> = new Set([
    ...['after', 'batch', 'before', 'cap', 'chance', 'code', 'column', 'day', 'file', 'files'],
    ...['folder', 'id', 'ids', 'kind', 'ladder', 'language', 'models', 'month', 'name'],
    ...['number', 'one', 'other', 'party', 'policy', 'records', 'scores', 'system', 'table'],
    ...['tables', 'text'],
    ...['tiers', 'type', 'what', 'window', 'format', 'columns', 'list'],
])

/** What commander calls its headings, in the words of the texts. */
const titles: Readonly<Record<string, string>> = {
    'Usage:': 'cli.help.usage',
    'Arguments:': 'cli.help.arguments',
    'Options:': 'cli.help.options',
    'Global Options:': 'cli.help.global',
    'Commands:': 'cli.help.commands',
}

/** Puts the commands of the first page under headings, and in their order. */
export function groupCommands(program: Command, say: Say): void {
    for (const [group, names] of Object.entries(commandGroups)) {
        for (const command of program.commands) {
            if (names.includes(command.name())) command.helpGroup(say(`cli.help.group.${group}`))
        }
    }
}

/** How commander writes help in the language of `say`: nothing of its own English is left. */
export function helpWords(say: Say): Partial<Help> {
    const told = (words: Pick<Option, 'argChoices' | 'description' | 'defaultValue'>): string => {
        const choices = words.argChoices?.join(', ')
        const value = defaultOf(words)
        const about =
            choices === undefined
                ? words.description
                : say('cli.help.choices', { about: words.description, choices })
        return value === null ? about : say('cli.help.default', { about, value })
    }
    return {
        showGlobalOptions: true,
        styleTitle: (title) => titleOf(title, say),
        commandUsage: (command) => usageOf(command, say),
        subcommandTerm: (command) => [command.name(), ...argumentsOf(command, say)].join(' '),
        optionTerm: (option) => withWords(option.flags, say),
        argumentTerm: (argument) => wordOf(argument.name(), say),
        optionDescription: told,
        argumentDescription: told,
        visibleCommands: (command) => inOrder(command.commands),
        groupItems: (_, visible, groupOf) => Map.groupBy(visible, groupOf),
        displayWidth: textWidth,
        boxWrap: (text, width) =>
            text
                .split('\n')
                .flatMap((line) => wrapText(line, width))
                .join('\n'),
    }
}

/** Headings that were given in words of ours stay. */
function titleOf(title: string, say: Say): string {
    const key = titles[title]
    return key === undefined ? title : say(key)
}

function usageOf(command: Command, say: Say): string {
    const names: string[] = []
    for (let one: Command | null = command; one !== null; one = one.parent)
        names.unshift(one.name())
    const hasVerbs = command.commands.length > 0
    return [
        ...names,
        `[${say('cli.help.usage_options')}]`,
        ...(hasVerbs ? [`[${say('cli.help.usage_command')}]`] : []),
        ...argumentsOf(command, say),
    ].join(' ')
}

function argumentsOf(command: Command, say: Say): readonly string[] {
    return command.registeredArguments.map((argument) => {
        const word = `${wordOf(argument.name(), say)}${argument.variadic ? '…' : ''}`
        return argument.required ? `<${word}>` : `[${word}]`
    })
}

/** `--data <folder>` with the word for a folder. */
export function withWords(flags: string, say: Say): string {
    return flags
        .replaceAll(/(?<=[<[])[^>\].]+/g, (name) => wordOf(name, say))
        .replaceAll('...', '…')
}

/** The word for a value, as people say it; one that has none stays as it is. */
export function wordOf(name: string, say: Say): string {
    return placeholders.has(name) ? say(`cli.placeholder.${name}`) : name
}

/** A default that a person may type as well; that a flag is not given goes without saying. */
function defaultOf({ defaultValue }: Pick<Option | Argument, 'defaultValue'>): string | null {
    return typeof defaultValue === 'string' ? defaultValue : null
}

const order: readonly string[] = Object.values(commandGroups).flat()

/** Commands that stand in no group come last; verbs stay in the order of their program. */
function inOrder(commands: readonly Command[]): Command[] {
    const placeOf = (command: Command): number => {
        const place = command.parent?.parent ? 0 : order.indexOf(command.name())
        return place === -1 ? order.length : place
    }
    return commands.toSorted((a, b) => placeOf(a) - placeOf(b))
}
