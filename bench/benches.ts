import type { Bench } from './bench.ts'
import { berkaBench } from './berka.ts'
import { exportBench } from './export/export.ts'
import { helpBench } from './help.ts'
import { identityBench } from './identity/identity.ts'
import { importBench } from './import/import.ts'
import { largeBench } from './large/large.ts'
import { lifecycleBench } from './lifecycle/lifecycle.ts'
import { npmStartBench } from './npm-start.ts'
import { pipelineBench } from './pipeline/pipeline.ts'
import { sampleBankBench } from './sample-bank.ts'

/** All fixed pieces of work, in the order of the list. */
export const benches: readonly Bench[] = [
    npmStartBench,
    helpBench,
    berkaBench,
    sampleBankBench,
    pipelineBench,
    importBench,
    exportBench,
    lifecycleBench,
    identityBench,
    largeBench,
]
