import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Failure, Refusal } from '#domain/result.ts'
import type { RulesContext } from '#pipeline/bank-context.ts'
import { cutsOfMonth } from '#pipeline/cuts/load-cuts.ts'
import { lifecycleOfMonth, loadLifecycles } from '#pipeline/load-lifecycles.ts'
import { loadShippedPolicies } from '#pipeline/load-policies.ts'
import { loadScorecards, scorecardsOfMonth } from '#pipeline/load-scorecards.ts'

const shipped = join(import.meta.dirname, '../../policies')

let root: string
beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'tong-own-rules-'))
})
afterAll(async () => {
    await rm(root, { recursive: true, force: true })
})

/** A bank with these files of its own, each a text or the shipped file of its name changed. */
async function bankWith(
    files: Readonly<Record<string, string | readonly (readonly [string, string])[]>>,
): Promise<RulesContext> {
    const policies = await mkdtemp(join(root, 'policies-'))
    for (const [name, given] of Object.entries(files)) {
        const file = join(policies, name)
        await mkdir(dirname(file), { recursive: true })
        await writeFile(file, typeof given === 'string' ? given : await changed(name, given))
    }
    const settings = { baseCurrency: 'CNY', ladders: ['wealth'], firstClose: 202501 }
    return { policyRoots: [shipped], folders: { policies }, settings }
}

async function changed(
    name: string,
    changes: readonly (readonly [string, string])[],
): Promise<string> {
    let text = await readFile(join(shipped, dirname(name), '2025-01.yaml'), 'utf8')
    for (const [before, after] of changes) {
        expect(text).toContain(before)
        text = text.replace(before, after)
    }
    return text
}

async function failuresOf(work: Promise<unknown>): Promise<readonly Failure[]> {
    const thrown = await work.then(
        () => expect.fail('nothing was refused'),
        (error: unknown) => error,
    )
    if (!(thrown instanceof Refusal)) throw thrown
    return thrown.failures
}

async function codesOf(work: Promise<unknown>): Promise<readonly string[]> {
    const failures = await failuresOf(work)
    return failures.map(({ code, at }) => `${code} ${at?.file}:${at?.line}`)
}

const own = [['version: 2025-01', 'version: own']] as const
const fromJuly = [...own, ['effective_from: 2025-01', 'effective_from: 2025-07']] as const

/** The versions that a month follows, of each subject. */
async function versionsIn(context: RulesContext, month: number): Promise<readonly string[]> {
    const cards = scorecardsOfMonth(await loadScorecards(context), month)
    const { policy } = lifecycleOfMonth(await loadLifecycles(context), month)
    const { files } = await cutsOfMonth(context, month)
    return [
        ...Object.values(cards).map(({ card }) => `${card.scorecard} ${card.version}`),
        `lifecycle ${policy.version}`,
        ...files.map(({ subject, version }) => `${subject} ${version}`),
    ].filter((version) => !version.endsWith(' 2025-01'))
}

describe('rules that a bank lays in its data folder', () => {
    it('are none where it has no such folder', async () => {
        const context = await bankWith({})
        const folders = { policies: join(root, 'nowhere') }
        expect(await versionsIn({ ...context, folders }, 202507)).toEqual([])
    })

    it('take the place of the shipped ones from their month on', async () => {
        const context = await bankWith({
            'value-score/own.yaml': fromJuly,
            'lifecycle/own.yaml': fromJuly,
            'cuts-lists/own.yaml': fromJuly,
        })
        expect(await versionsIn(context, 202506)).toEqual([])
        const expected = ['value_score own', 'lifecycle own', 'lists own']
        expect(await versionsIn(context, 202507)).toEqual(expected)
    })

    it('take it in all months where they begin together', async () => {
        const context = await bankWith({ 'rfm/a.yaml': own, 'lifecycle/a.yaml': own })
        for (const month of [202412, 202501, 202601]) {
            expect(await versionsIn(context, month)).toEqual(['rfm own', 'lifecycle own'])
        }
    })

    it('may have drafts of ladders beside them, which only people publish', async () => {
        const context = await bankWith({ 'wealth/2030-01.yaml': own })
        expect(await versionsIn(context, 203001)).toEqual([])
        const ladders = await loadShippedPolicies(context.policyRoots, context.settings)
        expect(ladders.map(({ policy }) => policy.version)).not.toContain('own')
    })

    it('are refused with all their faults by whoever reads their subject', async () => {
        const context = await bankWith({
            'rfm/a.yaml': [['scorecard: rfm', 'scorecard: rmf']],
            'rfm/b.yaml': [['version: 2025-01', 'versoin: 2025-01']],
        })
        const line = await codesOf(loadScorecards(context))
        expect(line.map((one) => one.replace(/:\d+$/, ''))).toEqual([
            'features.word_unknown policies/rfm/a.yaml',
            'features.key_missing policies/rfm/b.yaml',
            'features.key_unknown policies/rfm/b.yaml',
        ])
        expect((await cutsOfMonth(context, 202501)).cuts.length).toBeGreaterThan(0)
    })

    it('are refused by everybody where no key says what they are', async () => {
        const context = await bankWith({ 'a.yml': 'cust: lists\nversion: 1\n' })
        const expected = ['scores.rules_unknown policies/a.yml:1']
        expect(await codesOf(loadScorecards(context))).toEqual(expected)
        expect(await codesOf(loadLifecycles(context))).toEqual(expected)
        expect(await codesOf(cutsOfMonth(context, 202501))).toEqual(expected)
    })

    it('are told the key that was meant, whichever of theirs comes near one', async () => {
        const known = 'identity, survivorship, scorecard, lifecycle, cuts'
        for (const [key, suggestion] of [
            ['survivership', 'survivorship'],
            ['scorcard', 'scorecard'],
            ['colour', 'none'],
        ] as const) {
            const context = await bankWith({ 'a.yml': `version: 1\n${key}: mine\n` })
            const [failure] = await failuresOf(loadScorecards(context))
            expect(failure?.params).toMatchObject({ found: 'version', suggestion, known })
        }
    })
})
