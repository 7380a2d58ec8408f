import { glob, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type Failure, Refusal, type Result } from '#domain/result.ts'
import { parseRules, ruleHeads } from '#scores/parse-rules.ts'
import type { RulesContext } from './bank-context.ts'

/** A file of rules as it lies below a policy root. */
export type PolicyFile = {
    /** The first part of its path: of a ladder its name, of other rules any word. */
    readonly folder: string
    /** `policies/wealth/2025-01.yaml` */
    readonly file: string
    readonly text: string
}

/** All files of rules, root by root, and in each by name. */
export async function policyFiles(roots: readonly string[]): Promise<readonly PolicyFile[]> {
    const found: PolicyFile[] = []
    for (const root of roots) {
        const lying = glob('**/*.{yaml,yml}', { cwd: root, withFileTypes: true })
        const entries = (await Array.fromAsync(lying)).filter((entry) => !entry.isDirectory())
        const files = entries.map(({ parentPath, name }) => relative(root, join(parentPath, name)))
        for (const file of files.sort()) {
            const [folder = ''] = file.split(/[\\/]/)
            const text = await readFile(join(root, file), 'utf8')
            found.push({ folder, file: `policies/${file}`, text })
        }
    }
    return found
}

/** Keys that say what a file is about: those of readers beside that of ladders and scores. */
const otherHeads = ['identity', 'survivorship'] as const
/** All of them; those of other readers come first. */
const heads = ['ladder', ...otherHeads, ...ruleHeads] as const

/** What a file can say that it is about. */
export type PolicyHead = (typeof heads)[number]

/** Whether a file is of a subject: rules of all subjects lie beside each other. */
export function isHeaded(text: string, head: PolicyHead): boolean {
    return new RegExp(`^${head}:`, 'm').test(text)
}

/** Which files are asked for, and how each is read. */
export type RulesAsked<T> = {
    readonly isAsked: (file: PolicyFile) => boolean
    readonly parse: (text: string, file: { readonly file: string }) => Result<T>
}

/** Rules with the text of their file. */
export type RulesRead<T> = { readonly rules: T; readonly text: string }

/** Reads all files that are asked for, with every fault of those that cannot be read. */
export async function readRules<T>(
    roots: readonly string[],
    { isAsked, parse }: RulesAsked<T>,
): Promise<{ readonly read: readonly RulesRead<T>[]; readonly failures: readonly Failure[] }> {
    const read: RulesRead<T>[] = []
    const failures: Failure[] = []
    for (const one of await policyFiles(roots)) {
        if (!isAsked(one)) continue
        const { text, file } = one
        const parsed = parse(text, { file })
        if (parsed.ok) read.push({ rules: parsed.value, text })
        else failures.push(...parsed.failures)
    }
    return { read, failures }
}

/**
 * The rules of one subject: those that come with Tong, then the bank's own. A ladder among these is
 * a draft and passed over: people publish ladders. Throws Refusal with every fault of every file,
 * and of the bank's own that say of no subject.
 */
export async function loadRules<T>(
    context: RulesContext,
    { head, parse }: { readonly head: PolicyHead; readonly parse: RulesAsked<T>['parse'] },
): Promise<readonly RulesRead<T>[]> {
    const isAsked = ({ text }: PolicyFile): boolean => isHeaded(text, head)
    const roots = [...context.policyRoots, context.folders.policies]
    const { read, failures } = await readRules(roots, { isAsked, parse })
    const all = [...failures, ...(await strangersIn(context))]
    if (all.length > 0) throw new Refusal(all)
    return read
}

/** The last version; of two alike the one read later, which is the bank's own. Null: none. */
export function lastVersion<T extends { readonly version: string }>(
    read: readonly RulesRead<T>[],
): RulesRead<T> | null {
    return read.reduce<RulesRead<T> | null>(
        (last, one) => (last !== null && last.rules.version > one.rules.version ? last : one),
        null,
    )
}

/** What is wrong with files of the bank that nobody would ever ask for. */
async function strangersIn({ folders, settings }: RulesContext): Promise<readonly Failure[]> {
    const { baseCurrency } = settings
    const files = await policyFiles([folders.policies])
    return files.flatMap(({ text, file }) => {
        if (heads.some((head) => isHeaded(text, head))) return []
        const parsed = parseRules(text, { file, baseCurrency, otherHeads })
        return parsed.ok ? [] : parsed.failures
    })
}
