import { expect, it } from 'vitest'
import { formatColumnType, parseColumnType } from './column-type.ts'

it.each(['bigint', 'integer', 'varchar', 'date', 'boolean', 'double', 'decimal(18,2)'])(
    'reads and writes %s',
    (text) => {
        const type = parseColumnType(text)
        expect(type === null ? null : formatColumnType(type)).toBe(text)
    },
)

it.each(['text', 'decimal', 'decimal(39,2)', 'decimal(2,3)', 'decimal(18, 2)', 'Bigint', ''])(
    'refuses %s',
    (text) => {
        expect(parseColumnType(text)).toBeNull()
    },
)
