import { expect, it } from 'vitest'
import { csvField } from './csv-field.ts'

it('quotes what a reader would take apart, and nothing else', () => {
    expect(csvField(null)).toBe('')
    expect(csvField('')).toBe('')
    expect(csvField('张伟 & Söhne')).toBe('张伟 & Söhne')
    expect(csvField('a,b')).toBe('"a,b"')
    expect(csvField('he said "no"')).toBe('"he said ""no"""')
    expect(csvField('one\ntwo')).toBe('"one\ntwo"')
    expect(csvField('one\rtwo')).toBe('"one\rtwo"')
    expect(csvField(' begins')).toBe('" begins"')
})
