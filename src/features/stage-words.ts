/** The stages of a party's life with the bank, in the order in which they are looked at. */
export const stages = [
    'potential',
    'lost',
    'dormant',
    'won_back',
    'new',
    'declining',
    'growing',
    'stable',
] as const
export type Stage = (typeof stages)[number]

/** How parties of a stage are managed. */
export const managementModes = ['attract', 'onboard', 'serve', 'rebuild'] as const
export type ManagementMode = (typeof managementModes)[number]

/** Why a party is in its stage; a closed list. `aum_unknown`: the stage before was kept. */
export const stageReasons = [
    'no_account',
    'accounts_closed',
    'dormant_long',
    'not_active',
    'active_again',
    'first_account',
    'aum_fell',
    'activity_fell',
    'aum_rose',
    'activity_rose',
    'neither',
    'aum_unknown',
] as const
export type StageReason = (typeof stageReasons)[number]
