// npm run bench                                      lists what there is
// npm run bench -- NAME [--size S|M|L] [--peers [DIR]] [--runs N] [--customers N,N]

import { appendFileSync, existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench, Setting, Size } from './bench.ts'
import { benches } from './benches.ts'
import { describeLoad } from './machine.ts'
import { repository } from './repository.ts'
import { resultText } from './result-text.ts'

const usageExit = 2

class UsageError extends Error {}

function listText(): string {
    const width = Math.max(...benches.map(({ name }) => name.length))
    const lines = benches.map(({ name, title, sizes, takesCustomers }) => {
        const size = sizes.length > 1 ? `  --size ${sizes.join('|')}` : ''
        const customers = takesCustomers === true ? '  --customers N,N' : ''
        return `  ${name.padEnd(width)}  ${title}${size}${customers}`
    })
    return [
        'npm run bench -- NAME [--size S] [--peers [DIR]] [--runs N] [--customers N,N]',
        '',
        ...lines,
        '',
        '--peers runs the programs of DIR alternately with ours; without DIR those of',
        '$TONG_SHARED/peers, else ../shared/peers. Made data stays in $TONG_BENCH_CACHE, else in',
        `${join(tmpdir(), 'tong-bench')}. Results are added to bench/results/NAME.txt.`,
    ].join('\n')
}

/** `--peers` may stand alone: then the value is empty. */
function readWords(argv: readonly string[]): ReturnType<typeof parseWords> {
    const words = argv.flatMap((word, index) => {
        const next = argv[index + 1]
        const alone = word === '--peers' && (next === undefined || next.startsWith('--'))
        return [alone ? '--peers=' : word]
    })
    try {
        return parseWords(words)
    } catch (cause) {
        throw new UsageError(cause instanceof Error ? cause.message : String(cause))
    }
}

function parseWords(args: string[]) {
    return parseArgs({
        args,
        allowPositionals: true,
        options: {
            size: { type: 'string' },
            peers: { type: 'string' },
            runs: { type: 'string' },
            customers: { type: 'string' },
        },
    })
}

/** A bench by its name, or by the part before its first hyphen: `u3` for `u3-berka`. */
function findBench(name: string): Bench {
    const found = benches.find((one) => one.name === name || one.name.split('-')[0] === name)
    if (found === undefined) throw new UsageError(`There is no bench ${name}.`)
    return found
}

function readSize(bench: Bench, text: string | undefined): Size {
    const size = bench.sizes.find((one) => one === (text ?? bench.sizes[0]))
    if (size === undefined) throw new UsageError(`${bench.name} has the sizes ${bench.sizes}.`)
    return size
}

function readRuns(bench: Bench, text: string | undefined): number {
    const runs = Number(text ?? bench.runs)
    if (!Number.isInteger(runs) || runs < 1) throw new UsageError('--runs takes a number from 1.')
    return runs
}

function readCustomers(bench: Bench, text: string | undefined): readonly number[] | null {
    if (text === undefined) return null
    if (bench.takesCustomers !== true) throw new UsageError(`${bench.name} has no --customers.`)
    const numbers = text.split(',').map(Number)
    const isBank = (customers: number): boolean => Number.isInteger(customers) && customers >= 1000
    if (!numbers.every(isBank)) {
        throw new UsageError('--customers takes numbers from 1000, such as 20000,200000.')
    }
    return [...new Set(numbers)].sort((left, right) => left - right)
}

function settingOf(bench: Bench, values: ReturnType<typeof parseWords>['values']): Setting {
    const sharedFolder = resolve(repository, process.env.TONG_SHARED || '../shared')
    const named = values.peers ? resolve(values.peers) : join(sharedFolder, 'peers')
    const peersFolder = existsSync(named) ? named : null
    const withPeers = values.peers !== undefined
    if (peersFolder === null && (withPeers || bench.peers === 'needed')) {
        console.error(`!! ${named} is not there: NOTHING IS COMPARED`)
    }
    if (withPeers && bench.peers === 'none') console.error(`!! ${bench.name} has no peers`)
    const cacheFolder = resolve(process.env.TONG_BENCH_CACHE || join(tmpdir(), 'tong-bench'))
    mkdirSync(cacheFolder, { recursive: true })
    return {
        size: readSize(bench, values.size),
        peersFolder,
        withPeers: withPeers && peersFolder !== null && bench.peers !== 'none',
        sharedFolder,
        cacheFolder,
        runs: readRuns(bench, values.runs),
        customers: readCustomers(bench, values.customers),
        tell: (line) => console.error(`   ${line}`),
    }
}

async function main(argv: readonly string[]): Promise<void> {
    const { values, positionals } = readWords(argv)
    const [name, ...more] = positionals
    if (name === undefined) {
        console.log(listText())
        return
    }
    if (more.length > 0) throw new UsageError('One bench at a time.')
    const bench = findBench(name)
    const setting = settingOf(bench, values)
    const loadBefore = describeLoad()
    const finding = await bench.run(setting)
    const words = argv.map((word) => (word === setting.peersFolder ? 'PEERS' : word))
    const text = resultText({ bench, setting, finding, words, loadBefore })
    console.log(text)
    const results = join(repository, 'bench', 'results')
    mkdirSync(results, { recursive: true })
    appendFileSync(join(results, `${bench.name}.txt`), `${text}\n\n`)
}

try {
    await main(process.argv.slice(2))
} catch (cause) {
    if (!(cause instanceof UsageError)) throw cause
    console.error(`${cause.message}\n\n${listText()}`)
    process.exitCode = usageExit
}
