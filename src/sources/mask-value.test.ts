import { expect, it } from 'vitest'
import { maskValue } from './mask-value.ts'

it('hides personal data but for its ends, and shortens the rest', () => {
    expect(maskValue('11010119900101123X', 'id_number')).toBe('1****************X')
    expect(maskValue('张伟', 'name')).toBe('**')
    expect(maskValue('欧阳明', 'name')).toBe('欧*明')
    expect(maskValue('1,234.50', null)).toBe('1,234.50')
    expect(maskValue('x'.repeat(80), null)).toBe(`${'x'.repeat(60)}…`)
})
