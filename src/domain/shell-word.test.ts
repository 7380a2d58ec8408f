import { expect, test } from 'vitest'
import { shellWord } from './shell-word.ts'

test.each([
    ['/srv/tong/bank-1', '/srv/tong/bank-1'],
    ['/数据/银行', '/数据/银行'],
    ['/my bank', "'/my bank'"],
    ["it's", "'it'\\''s'"],
    ['$HOME', "'$HOME'"],
    ['', "''"],
])('%s is one word of a shell', (text, word) => {
    expect(shellWord(text)).toBe(word)
})
