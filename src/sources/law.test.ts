import { expect, test } from 'vitest'
import { columnsOfLaw, formatLaw, parseLaw } from './law.ts'

test.each([
    ['closed_on >= opened_on', 'closed_on >= opened_on', ['closed_on', 'opened_on']],
    ['  a   =  b +  c ', 'a = b + c', ['a', 'b', 'c']],
    ['停售日 >= 发行日', '停售日 >= 发行日', ['停售日', '发行日']],
    ['a <> b', 'a <> b', ['a', 'b']],
])('%j is a law', (text, written, columns) => {
    const law = parseLaw(text)
    expect(law).not.toBeNull()
    if (law === null) return
    expect(formatLaw(law)).toBe(written)
    expect(columnsOfLaw(law)).toEqual(columns)
})

test.each(['', 'a', 'a >=', 'a => b', 'a >= b c', 'a >= b +', 'a + b = c', '; drop table x'])(
    '%j is none',
    (text) => {
        expect(parseLaw(text)).toBeNull()
    },
)
