import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { commandGroups, placeholders } from '#cli/help-words.ts'
import { createProgram } from '#cli/program.ts'
import { textWidth } from '#cli/terminal/text-fit.ts'
import { languages } from '#domain/say.ts'
import { loadSay } from '#runtime/texts.ts'
import { tong } from '../e2e/tong-process.ts'

function commandsOf(command: Command): readonly Command[] {
    return [command, ...command.commands.flatMap(commandsOf)]
}

function helpOf(command: Command): string {
    let text = ''
    command.configureHelp({ ...command.configureHelp(), helpWidth: 80 })
    command.configureOutput({
        writeOut: (part) => {
            text += part
        },
        getOutHasColors: () => false,
    })
    command.outputHelp()
    return text
}

/** The words between `<>` or `[]` of a command's flags and arguments. */
function placeholdersOf(command: Command): readonly string[] {
    const flags = command.options.flatMap(({ flags: text }) =>
        [...text.matchAll(/[<[]([^>\].]+)/g)].map(([, name = '']) => name),
    )
    return [...flags, ...command.registeredArguments.map((one) => one.name())]
}

describe('help', () => {
    const all = commandsOf(createProgram(loadSay('en')))

    test('every word that stands for a value has a text', () => {
        const used = new Set(all.flatMap(placeholdersOf))
        // What a shell is called, it is called everywhere.
        expect([...used].filter((name) => !placeholders.has(name))).toEqual(['shell'])
        expect(used.size).toBeGreaterThan(20)
    })

    test('every command of the first page stands under a heading, once', () => {
        const names = all[0]?.commands.map((one) => one.name()) ?? []
        const grouped = Object.values(commandGroups).flat()
        expect(names.filter((name) => !grouped.includes(name))).toEqual([])
        expect(new Set(grouped).size).toBe(grouped.length)
        expect(new Set(names).size).toBe(names.length)
    })

    test.each(['zh-CN', 'zh-TW'] as const)('nothing of commander’s English is left: %s', (lang) => {
        for (const command of commandsOf(createProgram(loadSay(lang)))) {
            const text = helpOf(command)
            expect(text).not.toMatch(/default:|choices:|Usage|Options:|Arguments:|Commands:/)
            expect(text).not.toMatch(/\[options\]|\[command\]|display help/)
            const help = command.createHelp()
            const terms = [
                ...command.options.map((option) => help.optionTerm(option)),
                help.commandUsage(command),
            ]
            const words = terms
                .flatMap((term) => [...term.matchAll(/[<[]([^>\]…]+)/g)])
                .map(([, word = '']) => word)
            expect(words.filter((word) => !/\p{Script=Han}|^shell$/u.test(word))).toEqual([])
        }
    })

    test.each(languages)('descriptions begin alike and say what a command does: %s', (lang) => {
        const [program, ...commands] = commandsOf(createProgram(loadSay(lang)))
        expect(program?.description()).not.toBe('')
        for (const command of commands) {
            expect(command.description()).toMatch(lang === 'en' ? /^[a-z]/ : /\p{Script=Han}/u)
            expect(command.description()).not.toMatch(/[.。]$/)
        }
    })

    test.each(languages)('lines fit the terminal, Chinese characters counted twice: %s', (lang) => {
        const program = createProgram(loadSay(lang))
        const lines = helpOf(program).split('\n')
        const until = lines.findIndex((line) => /^(Examples|示例|範例)/.test(line))
        // A word that cannot be broken, such as a list of codes, may stand out.
        const wide = lines.slice(0, until).filter((line) => textWidth(line) > 80)
        expect(wide).toEqual([])
    })
})

describe('a command that cannot be read', () => {
    const nowhere = '/nowhere/at/all'

    test.each([
        ['the nearest command', ['impor'], 'Did you mean import? See ./tong --help.'],
        ['the nearest verb', ['batches', 'lst'], 'Did you mean list? See ./tong batches --help.'],
        ['the nearest flag', ['list', '--mont', '2025-12'], 'Did you mean --month?'],
        ['the choices', ['features', 'list', '--type', 'text2'], 'money, number, boolean'],
        ['words too many', ['list', 'near', 'more'], 'more words than list takes'],
        [
            'what is missing',
            ['explain'],
            'An argument is missing: party. See ./tong explain --help',
        ],
    ])('is told %s', async (_, args, sentence) => {
        const ended = await tong({ args, data: nowhere })
        expect(ended).toMatchObject({ exit: 2, stdout: '' })
        expect(ended.stderr).toContain(sentence)
        expect(ended.stderr).not.toContain('error:')
    })

    test.each([
        ['zh-CN', ['explain'], '客户'],
        ['zh-TW', ['export', 'list', 'near'], '--out <檔案>'],
        ['zh-TW', ['report', '--page'], '--page <檔案>'],
    ])('is told in %s what is missing, by its word', async (lang, args, word) => {
        const { stderr } = await tong({ args: [...args, '--lang', lang], data: nowhere })
        expect(stderr).toContain(word)
        expect(stderr).not.toMatch(/<[a-z]/)
    })
})
