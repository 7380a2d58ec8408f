import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Bench, Line, Sample, Setting } from '../bench.ts'
import { inFreshFolder } from '../fresh-folder.ts'
import { measureCommand } from '../measure-command.ts'
import { repository } from '../repository.ts'
import { foundByTrait, joinedByRelation, readJudged, type Share } from './figures-by-kind.ts'
import { partRegister } from './later-records.ts'
import { type RegisterOf, writeRegister } from './write-register.ts'

/** A piece of work: records to be matched, and who is who in truth. */
type Work = {
    readonly name: string
    readonly records: string
    readonly truth: string
    /** The comparison of the shipped policy; null: one is drafted from the columns. */
    readonly comparison: RegisterOf | null
}

const policy = join(repository, 'policies', 'identity', '2026-02.yaml')

const sets = ['febrl_dataset1', 'febrl_dataset2', 'febrl_dataset3', 'fake_1000'] as const

/** I: who is the same, from files to clusters, without labels, and how right that is. */
export const identityBench: Bench = {
    name: 'i-identity',
    title: 'who is the same: public sets, persons (100k · 1M), companies (50k)',
    sizes: ['S', 'L'],
    runs: 2,
    peers: 'none',
    run: async (setting) => {
        const lines: Line[] = []
        const notes: string[] = []
        await inFreshFolder(setting, async (folder) => {
            for (const work of await worksOf(setting, folder)) {
                const samples: Sample[] = []
                for (let round = 1; round <= setting.runs; round++) {
                    setting.tell(`${work.name}, round ${round} of ${setting.runs}`)
                    samples.push(await runWork(work, folder))
                }
                const program = './tong identity run'
                lines.push({ work: work.name, program, isOurs: true, samples, count: null })
                notes.push(...(await figuresOf(work, folder)))
            }
            const later = await measureLater(setting, folder)
            lines.push(later.line)
            notes.push(...later.notes)
        })
        return { lines, notes: [...notes, ...goals], versions: [] }
    },
}

const goals: readonly string[] = [
    'goals: persons precision ≥ 0.995, recall ≥ 0.96, fewer than 5 % of twins joined; companies ' +
        'precision ≥ 0.97, recall ≥ 0.90; febrl3 F1 ≥ 0.9993, fake_1000 F1 of pairs ≥ 0.824, ' +
        'B-cubed ≥ 0.95',
    'goals of time: 100k persons < 10 s, 1M < 60 s and ≤ 4 GB, 50k companies < 8 s, 10,000 new ' +
        'records beside 1M < 5 s',
    'the registers are made up (bench/identity/register-*.ts), with their truth; no comparison ' +
        'was fitted to any truth',
]

/** So many records come to a register that has been matched. */
const laterRecords = 10_000

/** New records beside a register that was matched and kept: kept untimed, the rest timed. */
async function measureLater(
    setting: Setting,
    folder: string,
): Promise<{ readonly line: Line; readonly notes: readonly string[] }> {
    const before = setting.size === 'L' ? 1_000_000 : 100_000
    const own = join(folder, 'later')
    mkdirSync(own, { recursive: true })
    const records = before + laterRecords
    const register = await writeRegister(own, { of: 'persons', records })
    const every = records / laterRecords
    const parts = await partRegister(own, { records: register.records, every })
    const kept = join(own, 'kept')
    const compared = ['--policy', policy, '--comparison', 'persons']
    const [fresh, olds] = [laterRecords, before].map((count) => count.toLocaleString('en'))
    const name = `${fresh} new to ${olds} persons`
    setting.tell(`${olds} persons, kept`)
    await tong(folder, ['run', '--input', parts.base, ...compared, '--keep', kept])
    const samples: Sample[] = []
    for (let round = 1; round <= setting.runs; round++) {
        setting.tell(`${name}, round ${round} of ${setting.runs}`)
        const { clusters } = found(folder)
        rmSync(clusters, { force: true })
        const words = ['run', '--base', kept, '--input', parts.later, '--clusters', clusters]
        samples.push((await tong(folder, words)).sample)
    }
    const notes = await clusterFigures({ name, truth: register.truth }, found(folder).clusters)
    const program = './tong identity run --base'
    return { line: { work: name, program, isOurs: true, samples, count: null }, notes }
}

async function worksOf(setting: Setting, folder: string): Promise<readonly Work[]> {
    if (setting.size === 'L') return [await registerWork(folder, 'persons', 1_000_000)]
    return [
        ...publicWorks(setting, folder),
        await registerWork(folder, 'persons', 100_000),
        await registerWork(folder, 'companies', 50_000),
    ]
}

async function registerWork(folder: string, of: RegisterOf, records: number): Promise<Work> {
    const own = join(folder, of)
    mkdirSync(own, { recursive: true })
    const paths = await writeRegister(own, { of, records })
    return { name: `${records.toLocaleString('en')} ${of}`, ...paths, comparison: of }
}

