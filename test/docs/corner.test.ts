import { spawnSync } from 'node:child_process'
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from './pages.ts'

const example = join(root, 'docs/examples/corner')
let scratch = ''

beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'tong corner '))
    await chmod(scratch, 0o711)
    await cp(join(example, 'bank'), join(scratch, 'corner'), { recursive: true })
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

describe('the bank of the README', () => {
    it('has a policy of its own, submitted, approved by another person and published', () => {
        const file = join(example, 'savers-2026-01.yaml')
        expect(tong('policies', 'submit', file)).toMatchObject({ isNew: true, warnings: [] })
        expect(tong('policies', 'approve', 'savers@2026-01', '--by', 'wang')).toHaveProperty('by')
        expect(tong('policies', 'publish', 'savers@2026-01')).toMatchObject({
            status: 'published',
            effectiveFrom: '2026-01',
        })
    })

    it('is imported, run and closed with the commands that stand there', () => {
        expect(tong('import', 'corner', join(example, 'files'))).toMatchObject({
            isNew: true,
            batch: { rows: { customers: 6, accounts: 7, balances: 19 } },
        })
        expect(tong('run', '--as-of', '2026-03')).toHaveProperty('digest')
        expect(tong('close')).toMatchObject({ closes: [{}, {}, {}] })
    })

    it('gives the tiers that its files call for', () => {
        const { parties } = tong('list') as { readonly parties: readonly Listed[] }
        const tiers = parties.map(({ recordKey, assignment }) => [
            recordKey.replace('corner:customer:', ''),
            assignment.tier,
            assignment.earnedCause,
            assignment.measure,
        ])
        // 2: 20,500 of deposits + 1.2 × 75,000 of wealth products = 110,500.
        expect(tiers).toEqual([
            ['2', 'gold', 'upgraded', '110500.00'],
            ['1', 'silver', 'upgraded', '21300.50'],
            ['3', 'gold', 'protected', '7500.00'],
            ['5', 'base', 'unchanged', '84.00'],
            ['4', 'base', 'stale', null],
        ])
    })
})

type Listed = {
    readonly recordKey: string
    readonly assignment: {
        readonly tier: string | null
        readonly earnedCause: string
        readonly measure: string | null
    }
}

function tong(...args: readonly string[]): unknown {
    const main = join(root, 'src/cli/main.ts')
    const command = [main, ...args, '--json', '--data', join(scratch, 'corner')]
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`tong ${args.join(' ')}: exit ${status}\n${stdout}${stderr}`)
    return JSON.parse(stdout)
}
