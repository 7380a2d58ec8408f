import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { valueOrThrow } from '#domain/result.ts'
import { importBatch } from '#pipeline/import/import-batch.ts'
import { parseContract } from '#sources/contract.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
const folder='/tmp/tong3/typed/bank'
await rm(folder,{recursive:true,force:true}); await mkdir(join(folder,'tmp'),{recursive:true})
const warehouse=await openDuckdb({spillFolder:join(folder,'spill'),memoryLimitGb:4,threads:2})
const w={...warehouse}
const T=(name:string)=>async(...a:any[])=>{const t=performance.now(),u=process.cpuUsage();const r=await (warehouse as any)[name](...a);const v=process.cpuUsage(u);const sql=a[0].sql??a[0];console.log('  ',name,((performance.now()-t)/1e3).toFixed(2),'cpu',((v.user+v.system)/1e6).toFixed(2),String(sql).slice(0,70));return r}
if (!process.env.QUIET) for (const n of ['writeParquet','writeCsv','rows']) (w as any)[n]=T(n)
const text=await readFile(process.argv[2]!,'utf8')
const t=performance.now(); let last=t,step=''
const u=process.cpuUsage()
const r=await importBatch({warehouse:w as any,ledger:{find:async()=>null,latest:async()=>null,record:async()=>{}},contract:valueOrThrow(parseContract(text,{file:'x'})),contractText:text,folder:process.argv[3]!,into:{batches:join(folder,'batches'),tmp:join(folder,'tmp')},signal:new AbortController().signal,onProgress:p=>{if(p.step!==step){console.log(p.step,((performance.now()-t)/1e3).toFixed(2));step=p.step}},examine:async d=>{console.log(JSON.stringify(d.tables));return[]}})
const v=process.cpuUsage(u)
console.log('total',((performance.now()-t)/1e3).toFixed(2),'cpu',((v.user+v.system)/1e6).toFixed(2),'rss',Math.round(process.resourceUsage().maxRSS/1024),JSON.stringify(r.batch.rows))
warehouse.close()
