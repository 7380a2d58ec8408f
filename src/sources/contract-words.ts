/** How the text of a file may be encoded. A mark at its beginning is always allowed for. */
export const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const
export type Encoding = (typeof encodings)[number]

/**
 * Spellings of values that banks use and that a column may allow for beside the plain one. What a
 * column does not name is refused: `1,5` is a thousand and five here and one and a half there.
 * `thousands` 1,234.50 · `full_width` １２３ · `parentheses` (500.00) is negative · `trailing_minus`
 * 500.00- · `currency` ¥ and 元 · `ten_thousands` 3.5万, 1.2亿 · `percent` 5%, 0.05 · `compact`
 * 20260105 · `slashes` 2026/1/5 · `dots` 2026.1.5 · `chinese` 2026年1月5日 · `excel_serial` 46027 ·
 * `minguo` 民國115年1月5日, 115/01/05 · `yes_no` 是, 否, Y, N · `padding` blanks around the value.
 */
export const spellings = [
    'thousands',
    'full_width',
    'parentheses',
    'trailing_minus',
    'currency',
    'ten_thousands',
    'percent',
    'compact',
    'slashes',
    'dots',
    'chinese',
    'excel_serial',
    'minguo',
    'yes_no',
    'padding',
] as const
export type Spelling = (typeof spellings)[number]
