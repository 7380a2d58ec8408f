import type { Command } from 'commander'

/** A word that may be typed, and what it does. */
export type CompletionWord = { readonly word: string; readonly about: string }

/** What may follow a command. */
export type CompletionPlace = {
    /** The command with those above it: `tong batches undo`. */
    readonly path: string
    /** Verbs, and what an argument may be where that is few. */
    readonly verbs: readonly CompletionWord[]
    /** `--data` and so on, those of every command included. */
    readonly flags: readonly CompletionWord[]
}

/** A flag that takes a value, and the values where they are few. */
export type CompletionValue = { readonly flag: string; readonly choices: readonly string[] }

/** All that may be typed after `tong`, read off the program. */
export type CompletionTree = {
    readonly places: readonly CompletionPlace[]
    readonly values: readonly CompletionValue[]
}

/** Reads a program: every command, every flag. */
export function completionTree(program: Command): CompletionTree {
    const values = new Map<string, CompletionValue>()
    const placesOf = (command: Command, above: string): readonly CompletionPlace[] => {
        const path = `${above} ${command.name()}`.trim()
        const help = command.createHelp()
        const options = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)]
        for (const { long, required, optional, argChoices } of options) {
            if (long === undefined || !(required || optional)) continue
            const choices = argChoices ?? values.get(long)?.choices ?? []
            values.set(long, { flag: long, choices })
        }
        const flags = options.flatMap(({ long, description }) =>
            long === undefined ? [] : [{ word: long, about: description }],
        )
        const verbs = help
            .visibleCommands(command)
            .map((verb) => ({ word: verb.name(), about: verb.description() }))
        const choices = command.registeredArguments.flatMap(({ argChoices, description }) =>
            (argChoices ?? []).map((word) => ({ word, about: description })),
        )
        const words = [...verbs, ...choices]
        return [
            { path, verbs: words, flags },
            ...command.commands.flatMap((verb) => placesOf(verb, path)),
        ]
    }
    const places = placesOf(program, '')
    return { places, values: [...values.values()] }
}
