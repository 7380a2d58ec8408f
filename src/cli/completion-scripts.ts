import { shellWord } from '#domain/shell-word.ts'
import type { CompletionTree, CompletionWord } from './completion-tree.ts'

/** The shells that there are completions for. */
export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** A script for a shell that completes commands, flags and their choices, else file names. */
export function completionScript(shell: Shell, tree: CompletionTree): string {
    return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](tree)
}

/**
 * Goes through the words before the cursor, as the shell writes them: the path of commands, without
 * the values of flags.
 */
function pathLoop(tree: CompletionTree, words: string): readonly string[] {
    const paths = tree.places.slice(1).map(({ path }) => shellWord(path))
    const valued = tree.values.map(({ flag }) => flag)
    return [
        // zsh ties `path` to PATH, so that name is not free.
        "    local place=tong word before=''",
        `    for word in "${words}"; do`,
        '        case "$before" in',
        `            ${valued.join('|')}) before=''; continue ;;`,
        '        esac',
        '        before=$word',
        '        case "$place $word" in',
        `            ${paths.join('|')}) place="$place $word" ;;`,
        '        esac',
        '    done',
    ]
}

function listOf(words: readonly CompletionWord[]): string {
    return words.map(({ word }) => word).join(' ')
}

function bashScript(tree: CompletionTree): string {
    const choices = tree.values.filter((value) => value.choices.length > 0)
    return [
        '# Completes tong in bash.',
        '_tong() {',
        "    local current=$2 previous=$3 words='' flags=''",
        ...pathLoop(tree, `\${COMP_WORDS[@]:1:COMP_CWORD - 1}`),
        '    case "$place" in',
        ...tree.places.map(
            ({ path, verbs, flags }) =>
                `        ${shellWord(path)}) words='${listOf(verbs)}' flags='${listOf(flags)}' ;;`,
        ),
        '    esac',
        '    case "$previous" in',
        ...choices.map((one) => `        ${one.flag}) words='${one.choices.join(' ')}' ;;`),
        `        ${tree.values.map(({ flag }) => flag).join('|')}) words='' ;;`,
        '    esac',
        '    [[ $current == -* ]] && words=$flags',
        '    COMPREPLY=($(compgen -W "$words" -- "$current"))',
        '}',
        'complete -o default -F _tong tong',
    ].join('\n')
}

/** zsh shows what a word does beside it. */
function zshScript(tree: CompletionTree): string {
    const described = (words: readonly CompletionWord[]): string =>
        words.map(({ word, about }) => quoted(`${word}:${about}`)).join(' ')
    const choices = tree.values.filter((value) => value.choices.length > 0)
    return [
        '#compdef tong',
        '# Completes tong in zsh.',
        '_tong() {',
        '    local -a verbs flags',
        // Behind a colon zsh would look for a modifier of its history.
        ...pathLoop(tree, `\${(@)words[2,CURRENT-1]}`),
        '    case "$words[CURRENT - 1]" in',
        ...choices.map(
            (one) => `        ${one.flag}) compadd -- ${one.choices.join(' ')}; return ;;`,
        ),
        `        ${tree.values.map(({ flag }) => flag).join('|')}) _files; return ;;`,
        '    esac',
        '    case "$place" in',
        ...tree.places.map(({ path, verbs, flags }) => {
            const words = `verbs=(${described(verbs)}) flags=(${described(flags)})`
            return `        ${shellWord(path)}) ${words} ;;`
        }),
        '    esac',
        '    if [[ $words[CURRENT] == -* ]]; then _describe option flags',
        '    elif (( $#verbs )); then _describe command verbs',
        '    else _files',
        '    fi',
        '}',
        'compdef _tong tong',
        'if [[ $funcstack[1] == _tong ]]; then _tong; fi',
    ].join('\n')
}

function fishScript(tree: CompletionTree): string {
    const paths = tree.places.slice(1).map(({ path }) => `'${path}'`)
    const at = (path: string): string => `-n '__tong_at "${path}"'`
    return [
        '# Completes tong in fish.',
        'function __tong_at',
        "    set -l path tong; set -l before ''",
        '    for word in (commandline -opc)[2..-1]',
        `        if contains -- $before ${tree.values.map(({ flag }) => flag).join(' ')}`,
        "            set before ''; continue",
        '        end',
        '        set before $word',
        `        contains -- "$path $word" ${paths.join(' ')}; and set path "$path $word"`,
        '    end',
        '    test "$path" = "$argv[1]"',
        'end',
        ...tree.places.flatMap(({ path, verbs, flags }) => [
            ...verbs.map(
                ({ word, about }) =>
                    `complete -c tong ${at(path)} -f -a ${word} -d ${quoted(about)}`,
            ),
            ...flags.map(({ word, about }) => {
                const value = tree.values.find(({ flag }) => flag === word)
                const takes = value === undefined ? '' : takesText(value.choices)
                const flag = `-l ${word.slice(2)}${takes}`
                return `complete -c tong ${at(path)} ${flag} -d ${quoted(about)}`
            }),
        ]),
    ].join('\n')
}

function takesText(choices: readonly string[]): string {
    return choices.length === 0 ? ' -r' : ` -x -a '${choices.join(' ')}'`
}

/** In single quotes for any shell; an apostrophe becomes a typographic one. */
function quoted(text: string): string {
    return `'${text.replaceAll("'", '’').replaceAll('\\', '/').replaceAll(/\s+/g, ' ')}'`
}
