import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeBank } from '#pipeline/close-bank.ts'
import { readCloses } from '#serving/read-closes.ts'
import { removeBank } from '../e2e/small-bank.ts'
import { type ClosingBank, ladder, openClosingBank } from './closing-bank.ts'

let opened: ClosingBank
beforeAll(async () => {
    opened = await openClosingBank()
})
afterAll(async () => {
    await opened.bank.close()
    await removeBank(opened.small)
})

test('tells what it takes in, and one that is called off leaves nothing', async () => {
    const { context } = opened
    const stop = new AbortController()
    const told: string[] = []
    const calledOff = closeBank(
        {
            ...context,
            signal: stop.signal,
            onPublish: ({ done, total, part }) => {
                told.push(`${done}/${total} ${part}`)
                if (done === 2) stop.abort(new Error('called off'))
            },
        },
        { through: 202503 },
    )
    await expect(calledOff).rejects.toThrow('called off')
    const parts = [1, 2, 3].map((no) => `${no}/4 ${ladder}@20250${no}`)
    expect(told).toEqual(['0/4 identity.parties', ...parts.slice(0, 2)])
    expect(await readCloses(context.db)).toEqual([])
    told.length = 0
    const onPublish: typeof context.onPublish = ({ done, total, part }) =>
        void told.push(`${done}/${total} ${part}`)
    await closeBank({ ...context, onPublish }, { through: 202503 })
    expect(told).toEqual(['0/4 identity.parties', ...parts, '4/4 '])
    expect((await readCloses(context.db)).map(({ month }) => month)).toEqual([
        202501, 202502, 202503,
    ])
})
