import { makeBank } from './bench/pipeline/tong-bank.ts'

for (const size of ['S', 'M']) await makeBank(`/tmp/lab/nbank-${size}`)
