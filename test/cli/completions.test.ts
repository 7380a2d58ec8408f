import { execFileSync } from 'node:child_process'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { completionScript, shells } from '#cli/completion-scripts.ts'
import { completionTree } from '#cli/completion-tree.ts'
import { createProgram } from '#cli/program.ts'
import { languages } from '#domain/say.ts'
import { loadSay } from '#runtime/texts.ts'
import { tong } from '../e2e/tong-process.ts'

function scriptOf(shell: (typeof shells)[number], lang: (typeof languages)[number] = 'en'): string {
    return completionScript(shell, completionTree(createProgram(loadSay(lang))))
}

describe.each(shells)('the script for %s', (shell) => {
    test('knows every command and every flag of the program', () => {
        const script = scriptOf(shell)
        const walk = (command: Command, above: string): void => {
            const path = `${above} ${command.name()}`.trim()
            if (command.commands.length > 0 || command.parent !== null)
                expect(script).toContain(path)
            for (const { long } of command.options) {
                const flag = shell === 'fish' ? `-l ${long?.slice(2)}` : long
                expect(script).toContain(flag)
            }
            for (const verb of command.commands) walk(verb, path)
        }
        walk(createProgram(loadSay('en')), '')
    })

    test.each(languages)('is one word of shell a description, in %s too', (lang) => {
        for (const line of scriptOf(shell, lang).split('\n')) {
            expect((line.match(/'/g) ?? []).length % 2).toBe(0)
        }
    })
})

describe('bash', () => {
    const script = scriptOf('bash')

    /** What bash offers for the last of these words. */
    function offered(...words: readonly string[]): readonly string[] {
        const quoted = words.map((word) => `'${word}'`)
        const ask = [
            script,
            `COMP_WORDS=(${quoted.join(' ')})`,
            `COMP_CWORD=${words.length - 1}`,
            `_tong tong ${quoted.at(-1)} ${quoted.at(-2)}`,
            `printf '%s\\n' "\${COMPREPLY[@]}"`,
        ]
        const said = execFileSync('bash', ['-c', ask.join('\n')], { encoding: 'utf8' })
        return said.split('\n').filter((word) => word !== '')
    }

    test.each([
        [['./tong', 'bat'], ['batches']],
        [
            ['./tong', 'batches', ''],
            ['list', 'show', 'rejects', 'undo', 'late'],
        ],
        [['./tong', '--data', 'list', 'ba'], ['batches']],
        [
            ['./tong', '--lang', ''],
            ['zh-CN', 'zh-TW', 'en'],
        ],
        [['./tong', 'batches', 'undo', '--re'], ['--reason']],
        [['./tong', 'import', ''], []],
        [['./tong', 'import', '--only', ''], []],
        [['./tong', 'completions', '--l'], ['--lang']],
    ])('%j is completed by %j', (words, wanted) => {
        expect(offered(...words)).toEqual(wanted)
    })
})

test('a shell that there is no script for is refused with those that there are', async () => {
    const ended = await tong({ args: ['completions', 'csh'], data: '/nowhere' })
    expect(ended).toMatchObject({ exit: 2, stdout: '' })
    expect(ended.stderr).toContain('bash, zsh, fish')
})

test('the command prints the script and nothing else', async () => {
    const ended = await tong({ args: ['completions', 'bash'], data: '/nowhere' })
    expect(ended).toMatchObject({ exit: 0, stderr: '', stdout: `${scriptOf('bash')}\n` })
})