/** The public sets with what is who taken apart from them: nobody may look at it. */
function publicWorks({ sharedFolder }: Setting, folder: string): readonly Work[] {
    const data = join(sharedFolder, 'data', 'linkage')
    if (!existsSync(data)) {
        console.error(`!! ${data} is not there: THE PUBLIC SETS ARE NOT MEASURED`)
        return []
    }
    return sets.map((name) => {
        const own = join(folder, name)
        mkdirSync(own, { recursive: true })
        const isFake = name === 'fake_1000'
        const bytes = readFileSync(join(data, isFake ? `${name}.csv` : `${name}.csv.gz`))
        const text = (isFake ? bytes : gunzipSync(bytes)).toString('utf8')
        const rows = text
            .split('\n')
            .filter((line) => line.trim() !== '')
            .map((line) => line.split(',').map((cell) => cell.trim()))
        const paths = { records: join(own, 'records.csv'), truth: join(own, 'truth.csv') }
        const truthAt = isFake ? (rows[0]?.indexOf('cluster') ?? -1) : -1
        const kept = rows.map((row) => row.filter((_, at) => at !== truthAt))
        writeFileSync(paths.records, `${kept.map((row) => row.join(',')).join('\n')}\n`)
        const truth = rows.slice(1).map(([id = '', ...rest]) => {
            const entity = isFake ? rest[truthAt - 1] : id.split('-').slice(0, 2).join('-')
            return `${id},${entity}`
        })
        writeFileSync(paths.truth, `record_id,entity_id\n${truth.join('\n')}\n`)
        return { name, ...paths, comparison: null }
    })
}

const found = (folder: string): { readonly clusters: string; readonly pairs: string } => ({
    clusters: join(folder, 'clusters.csv'),
    pairs: join(folder, 'pairs.csv'),
})

async function runWork({ records, comparison }: Work, folder: string): Promise<Sample> {
    const { clusters, pairs } = found(folder)
    const compared = comparison === null ? [] : ['--policy', policy, '--comparison', comparison]
    const files = ['--clusters', clusters, '--pairs', pairs]
    for (const path of [clusters, pairs]) rmSync(path, { force: true })
    return (await tong(folder, ['run', '--input', records, ...compared, ...files])).sample
}

async function tong(
    folder: string,
    words: readonly string[],
): Promise<Awaited<ReturnType<typeof measureCommand>>> {
    return await measureCommand({
        command: join(repository, 'tong'),
        args: ['--data', join(folder, 'data'), 'identity', ...words],
        folder: repository,
    })
}

type Figures = {
    readonly precision: number | null
    readonly recall: number | null
    readonly f1: number | null
}

const evaluating = ['evaluate', '--json', '--entity', 'entity_id'] as const

/** How right clusters are, by the truth. */
async function clusterFigures(
    { name, truth }: Pick<Work, 'name' | 'truth'>,
    clusters: string,
): Promise<readonly string[]> {
    const folder = dirname(clusters)
    const words = [...evaluating, '--truth', truth, '--clusters', clusters]
    const judged = JSON.parse((await tong(folder, words)).output) as {
        readonly pairwise: Figures
        readonly bCubed: Figures
    }
    return [
        `${name}: clusters by pairs ${figuresText(judged.pairwise)}`,
        `${name}: clusters B-cubed ${figuresText(judged.bCubed)}`,
    ]
}

async function figuresOf(work: Work, folder: string): Promise<readonly string[]> {
    const { clusters, pairs } = found(folder)
    const truth = [...evaluating, '--truth', work.truth]
    const ofPairs = JSON.parse(
        (await tong(folder, [...truth, '--pairs', pairs, '--at', '0.5'])).output,
    ) as { readonly at: readonly { readonly figures: Figures }[] }
    const at = ofPairs.at[0]?.figures
    const plain = [
        ...(await clusterFigures(work, clusters)),
        ...(at === undefined ? [] : [`${work.name}: pairs from 0.5 on ${figuresText(at)}`]),
    ]
    if (work.comparison === null) return plain
    const judged = readJudged({ truth: work.truth, clusters })
    return [
        ...plain,
        `${work.name}, pairs found: ${foundByTrait(judged).map(shareText).join(' · ')}`,
        `${work.name}, two taken for one: ${joinedByRelation(judged).map(shareText).join(' · ')}`,
    ]
}

function figuresText({ precision, recall, f1 }: Figures): string {
    const text = (share: number | null): string => (share === null ? '–' : share.toFixed(4))
    return `P ${text(precision)} R ${text(recall)} F1 ${text(f1)}`
}

function shareText({ of, all, joined }: Share): string {
    return `${of} ${joined} of ${all} (${((100 * joined) / all).toFixed(2)} %)`
}
