import { addMonths, formatMonth, type Month, parseMonth } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { type BankValues, valuesMax } from '#pipeline/draft/bank-values.ts'
import { readShippedPolicies, shippedLadders } from '#pipeline/load-policies.ts'
import type { NewBank } from '#runtime/bank-file.ts'
import { shipped } from '#runtime/shipped.ts'
import type { BankMeanings } from '#sources/bank-models.ts'
import type { BankRoles } from '#sources/bank-roles.ts'
import { bankProducts, kindOf, partyKinds, productOf } from '#sources/bank-words.ts'
import type { Asker } from './questions.ts'
import { monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'

/** What `tong init` is told beforehand: what is given is not asked. */
export type InterviewFlags = {
    readonly currency?: string
    readonly firstClose?: string
    readonly ladder?: string
}

/** What a bank begins with, and what its values mean. */
export type Interviewed = { readonly bank: NewBank; readonly meanings: BankMeanings }

type Talk = {
    readonly frame: Frame
    readonly asker: Asker
    readonly flags: InterviewFlags
    readonly roles: BankRoles
    readonly values: BankValues
}

const currencyPattern = /^[A-Z]{3}$/
/** With a year of closes a bank sees who rises and falls. */
const closesProposed = 12

/** Asks what the files do not say, each question with what is proposed and why. */
export async function interview(talk: Talk): Promise<Interviewed> {
    const currency = await currencyOf(talk)
    const kinds = await kindsOf(talk)
    const products = await productsOf(talk)
    const ladder = await ladderOf(talk, currency)
    const firstClose = await firstCloseOf(talk)
    const bank = { baseCurrency: currency, ladders: [ladder], firstClose, demo: false }
    return { bank, meanings: { kinds, products, currency } }
}

async function currencyOf({ frame, asker, flags, values }: Talk): Promise<string> {
    const { say } = frame
    if (flags.currency !== undefined) {
        const asked = flags.currency.toUpperCase()
        return currencyPattern.test(asked)
            ? asked
            : refuse('cli.init_currency', { value: flags.currency })
    }
    const [commonest] = values.currencies.filter((code) => currencyPattern.test(code))
    const answer = await asker.ask({
        text: say('cli.init.ask.currency'),
        reason: say(`cli.init.why.currency_${commonest === undefined ? 'unsaid' : 'commonest'}`),
        proposed: commonest ?? 'CNY',
        choices: null,
        accepts: (text) => currencyPattern.test(text.toUpperCase()),
    })
    return answer.toUpperCase()
}

/** Only values of which no word is known are asked for. */
async function kindsOf({ frame, asker, roles, values }: Talk): Promise<BankMeanings['kinds']> {
    const { say } = frame
    const column = roles.customers.kind ?? ''
    const kinds: Record<string, string> = {}
    if (values.kinds.length > valuesMax) return kinds
    for (const value of values.kinds) {
        const known = kindOf(value)
        kinds[value] =
            known ??
            (await asker.ask({
                text: say('cli.init.ask.kind', { column, value }),
                reason: say('cli.init.why.kind'),
                proposed: 'person',
                choices: partyKinds,
            }))
    }
    return kinds
}

async function productsOf({
    frame,
    asker,
    roles,
    values,
}: Talk): Promise<BankMeanings['products']> {
    const { say } = frame
    const column = roles.accounts.product ?? ''
    const products: Record<string, string> = {}
    if (values.products.length > valuesMax) return products
    for (const value of values.products) {
        const known = productOf(value)
        products[value] =
            known ??
            (await asker.ask({
                text: say('cli.init.ask.product', { column, value }),
                reason: say('cli.init.why.product'),
                proposed: 'deposit',
                choices: bankProducts,
            }))
    }
    return products
}

async function ladderOf({ frame, asker, flags }: Talk, currency: string): Promise<string> {
    const { say } = frame
    if (flags.ladder !== undefined) {
        return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(flags.ladder)
            ? flags.ladder
            : refuse('cli.init_ladder', { value: flags.ladder })
    }
    const ladders: string[] = []
    for (const ladder of await shippedLadders([shipped.policies])) {
        const asked = { ladders: [ladder], baseCurrency: currency }
        const { policies, failures } = await readShippedPolicies([shipped.policies], asked)
        if (policies.length > 0 && failures.length === 0) ladders.push(ladder)
    }
    const proposed = ladders.find((ladder) => ladder.startsWith('wealth')) ?? ladders[0]
    if (proposed === undefined) return refuse('cli.init_no_ladder', { currency })
    return await asker.ask({
        text: say('cli.init.ask.ladder'),
        reason: say('cli.init.why.ladder', { currency }),
        proposed,
        choices: ladders,
    })
}

async function firstCloseOf({ frame, asker, flags, values }: Talk): Promise<Month> {
    const { say } = frame
    const asked = monthFlag(flags.firstClose)
    if (asked !== null) return asked
    const { months } = values
    if (months === null) return refuse('cli.start_no_balances')
    const yearBefore = addMonths(months.last, 1 - closesProposed)
    const proposed = Math.max(months.first, yearBefore)
    const reach = { first: formatMonth(months.first), last: formatMonth(months.last) }
    const answer = await asker.ask({
        text: say('cli.init.ask.first_close'),
        reason: say('cli.init.why.first_close', reach),
        proposed: formatMonth(proposed),
        choices: null,
        accepts: (text) => {
            const month = parseMonth(text)
            return month !== null && month >= months.first && month <= months.last
        },
    })
    return parseMonth(answer) ?? proposed
}
