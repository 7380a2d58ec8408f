import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { refuse, valueOrThrow } from '#domain/result.ts'
import { type Contract, parseContract } from '#sources/contract.ts'

/** A source contract with the text of its file. */
export type LoadedContract = { readonly contract: Contract; readonly text: string }

/**
 * Reads the contract of a system: the bank's own before the shipped one. Refuses with
 * `pipeline.system_unknown`, naming those that there are, and with every fault of the file.
 */
export async function loadContract(
    modelRoots: readonly string[],
    system: string,
): Promise<LoadedContract> {
    const known = new Map<string, string>()
    for (const root of modelRoots) {
        const files = await Array.fromAsync(glob('sources/*.yml', { cwd: root }))
        for (const file of files) known.set(file.slice('sources/'.length, -'.yml'.length), root)
    }
    const root = known.get(system)
    if (root === undefined) {
        return refuse('pipeline.system_unknown', {
            system,
            known: [...known.keys()].sort().join(', '),
        })
    }
    const name = `sources/${system}.yml`
    const text = await readFile(join(root, name), 'utf8')
    return { contract: valueOrThrow(parseContract(text, { file: `models/${name}` })), text }
}
