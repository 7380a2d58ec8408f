import { failureExit } from '#domain/failures.ts'
import { formatMonth } from '#domain/month.ts'
import { type Failure, Refusal } from '#domain/result.ts'
import { lastRunDay } from '#pipeline/batches/freshness.ts'
import { loadCuts } from '#pipeline/cuts/load-cuts.ts'
import { loadContracts } from '#pipeline/load-contracts.ts'
import { loadLifecycles } from '#pipeline/load-lifecycles.ts'
import { loadModels } from '#pipeline/load-models.ts'
import { loadPolicies } from '#pipeline/load-policies.ts'
import { loadScorecards } from '#pipeline/load-scorecards.ts'
import { loadSurvivorship } from '#pipeline/load-survivorship.ts'
import { planRun } from '#pipeline/run-bank.ts'
import { readBankFile } from '#runtime/data-folder.ts'
import { fileTrouble } from '#runtime/file-trouble.ts'
import { folderFacts } from '#runtime/folder-facts.ts'
import { readHolder } from '#runtime/lock-holder.ts'
import { isWritable, machineFacts, nearestThere } from '#runtime/machine-facts.ts'
import { shipped } from '#runtime/shipped.ts'
import { examineStore } from '#store/examine-store.ts'
import { StoreError } from '#store/store-error.ts'
import { type Session, withBank } from './bank-session.ts'
import { type Finding, folderFindings, machineFindings, storeFindings } from './doctor-findings.ts'
import type { Frame } from './run-command.ts'
import { sentenceOf } from './show-failures.ts'
import { wrapText } from './terminal/text-fit.ts'

/** A finding in words, under the heading of its part. */
type Told = {
    readonly part: (typeof parts)[number]
    readonly state: Finding['state']
    readonly sentence: string
    /** The exit code that it asks for; 0 where it is well or only a warning. */
    readonly exit: number
}

const parts = ['machine', 'folder', 'store', 'rules'] as const
const inputExit = 3
const engineExit = 4

/**
 * `tong doctor`: looks at the machine, the data folder, the store and the rules, each by itself,
 * so that one trouble does not hide the others. Changes nothing; the worst finding is the exit
 * code.
 */
export async function doctor(frame: Frame): Promise<void> {
    const { config } = frame
    const told: Told[] = []
    const tell = (part: Told['part'], findings: readonly Finding[]): void => {
        told.push(...findings.map((finding) => inWords(frame, { part, finding })))
    }
    tell('machine', machineFindings(machineFacts(config.dataFolder), config))
    const folder = nearestThere(config.dataFolder)
    const canWrite = isWritable(folder)
    const about = { path: folder, shown: config.dataFolder }
    tell('folder', [
        canWrite
            ? { state: 'well', text: 'folder.writable', params: about }
            : { state: 'trouble', text: 'folder.unwritable', params: about },
    ])
    told.push(...(await attempt(frame, 'rules', () => contractFindings(frame))))
    const bank = readBankFile(config.dataFolder)
    if (bank === null) {
        tell('folder', [{ state: 'well', text: 'folder.none', params: { data: frame.dataFlag } }])
    } else {
        tell('folder', folderFindings(await folderFacts(config.dataFolder)))
        told.push(...(await attempt(frame, 'store', () => bankFindings(frame))))
    }
    const exit = Math.max(0, ...told.map((one) => one.exit))
    frame.answer({
        json: { isWell: exit === 0, findings: told.map(({ exit: _, ...one }) => one) },
        text: () => doctorText(frame, told),
    })
    process.exitCode = exit
}

/** What was found, or the failures that kept it from being looked at. */
async function attempt(
    frame: Frame,
    part: Told['part'],
    look: () => Promise<readonly Told[]>,
): Promise<readonly Told[]> {
    try {
        return await look()
    } catch (cause) {
        frame.signal.throwIfAborted()
        const trouble = (sentence: string, exit: number): Told => ({
            ...{ part, state: 'trouble', sentence, exit },
        })
        const refusal = refusalOf(cause, frame.config.dataFolder)
        if (refusal !== null) {
            return refusal.map((one) => trouble(placed(frame, one), failureExit[one.code]))
        }
        if (!(cause instanceof StoreError)) throw cause
        const said = { engine: 'PostgreSQL', reason: cause.message }
        return [trouble(frame.say('cli.trouble.engine', said), engineExit)]
    }
}

function refusalOf(cause: unknown, path: string): readonly Failure[] | null {
    if (cause instanceof Refusal) return cause.failures
    const file = fileTrouble(cause, path)
    return file === null ? null : [file]
}

