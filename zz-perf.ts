import { basename } from 'node:path'
import { readFileSync } from 'node:fs'
import { loadModels } from '#pipeline/load-models.ts'
import { closeClasses } from '#pipeline/trial-closes.ts'
import { withTrialModels } from '#pipeline/trial-models.ts'
import { createMoves, readCounts, readMatrix, readNearCounts } from '#pipeline/trial-figures.ts'
import { moverIdsSql, moversSql } from '#pipeline/trial-movers.ts'
import { loadedPolicy } from '#serving/loaded-policy.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import { valueOrThrow } from '#domain/result.ts'
import { writeClose } from '#tiers/write-close.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
const w = await openDuckdb({ spillFolder: '/tmp/tong2/trial/spill', memoryLimitGb: 6, threads: 2 })
const log: any[] = []
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1e6 }
const warehouse = { ...w,
  rows: async (sql: string, v?: any) => { const t = performance.now(), c = cpu(); const r = await w.rows(sql, v); log.push([((performance.now()-t)/1000).toFixed(3), (cpu()-c).toFixed(3), sql.slice(0,70).replace(/\s+/g,' ')]); return r },
  parquet: (paths: readonly string[]) => { const b = basename(paths[0]!); if (b.startsWith('m')) return `read_parquet('/tmp/tong2/trial/x/${b}.parquet')`; return `(select cast(null as integer) as month, cast(null as varchar) as kind, cast(null as bigint) as old_party_id, cast(null as bigint) as new_party_id where 1=0)` } }
const context: any = { warehouse, folders: { snapshots: '', batches: '', human: '', scratch: '/tmp/tong2/trial/spill' }, mayBuild: false, signal: new AbortController().signal, now: Date.now, onProgress() {} }
const models = withTrialModels(await loadModels(['/work/main/models']))
const load = (f: string) => { const text = readFileSync(f, 'utf8'); return loadedPolicy(valueOrThrow(parsePolicy(text, { file: f, baseCurrency: 'CNY' })), text) }
const side = (name: any, rules0: any): any => { const rules = { ...rules0, policy: { ...rules0.policy, effectiveFrom: 202501 } }; const months = Array.from({length: 12}, (_, i) => ({ month: 202501 + i, rules, closed: null })); return { name, ladder: 'workload', months, startPath: null, models,
  inputs: { asOf: '2025-12-31', baseCurrency: 'CNY', systems: [], sourceTable: () => null, firstMonth: 190001, firstClose: 202501, rulesOf: () => ({ policyKey: rules.policyKey, ...writeClose(rules.policy) }), closedPath: () => null, humanPath: () => null, openingOf: () => null },
  built: (t: any) => t.model === 'identity.party_changes' ? 'changes' : `m${t.month % 100}` } }
const base = '/work/main/bench/workload/policies/workload/'
const before = load(base + '2025-01.yaml'), after = load(base + '2026-01.yaml')
const total = async (name: string, f: () => Promise<any>) => { log.length = 0; const t = performance.now(), c = cpu(); const r = await f(); console.log('==', name, 'wall', ((performance.now()-t)/1000).toFixed(2), 'cpu', (cpu()-c).toFixed(2), 'rss', Math.round(process.memoryUsage().rss/1e6)); for (const l of log) if (Number(l[1]) > 0.04) console.log('  ', l.join('  ')); return r }
const b = await total('before', () => closeClasses(context, side('before', before), () => {}))
const a = await total('after', () => closeClasses(context, side('after', after), () => {}))
if (process.env.AGAIN) await total('after again', () => closeClasses(context, side('after', after), () => {}))
// a stored baseline
await w.rows(`create or replace temp table stored as select * from ${b.last('true')} x`)
await w.rows(`copy (select * from stored) to '/tmp/tong2/trial/x/stored12.parquet' (format parquet, row_group_size 40960)`)
const stored: any = { counted: () => `(select *, 1 as weight from '/tmp/tong2/trial/x/stored12.parquet')`, last: (f: string) => `(select * from '/tmp/tong2/trial/x/stored12.parquet' where ${f})` }
const features = `select * from read_parquet('/tmp/tong2/trial/x/m12.parquet')`
for (const bb of [stored, b]) {
await total('moves', () => createMoves({ warehouse: warehouse as any, before: { closes: bb, policy: before.policy }, after: { closes: a, policy: after.policy }, features }))
await total('counts', async () => { for (let m = 1; m <= 12; m++) { await readCounts(warehouse as any, { relation: bb.counted(202500+m), order: [] }); await readCounts(warehouse as any, { relation: a.counted(202500+m), order: [] }) } })
void (await total('matrix', () => readMatrix(warehouse as any, [])))
await total('near', async () => { await readNearCounts(warehouse as any, { side: 'before', tiers: before.policy.tiers }); await readNearCounts(warehouse as any, { side: 'after', tiers: after.policy.tiers }) })
await total('movers', async () => { const src: any = { before: { closes: bb, policy: before.policy }, after: { closes: a, policy: after.policy }, parties: `select cast(0 as bigint) as party_id, 'x' as record_key, 'x' as name_masked, 'x' as branch where 1=0`, isCompliance: false }; const ids = (await warehouse.rows(moverIdsSql(src, 20))).map((r: any) => r.party_id); return await warehouse.rows(moversSql(src, ids)) })
}
console.log(await w.rows('select count(*) as n from trial_after_classes'))
