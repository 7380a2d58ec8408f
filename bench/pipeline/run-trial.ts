import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { valueOrThrow } from '#domain/result.ts'
import type { BankContext } from '#pipeline/bank-context.ts'
import { readManifest } from '#pipeline/manifest.ts'
import { snapshotPath } from '#pipeline/plan.ts'
import { type TrialQuestion, tryPolicy } from '#pipeline/try-policy.ts'
import { loadedPolicy } from '#serving/loaded-policy.ts'
import { readCloses } from '#serving/read-closes.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import type { Trial } from '#tiers/trial.ts'
import { repository } from '../repository.ts'

const file = join(repository, 'bench', 'workload', 'policies', 'workload', '2026-01.yaml')
const moversListed = 20
const levels = ['mass', 'gold', 'platinum', 'diamond', 'private']

/**
 * W4: tries the policy with higher thresholds on the twelve months that are closed. Returns the
 * seconds of the trial, and writes the matrix as the peers write theirs.
 */
export async function runTrial(context: BankContext, out: string): Promise<number> {
    const text = await readFile(file, 'utf8')
    const { baseCurrency } = context.settings
    const reading = { ...context, mayBuild: false }
    const started = performance.now()
    const policy = loadedPolicy(valueOrThrow(parsePolicy(text, { file, baseCurrency })), text)
    const question: TrialQuestion = {
        policy,
        against: null,
        from: null,
        to: null,
        limit: moversListed,
        moversFile: null,
        isCompliance: false,
    }
    const trial = await tryPolicy(reading, question, () => {})
    const seconds = (performance.now() - started) / 1000
    if (!trial.before.isStored) throw new Error('the closes that stand were made again')
    if (out === '') return seconds
    await mkdir(out, { recursive: true })
    const moversFile = join(out, 'movers.csv')
    await tryPolicy(reading, { ...question, moversFile }, () => {})
    await writeMatrix(context, { trial, moversFile, folder: out })
    return seconds
}

type Tried = { readonly trial: Trial; readonly moversFile: string; readonly folder: string }

/**
 * `matrix.parquet` below `folder`, by the parties that the movers' file names: levels, −1 for
 * none, and cents. Assets are added up as the peers do, what is unknown left out; ours of the
 * trial are null where one account is unknown. Throws where the trial counted other parties.
 */
async function writeMatrix(context: BankContext, tried: Tried): Promise<void> {
    const { warehouse } = context
    const { trial, folder } = tried
    const sql = await matrixSql(context, tried)
    await warehouse.writeParquet({ sql, folder: join(folder, 'matrix.parquet') })
    const levelOf = (tier: string | null): number => levels.indexOf(tier ?? '')
    const counted = trial.matrix.map((cell) => [
        `${levelOf(cell.from)} ${levelOf(cell.to)}`,
        cell.parties,
    ])
    const rows = await warehouse.rows(`select from_tier, to_tier, parties from (${sql}) matrix`)
    const named = rows.map((row) => [`${row.from_tier} ${row.to_tier}`, Number(row.parties)])
    const text = (cells: readonly unknown[]): string => JSON.stringify([...cells].sort())
    if (text(named) !== text(counted)) throw new Error('the movers are not those of the matrix')
}

async function matrixSql(
    { warehouse, db, folders, runsFolder }: BankContext,
    { trial, moversFile }: Tried,
): Promise<string> {
    const close = (await readCloses(db)).find(({ month }) => month === trial.to)
    if (close === undefined) throw new Error('the last month of the trial is closed')
    const { results } = await readManifest(runsFolder, close.runId)
    const relationOf = (model: string, month: number | null): string => {
        const step = month === null ? model : `${model}@${month}`
        const key = results.find((one) => one.step === step)?.key ?? ''
        const path = snapshotPath(key, { model, month, ladder: null })
        return warehouse.parquet([join(folders.snapshots, path)])
    }
    const header = (await readFile(moversFile, 'utf8')).split('\n', 1)[0] ?? ''
    const movers = warehouse.delimited({
        path: moversFile,
        delimiter: ',',
        quote: '"',
        columns: header.split(','),
    })
    return `
        with assets as (
            select owners.party_id, cast(sum(accounts.balance_avg) * 100 as bigint) as aum
            from ${relationOf('features.account_months', trial.to)} accounts
            join ${relationOf('identity.party_map', null)} owners
                on owners.record_id = accounts.owner_record_id
            where accounts.product in ('deposit', 'wealth', 'fund', 'insurance')
            group by owners.party_id
        ),
        moved as (
            select cast(party_id as bigint) as party_id, nullif(after_tier, '') as tier
            from ${movers} file
        )
        select
            coalesce(stands.level, -1) as from_tier,
            case
                when moved.party_id is null then coalesce(stands.level, -1)
                else ${levelSql('moved.tier')}
            end as to_tier,
            count(*) as parties,
            cast(coalesce(sum(assets.aum), 0) as bigint) as aum
        from ${warehouse.parquet([join(folders.snapshots, close.assignmentsPath)])} stands
        left join moved on moved.party_id = stands.party_id
        left join assets on assets.party_id = stands.party_id
        where stands.earned_cause <> 'left'
        group by 1, 2`
}

function levelSql(tier: string): string {
    const cases = levels.map((id, level) => `when '${id}' then ${level}`)
    return `case ${tier} ${cases.join(' ')} else -1 end`
}
