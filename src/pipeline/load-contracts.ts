import { glob, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Failure, failure, ok, Refusal, valueOrThrow } from '#domain/result.ts'
import { type Contract, parseContract } from '#sources/contract.ts'
import { type LoadedContract, loadContract } from './load-contract.ts'

/** A contract and where its file lies. */
export type FoundContract = LoadedContract & {
    /** Absolute path. */
    readonly path: string
    /** Whether it comes with Tong, and not from the bank. */
    readonly isShipped: boolean
}

/** Contracts that can be read, and all that is wrong with the files of the others. */
export type FoundContracts = {
    readonly contracts: readonly FoundContract[]
    readonly failures: readonly Failure[]
}

/**
 * All contracts below the roots, a bank's own before a shipped one of its name; sorted. Those that
 * have been `parsed` before are not parsed again while their texts are the same.
 */
export async function loadContracts(
    roots: { readonly shipped: string; readonly own: string },
    parsed: readonly LoadedContract[] = [],
): Promise<FoundContracts> {
    const before = new Map(parsed.map(({ text, contract }) => [text, ok(contract)]))
    const found = new Map<string, FoundContract>()
    const failures: Failure[] = []
    for (const root of [roots.shipped, roots.own]) {
        for (const file of await Array.fromAsync(glob('sources/*.yml', { cwd: root }))) {
            const path = join(root, file)
            const text = await readFile(path, 'utf8')
            const isShipped = root === roots.shipped
            const about = { file: isShipped ? `models/${file}` : path }
            const read = before.get(text) ?? parseContract(text, about)
            if (read.ok) {
                found.set(basename(file), { contract: read.value, text, path, isShipped })
            } else failures.push(...read.failures)
        }
    }
    const contracts = [...found.values()].toSorted((one, other) =>
        one.contract.system < other.contract.system ? -1 : 1,
    )
    return { contracts, failures }
}

/**
 * The contract of a system by its name, or that of a file, `core.yml`: so one can be tried before
 * it belongs to a bank. Throws Refusal as {@link loadContract} does, and
 * `pipeline.contract_unreadable`.
 */
export async function namedContract(
    modelRoots: readonly string[],
    name: string,
): Promise<LoadedContract> {
    if (!/\.ya?ml$/.test(name)) return await loadContract(modelRoots, name)
    let text: string
    try {
        text = await readFile(name, 'utf8')
    } catch (cause) {
        const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
        throw new Refusal([failure('pipeline.contract_unreadable', { reason }, { file: name })])
    }
    const contract: Contract = valueOrThrow(parseContract(text, { file: name }))
    return { contract, text }
}
