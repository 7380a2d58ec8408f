import { Refusal } from '#domain/result.ts'
import { readConfig } from '#runtime/config.ts'
import { openBank } from '#runtime/open-bank.ts'

// A process that uses a bank: FOLDER ACCESS. It says `open`, waits for the end of its input,
// closes the bank and says `closed`; a refusal is told by its codes.

const [data, access] = process.argv.slice(2)
try {
    const bank = await openBank({
        config: readConfig({ data }),
        access: access === 'write' ? 'write' : 'read',
        create: { baseCurrency: 'CNY', ladders: ['wealth'], firstClose: 202501, demo: true },
        command: 'tong test',
    })
    console.log('open')
    for await (const _ of process.stdin);
    await bank.close()
    console.log('closed')
} catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
    console.log(JSON.stringify(cause.failures))
    process.exitCode = 5
}
