/** Rules that fit every field: they look at the record, not at what it tells. */
export const recordRules = ['sources', 'latest_delivered', 'latest_known', 'founding'] as const

/** Rules that look at the value; each fits some fields only. */
export const valueRules = ['valid', 'not_placeholder', 'chinese', 'longest'] as const

/** All rules of survivorship by their words. */
export const ruleWords = [...recordRules, ...valueRules] as const

/** One of {@link ruleWords}. */
export type RuleWord = (typeof ruleWords)[number]

type ValueRule = (typeof valueRules)[number]

const textRules = ['not_placeholder', 'chinese', 'longest'] as const

/** What is shown of a party, with the rules on values that fit each. */
const fieldRules = {
    name: textRules,
    kind: [],
    id_number: ['valid', 'not_placeholder', 'longest'],
    phone: ['valid', 'not_placeholder'],
    email: ['not_placeholder'],
    address: textRules,
    birth_date: ['not_placeholder'],
    sex: [],
    branch: [],
    region: [],
    industry: [],
    annual_sales: [],
    private_banking_agreement: [],
} as const satisfies Readonly<Record<string, readonly ValueRule[]>>

/** A field of a party that a policy of survivorship may name. */
export type PartyField = keyof typeof fieldRules

/** All of them, as they are shown one after the other. */
export const partyFields = Object.keys(fieldRules) as readonly PartyField[]

/** Fields that records are delivered with as texts: their contracts say `field: phone`. */
export const toldFields = ['name', 'id_number', 'phone', 'email', 'address'] as const

/** One of {@link toldFields}. */
export type ToldField = (typeof toldFields)[number]

/** The field of a name; null where a policy knows none of it. */
export function partyFieldNamed(name: string): PartyField | null {
    return partyFields.find((field) => field === name) ?? null
}

/** The rules that fit a field. */
export function rulesFitting(field: PartyField): readonly RuleWord[] {
    return [...recordRules, ...fieldRules[field]]
}
