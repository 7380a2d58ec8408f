import { expect, it } from 'vitest'
import { nearestName } from './nearest-name.ts'

const features = ['deposit_avg_month', 'fund_avg_month', 'age_years']

it.each([
    ['depost_avg_month', features, 'deposit_avg_month'],
    ['fund_avg_mnoth', features, 'fund_avg_month'],
    ['AGE_YEARS', features, 'age_years'],
    ['fund', features, null],
    ['', features, null],
    ['account_id', ['acount_id', 'amount'], 'acount_id'],
    ['account_id', ['AccountID', 'account_ids'], 'AccountID'],
    ['account_id', ['balance', 'date'], null],
    ['bank', ['type'], null],
    ['客户号', ['客户编号', '余额'], '客户编号'],
    ['客户号', ['证件号', '余额'], null],
] as const)('%s among %s is %s', (found, names, meant) => {
    expect(nearestName(found, names)).toBe(meant)
})
