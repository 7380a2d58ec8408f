import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { maskedSql, maskValue } from '#sources/mask-value.ts'
import { openTestWarehouse, type TestWarehouse } from '../open-warehouse.ts'

let opened: TestWarehouse
beforeAll(async () => {
    opened = await openTestWarehouse()
})
afterAll(async () => {
    await opened.close()
})

it('hides the same letters in SQL as in TypeScript', async () => {
    const letter = fc.constantFrom('张', '𠮷', 'a', '1', ' ', "'", 'é')
    const text = fc.array(letter, { maxLength: 70 }).map((letters) => letters.join(''))
    await fc.assert(
        fc.asyncProperty(fc.array(text, { minLength: 20, maxLength: 20 }), async (texts) => {
            for (const pii of [null, 'name', 'sensitive'] as const) {
                const values = texts.map((_, index) => `(${index}, cast($${index + 1} as varchar))`)
                const rows = await opened.warehouse.rows(
                    `select ${maskedSql('t', pii)} as masked ` +
                        `from (values ${values.join(', ')}) texts(n, t) order by n`,
                    texts,
                )
                expect(rows.map(({ masked }) => masked)).toEqual(
                    texts.map((one) => maskValue(one, pii)),
                )
            }
        }),
        { numRuns: 10 },
    )
})
