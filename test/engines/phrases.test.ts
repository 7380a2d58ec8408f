import { expect, it } from 'vitest'
import { formatDecimal } from '#domain/decimal.ts'
import { keepWarehouse } from '../keep-warehouse.ts'

const opened = keepWarehouse()

/** An amount of decimal(18,2) at a rate as the bank stores it. */
async function converted({ amount, rate }: Record<'amount' | 'rate', string>) {
    const { rows, dialect } = opened.warehouse
    const given = `select cast(${amount} as decimal(18,2)) as amount, ${rate} as given_rate`
    const expression = dialect.at_rate('amount', 'cast(given_rate as decimal(18,8))')
    const [row] = await rows(`select ${expression} as value from (${given})`)
    const value = row?.value ?? null
    return typeof value === 'object' && value !== null ? formatDecimal(value) : value
}

it('converts amounts of any size at a stored rate, half away from zero', async () => {
    // 5.37 × 7.12345678 = 38.2529…; 0.5 × 0.01 = 0.005, which is a cent.
    expect(await converted({ amount: '5.37', rate: '7.12345678' })).toBe('38.25')
    expect(await converted({ amount: '0.50', rate: '0.01' })).toBe('0.01')
    expect(await converted({ amount: '-0.50', rate: '0.01' })).toBe('-0.01')
    const large = { amount: '900000000000.01', rate: '7.25000000' }
    expect(await converted(large)).toBe('6525000000000.07')
    expect(await converted({ amount: 'null', rate: '7.25' })).toBeNull()
})
