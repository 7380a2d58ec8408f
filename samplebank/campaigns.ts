import { chance } from './draw.ts'

/** Whether the lot chose a customer to be contacted, or to be left alone for comparison. */
export type Arm = 'treated' | 'control'

/** A customer's part in a campaign, with what would have been in the other arm. */
export type CampaignPart = {
    readonly campaign: Campaign
    readonly product: 'fund' | 'wealth'
    /** The step in which those who respond buy. */
    readonly step: number
    readonly arm: Arm
    /** Whether the customer buys, and would if contacted or left alone. */
    readonly responds: boolean
    readonly whenContacted: boolean
    readonly whenAlone: boolean
}

/** A campaign: the chances in thousandths are its true effect. */
export type Campaign = {
    readonly no: string
    readonly name: string
    readonly product: 'fund' | 'wealth'
    /** The month of the contacts; purchases come the month after. */
    readonly step: number
    readonly channel: 'phone' | 'message'
    /** How many in a thousand buy by themselves. */
    readonly alone: number
    /** How many more when contacted, below and from {@link elderFrom} on. */
    readonly lift: number
    readonly liftOfElders: number
}

/** The age from which calls do more harm than good. */
const elderFrom = 60

/** The two campaigns that the bank has run. */
export const campaigns: readonly [Campaign, Campaign] = [
    {
        ...{ no: 'CP202409', name: '金秋基金季', product: 'fund', step: 8, channel: 'phone' },
        ...{ alone: 40, lift: 90, liftOfElders: 20 },
    },
    {
        ...{ no: 'CP202503', name: '春季稳健理财', product: 'wealth', step: 14 },
        ...{ channel: 'message', alone: 60, lift: 40, liftOfElders: -30 },
    },
]

const draws = {
    isChosen: chance('campaign_chosen'),
    which: chance('campaign_which'),
    arm: chance('campaign_arm'),
    response: chance('campaign_response'),
} as const

/** Whom a campaign looks at. */
type Candidate = {
    readonly key: number
    readonly isPerson: boolean
    readonly isDormant: boolean
    readonly openStep: number
    readonly level: number
    readonly age: number
    readonly event: string | null
    readonly wishes: { readonly fund: number; readonly wealth: number }
}

/**
 * The lot of a customer: half of those with 20,000 to 1,000,000 yuan who hold nothing of the kind
 * are chosen, three in five of them are contacted. One draw decides both outcomes, so that the
 * truth knows what nobody can see.
 */
export function campaignPart(one: Candidate): CampaignPart | null {
    const { key, level } = one
    const isQuiet = one.isPerson && !one.isDormant && one.event === null && one.openStep < -1
    if (!isQuiet || level < 2_000_000 || level >= 100_000_000) return null
    if (draws.isChosen(key, 100) >= 50) return null
    const campaign = draws.which(key, 2) === 0 ? campaigns[0] : campaigns[1]
    if (one.wishes[campaign.product] > 0) return null
    const arm = draws.arm(key, 100) < 60 ? 'treated' : 'control'
    const drawn = draws.response(key, 1000)
    const lift = one.age >= elderFrom ? campaign.liftOfElders : campaign.lift
    const whenContacted = drawn < campaign.alone + lift
    const whenAlone = drawn < campaign.alone
    return {
        ...{ campaign, arm, whenContacted, whenAlone },
        product: campaign.product,
        step: campaign.step + 1,
        responds: arm === 'treated' ? whenContacted : whenAlone,
    }
}
