import type { Bench, Finding, Line, Setting } from './bench.ts'
import { describeCommit, describeLoad, describeMachine } from './machine.ts'
import { repository } from './repository.ts'
import { tableText } from './table-text.ts'

/** A bench that has been run, and how. */
export type Result = {
    readonly bench: Bench
    readonly setting: Setting
    readonly finding: Finding
    /** What was typed behind `npm run bench --`. */
    readonly words: readonly string[]
    readonly loadBefore: string
}

/** A result as it is kept: where and when, how to repeat it, the table, what belongs to it. */
export function resultText({ bench, setting, finding, words, loadBefore }: Result): string {
    const size = bench.sizes.length > 1 ? `, size ${setting.size}` : ''
    const head = [
        `${bench.name}${size}: ${bench.title}`,
        `date     ${new Date().toISOString().slice(0, 16)}Z`,
        `machine  ${describeMachine()}`,
        `load     ${loadBefore} before, ${describeLoad()} after`,
        `commit   ${describeCommit(repository)}`,
        `versions ${[`Node ${process.versions.node}`, ...finding.versions].join(', ')}`,
        `repeat   npm run bench -- ${words.join(' ')}`,
    ]
    const notes = [...disturbances(finding.lines), ...finding.notes].map((note) => `* ${note}`)
    const rule = '='.repeat(100)
    return [rule, ...head, '', tableText(finding.lines), '', ...notes].join('\n').trimEnd()
}

/** The most that others may take of the machine in the quietest run of a program. */
const quietShareMax = 0.1

/** Says of which programs the seconds tell more about the machine's other work than about them. */
function disturbances(lines: readonly Line[]): readonly string[] {
    const disturbed = lines.filter(({ samples }) =>
        samples.every(({ othersShare }) => othersShare !== null && othersShare > quietShareMax),
    )
    if (disturbed.length === 0) return []
    const names = [...new Set(disturbed.map(({ work }) => work))].join(', ')
    return [
        `DISTURBED: others took over 10 % of the machine in every run of a program at: ${names}`,
    ]
}
