import { execFileSync, spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
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

/** Whether this machine has a shell; what it has not is not tested here, and is said to be so. */
function isThere(shell: string): boolean {
    const { error } = spawnSync(shell, ['--version'])
    if (error !== undefined) console.warn(`\nNOT TESTED: this machine has no ${shell}\n`)
    return error === undefined
}

/** What each shell offers for the last of some words. */
const asking: Readonly<Record<(typeof shells)[number], Offered>> = {
    bash: (words) => {
        const quoted = words.map((word) => `'${word}'`)
        return {
            args: ['-c'],
            script: [
                `COMP_WORDS=(${quoted.join(' ')})`,
                `COMP_CWORD=${words.length - 1}`,
                `_tong tong ${quoted.at(-1)} ${quoted.at(-2)}`,
                `printf '%s\\n' "\${COMPREPLY[@]}"`,
            ],
        }
    },
    // Outside its editor zsh has no completions: what the script hands to them is printed.
    zsh: (words) => {
        const quoted = words.map((word) => `'${word}'`)
        return {
            args: ['-f', '-c'],
            script: [
                'compdef() { : }; _files() { : }; compadd() { shift; print -l -- "$@" }',
                `_describe() { print -l -- "\${(@)\${(P)2}%%:*}" }`,
                `words=(${quoted.join(' ')}); CURRENT=${words.length}`,
                '_tong',
            ],
        }
    },
    fish: (words) => ({
        args: ['--no-config', '-c'],
        script: [`complete -C "${words.join(' ')}" | string split -f1 \\t`],
    }),
}

type Offered = (words: readonly string[]) => {
    readonly args: readonly string[]
    readonly script: readonly string[]
}

describe.each(shells.filter(isThere))('%s', (shell) => {
    const script = scriptOf(shell)

    /** The words that are offered and begin as the last one does, as zsh leaves that to itself. */
    function offered(words: readonly string[]): readonly string[] {
        const { args, script: asked } = asking[shell](words)
        const text = [...(shell === 'zsh' ? asked.slice(0, 1) : []), script]
        const lines = [...text, ...(shell === 'zsh' ? asked.slice(1) : asked)]
        const said = execFileSync(shell, [...args, lines.join('\n')], {
            encoding: 'utf8',
            // fish offers the files of where it stands.
            cwd: tmpdir(),
        })
        return said
            .split('\n')
            .filter((word) => word !== '' && word.startsWith(words.at(-1) ?? ''))
            .sort()
    }

    test.each([
        [['./tong', 'bat'], ['batches']],
        [
            ['./tong', 'batches', ''],
            ['late', 'list', 'rejects', 'show', 'undo'],
        ],
        [['./tong', '--data', 'list', 'ba'], ['batches']],
        [
            ['./tong', '--lang', ''],
            ['en', 'zh-CN', 'zh-TW'],
        ],
        [['./tong', 'batches', 'undo', '--re'], ['--reason']],
        [
            ['./tong', 'export', 'list', 'near', '--branch', '1100', '--fo'],
            ['--force', '--format'],
        ],
        [
            ['./tong', 'export', 'list', 'near', '--format', ''],
            ['csv', 'parquet', 'xlsx'],
        ],
        [
            ['./tong', 'completions', ''],
            ['bash', 'fish', 'zsh'],
        ],
        [['./tong', 'completions', '--l'], ['--lang']],
    ])('%j is completed by %j', (words, wanted) => {
        const found = offered(words)
        // Where fish has nothing but words to offer it adds the files that are there.
        expect(shell === 'fish' ? found.filter((one) => wanted.includes(one)) : found).toEqual(
            wanted,
        )
    })
})

describe('bash', () => {
    test.each([[['./tong', 'import', '']], [['./tong', 'import', '--only', '']]])(
        '%j is left to the names of files',
        (words) => {
            const { args, script } = asking.bash(words)
            const lines = [scriptOf('bash'), ...script].join('\n')
            expect(execFileSync('bash', [...args, lines], { encoding: 'utf8' }).trim()).toBe('')
        },
    )
})

test('zsh is not asked for a part of its words behind a colon: there it reads its history', () => {
    expect(scriptOf('zsh')).not.toMatch(/\$\{words\[@\]:/)
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
