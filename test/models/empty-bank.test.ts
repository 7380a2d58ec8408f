import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openDeliveredBank } from './delivered-bank.ts'

const sources = join(import.meta.dirname, '../../models/sources')
const shipped = (await readdir(sources))
    .filter((file) => file.endsWith('.yml'))
    .map((file) => file.replace(/\.yml$/, ''))

/** What has rows in a bank that has delivered nothing: the calendar that comes with Tong. */
const shippedRows = [
    'identity.calendar',
    'identity.calendar_days',
    'identity.shipped_calendar_days',
]

it('all models build where every system has delivered empty tables', async () => {
    expect(shipped.length).toBeGreaterThan(8)
    const bank = await openDeliveredBank(Object.fromEntries(shipped.map((one) => [one, {}])))
    const counts = await bank.counts(['staging', 'identity'])
    await bank.close()
    expect(counts.size).toBeGreaterThan(100)
    const filled = [...counts].filter(([, rows]) => rows > 0).map(([model]) => model)
    expect(filled.sort()).toEqual(shippedRows)
})

it('all nouns are empty where no system has delivered', async () => {
    const bank = await openDeliveredBank({})
    const counts = await bank.counts(['identity'])
    await bank.close()
    expect(counts.size).toBeGreaterThan(40)
    const filled = [...counts].filter(([, rows]) => rows > 0).map(([model]) => model)
    expect(filled.sort()).toEqual(shippedRows)
})