function placed({ say }: Frame, one: Failure): string {
    const place = [one.at?.file, one.at?.line].filter((part) => part !== undefined).join(':')
    return place === '' ? sentenceOf(one, say) : `${place}: ${sentenceOf(one, say)}`
}

async function contractFindings(frame: Frame): Promise<readonly Told[]> {
    const own = `${frame.config.dataFolder}/models`
    const { contracts, failures } = await loadContracts({ shipped: shipped.models, own })
    if (failures.length > 0) throw new Refusal(failures)
    const systems = contracts.filter(({ isShipped }) => !isShipped)
    const params = {
        count: contracts.length,
        own: systems.map(({ contract }) => contract.system).join(', ') || 'none',
    }
    return [
        inWords(frame, {
            part: 'rules',
            finding: { state: 'well', text: 'rules.contracts', params },
        }),
    ]
}

/** The store, then all that a run would read: models, rules, and whether a plan can be made. */
async function bankFindings(frame: Frame): Promise<readonly Told[]> {
    return await withBank(frame, { access: 'read', create: null }, async (session) => {
        const { bank, context } = session
        const facts = await examineStore(context.db)
        const circumstances = {
            isPrivate: frame.config.databaseUrl === null,
            holder: readHolder(bank.folder.lock),
            now: Date.now(),
        }
        const store = storeFindings(facts, circumstances).map((finding) =>
            inWords(frame, { part: 'store', finding }),
        )
        const { baseCurrency, ladders, firstClose } = bank.settings
        const settings: Finding = {
            state: 'well',
            text: 'folder.bank',
            params: {
                ...{ currency: baseCurrency, ladders: ladders.join(', ') },
                ...{ first: formatMonth(firstClose), batches: facts.batches },
            },
        }
        const rules = await attempt(frame, 'rules', () => ruleFindings(frame, session))
        return [inWords(frame, { part: 'folder', finding: settings }), ...store, ...rules]
    })
}

async function ruleFindings(frame: Frame, { context }: Session): Promise<readonly Told[]> {
    const models = await loadModels(context.modelRoots)
    const policies = await loadPolicies(context)
    const cards = await loadScorecards(context)
    const lifecycles = await loadLifecycles(context)
    const cuts = await loadCuts(context)
    await loadSurvivorship(context)
    const day = await lastRunDay(context.db)
    const steps =
        day === null ? 0 : (await planRun(context, { asOf: day, select: [] })).steps.length
    const findings: readonly Finding[] = [
        { state: 'well', text: 'rules.models', params: { count: models.size, steps } },
        {
            state: 'well',
            text: 'rules.policies',
            params: {
                policies: policies.length,
                cards: cards.length + lifecycles.length,
                cuts: cuts.reduce((sum, file) => sum + file.cuts.length, 0),
            },
        },
    ]
    return findings.map((finding) => inWords(frame, { part: 'rules', finding }))
}

function inWords(
    { say }: Frame,
    { part, finding }: { readonly part: Told['part']; readonly finding: Finding },
): Told {
    const { state, text, params } = finding
    const exit = state !== 'trouble' ? 0 : part === 'rules' ? inputExit : engineExit
    return { part, state, sentence: say(`cli.doctor.${text}`, params), exit }
}

const marks = { well: '✓', warning: '⚠', trouble: '✗' } as const
const tones = { well: 'up', warning: 'down', trouble: 'down' } as const

function doctorText({ say, paint, width }: Frame, told: readonly Told[]): string {
    const blocks = parts.flatMap((part) => {
        const lines = told
            .filter((one) => one.part === part)
            .flatMap(({ state, sentence }) => {
                const [first = '', ...rest] = linesOf(sentence, width - 4)
                const mark = paint(tones[state], marks[state])
                return [`  ${mark} ${first}`, ...rest.map((line) => `    ${line}`)]
            })
        const head = paint('strong', say(`cli.doctor.part.${part}`))
        return lines.length === 0 ? [] : [[head, ...lines].join('\n')]
    })
    const troubles = told.filter(({ state }) => state === 'trouble').length
    const warnings = told.filter(({ state }) => state === 'warning').length
    return [...blocks, say('cli.doctor.sum', { troubles, warnings })].join('\n\n')
}

/** A command that is to be copied stays on a line of its own, however long. */
function linesOf(sentence: string, width: number): readonly string[] {
    return sentence
        .split('\n')
        .flatMap((line) => (line.startsWith('./tong') ? [line] : wrapText(line, width)))
}
