import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { newFolder } from '../e2e/small-bank.ts'
import { answerOf } from '../e2e/tong-process.ts'

/** The sample bank with its features and scores, and somebody on the black list. */
export type ScoredBank = {
    /** The data folder. */
    readonly data: string
    /** A customer whom a confidential rule of the ladder of cards holds down. */
    readonly restricted: string
    /** What `tong explain` said of a customer in a month whose stages no run has told. */
    readonly explainedBefore: ExplainedStage
}

/** What `tong explain --json` and `tong scores explain --json` say of the lifecycle. */
export type ExplainedStage = {
    readonly lifecycle: {
        readonly month: string
        readonly stage: string | null
        readonly since: string | null
        readonly sentence: string
    } | null
    readonly lifecycleMissing: { readonly code: string } | null
}

/** The last month of the sample bank. */
export const lastMonth = '2025-12'

/** A customer who has been with the sample bank for years. */
export const someone = 'sample:customer:100000004'

const blackListed = '100000003'

/** Makes the bank as a person would, command by command; the ladder of cards is closed last. */
export async function makeScoredBank(): Promise<ScoredBank> {
    const folder = await newFolder()
    const data = join(folder, 'data')
    await answerOf({ args: ['start', '--customers', '300'], data })
    const before = ['explain', someone, '--month', '2025-06']
    const explainedBefore = await answerOf<ExplainedStage>({ args: before, data })
    const select = ['--select', 'features.*', 'scores.*']
    await answerOf({ args: ['run', ...select, '--as-of', lastMonth], data })
    const lists = join(folder, 'lists')
    await mkdir(lists)
    const text = await readFile(join(data, 'sample/sample/lists.csv'), 'utf8')
    const row = `${blackListed},black,2023-08-05,,suspicion`
    await writeFile(join(lists, 'lists.csv'), `${text.trimEnd()}\n${row}\n`)
    await answerOf({ args: ['import', 'sample', lists, '--only', 'lists'], data })
    await edit(data, [/^ladders:$/m, 'ladders:\n  - cards'])
    await answerOf({ args: ['close', '--through', lastMonth], data })
    return { data, restricted: `sample:customer:${blackListed}`, explainedBefore }
}

/** From now on whoever runs the tests is of compliance. */
export async function becomeCompliance({ data }: Pick<ScoredBank, 'data'>): Promise<void> {
    const person = `- name: ${userInfo().username}\n    compliance: true`
    await edit(data, [/^people:$/m, `people:\n  ${person}`])
}

async function edit(
    data: string,
    [found, put]: readonly [pattern: RegExp, text: string],
): Promise<void> {
    const file = join(data, 'tong.yaml')
    const before = await readFile(file, 'utf8')
    if (!found.test(before)) throw new Error(`${found} is not in tong.yaml`)
    await writeFile(file, before.replace(found, put))
}
