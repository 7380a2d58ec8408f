import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, Finding, Line, Sample, Setting } from '../bench.ts'
import { inFreshFolder } from '../fresh-folder.ts'
import { measureCommand } from '../measure-command.ts'
import { repository } from '../repository.ts'
import { type BankPlace, bankStages, deliveryStages, type Stage } from './chain.ts'
import { diskUse, watchFolder } from './disk-use.ts'
import { diskText, growthText, type StageFigures } from './growth-text.ts'

const usualCustomers: readonly number[] = [20_000, 200_000]

const slowestShown = 12

/** The sample bank through the whole chain, stage by stage, and how each stage grows with it. */
export const largeBench: Bench = {
    name: 'large',
    title: 'the sample bank through the whole chain: how each stage grows (20k, 200k customers)',
    sizes: ['S'],
    runs: 1,
    peers: 'none',
    takesCustomers: true,
    run: async (setting) => {
        const found: Found[] = []
        for (let round = 1; round <= setting.runs; round++) {
            for (const customers of setting.customers ?? usualCustomers) {
                found.push(await runBank(setting, customers))
            }
        }
        return findingOf(found)
    },
}

/** What one bank has shown. */
type Found = {
    readonly customers: number
    readonly stages: readonly (StageFigures & { readonly sample: Sample })[]
    /** Seconds by model of each stage that builds some. */
    readonly models: readonly string[]
}

async function runBank(setting: Setting, customers: number): Promise<Found> {
    return await inFreshFolder(setting, async (folder) => {
        const place = { customers, files: join(folder, 'files'), data: join(folder, 'data') }
        const stages: Found['stages'][number][] = []
        const models: string[] = []
        let party = ''
        const take = async (stage: Stage): Promise<void> => {
            const { figures, answer } = await runStage(stage, { ...place, party })
            stages.push(figures)
            setting.tell(`${customers} customers: ${progressText(figures)}`)
            party = answer.parties?.[0]?.recordKey ?? party
            if (answer.seconds !== undefined) {
                models.push(`${customers} customers, ${stage.name}: ${slowest(answer.seconds)}`)
            }
        }
        for (const stage of deliveryStages) await take(stage)
        // The chain goes on from the batches, and a large bank's files would only fill the disk.
        rmSync(place.files, { recursive: true, force: true })
        for (const stage of bankStages) await take(stage)
        return { customers, stages, models }
    })
}

/** What the bench reads of an answer in JSON. */
type Answer = {
    readonly parties?: readonly { readonly recordKey: string }[]
    readonly seconds?: Readonly<Record<string, number>>
}

async function runStage(
    { name, words, isRead = false }: Stage,
    place: BankPlace,
): Promise<{ readonly figures: Found['stages'][number]; readonly answer: Answer }> {
    const json = isRead ? ['--json'] : []
    const stop = watchFolder(join(place.data, 'tmp'))
    try {
        const { sample, output } = await measureCommand({
            command: join(repository, 'tong'),
            args: ['--data', place.data, ...json, ...words(place)],
            folder: repository,
        })
        const figures = {
            stage: name,
            customers: place.customers,
            sample,
            disk: diskUse(place),
            scratchMb: stop(),
        }
        return { figures, answer: isRead ? (JSON.parse(output) as Answer) : {} }
    } finally {
        stop()
    }
}

function progressText({ stage, sample }: StageFigures): string {
    const { seconds, peakMb } = sample
    return `${stage}: ${seconds.toFixed(1)} s, at most ${peakMb ?? '?'} MB`
}

function slowest(seconds: Readonly<Record<string, number>>): string {
    return Object.entries(seconds)
        .filter(([, sum]) => sum > 0)
        .slice(0, slowestShown)
        .map(([model, sum]) => `${model} ${sum}`)
        .join(', ')
}

function findingOf(found: readonly Found[]): Finding {
    const figures = found.flatMap(({ stages }) => stages)
    const last = found.filter(
        ({ customers }, at) => !found.slice(at + 1).some((later) => later.customers === customers),
    )
    const shown = last.flatMap(({ stages }) => stages)
    return {
        lines: linesOf(figures),
        notes: [
            `growth from bank to bank, times:\n\n${growthText(shown)}\n`,
            'disk; the files are removed once they are imported, scratch is what lay below tmp/:' +
                `\n\n${diskText(shown)}\n`,
            ...last.flatMap(({ models }) =>
                models.map((text) => `seconds of the slowest models, ${text}`),
            ),
            'peak MB is of all processes together, and pages of PostgreSQL that they share count ' +
                'for each of them; goal: at most 6,000 in every stage',
        ],
        versions: [],
    }
}

/** A line for each stage and size, sizes of a stage below each other. */
function linesOf(figures: readonly Found['stages'][number][]): readonly Line[] {
    const lines = new Map<string, Line>()
    for (const { stage, customers, sample } of figures) {
        const program = `${customers.toLocaleString('en')} customers`
        const key = `${stage}|${program}`
        const samples = [...(lines.get(key)?.samples ?? []), sample]
        lines.set(key, { work: stage, program, isOurs: true, samples, count: null })
    }
    const order = [...new Set(figures.map(({ stage }) => stage))]
    return [...lines.values()].sort(
        (left, right) => order.indexOf(left.work) - order.indexOf(right.work),
    )
}
