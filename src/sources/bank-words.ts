/** The products of the one model of the bank, and words by which banks write them. */
const productWords: readonly (readonly [string, RegExp])[] = [
    ['mortgage', /mortgage|housing|按揭|房贷|房貸|住房/i],
    ['card', /card|信用卡|贷记卡|貸記卡/i],
    ['loan', /loan|credit|lend|贷款|貸款|放款/i],
    ['fund', /fund|基金/i],
    ['insurance', /insur|保险|保險/i],
    ['wealth', /wealth|structured|理财|理財|资管|資管/i],
    ['deposit', /deposit|saving|current|demand|term|time|checking|存款|活期|定期|储蓄|儲蓄/i],
]

/** The products that an account may be, deposits first. */
export const bankProducts: readonly string[] = productWords.map(([product]) => product).toReversed()

/** What a party may be. */
export const partyKinds = ['person', 'company'] as const

const kindWords: readonly (readonly [string, RegExp])[] = [
    ['company', /^(c|co|corp\w*|compan\w*|e|enterprise|b|business|firm|org\w*|legal\w*|2)$/i],
    ['company', /企业|企業|公司|对公|對公|法人|单位|單位|机构|機構/],
    ['person', /^(p|pers\w*|i|ind\w*|n|natural\w*|retail|private|1)$/i],
    ['person', /个人|個人|自然人|对私|對私|零售/],
]

/** The product that a value speaks of; null where no word of it is known. */
export function productOf(value: string): string | null {
    return productWords.find(([, words]) => words.test(value))?.[0] ?? null
}

/** Whether a value speaks of persons or of companies; null where no word of it is known. */
export function kindOf(value: string): string | null {
    return kindWords.find(([, words]) => words.test(value))?.[0] ?? null
}
