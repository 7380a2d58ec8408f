import { execFileSync } from 'node:child_process'
import { cpus, loadavg, release, totalmem, type } from 'node:os'

/** The machine that a bench runs on, in one line. */
export function describeMachine(): string {
    const [first] = cpus()
    const model = first?.model.trim() ?? 'unknown processor'
    const memory = Math.round(totalmem() / 2 ** 30)
    return `${model}, ${cpus().length} cores, ${memory} GiB, ${type()} ${release()}`
}

/** How busy the machine is: mean number of running processes of 1, 5 and 15 minutes. */
export function describeLoad(): string {
    return loadavg()
        .map((load) => load.toFixed(2))
        .join(' ')
}

/** The commit of the repository, and whether files differ from it. */
export function describeCommit(repository: string): string {
    try {
        const git = (args: readonly string[]): string =>
            execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim()
        const changed = git(['status', '--porcelain', '--', ':!bench/results']) !== ''
        return git(['rev-parse', '--short=12', 'HEAD']) + (changed ? ' with changes' : '')
    } catch {
        return 'unknown'
    }
}
