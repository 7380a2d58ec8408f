import { describe, expect, it } from 'vitest'
import type { KindId } from '../kinds.ts'
import { formsOf, levelOfTexts } from '../level-of.ts'
import { residentCheckDigit } from './resident-id.ts'

/** A card that is in order, of an area that no list has. */
function card(born: string, order: string): string {
    const body = `990101${born}${order}`
    return body + residentCheckDigit(body)
}

const own = card('19840229', '001')
const twin = card('19840229', '003')
const other = card('19911111', '005')
/** The same card with a digit of the year, two neighbours, or the last digits wrong. */
const misspelt = `${own.slice(0, 9)}${own.charAt(9) === '4' ? '5' : '4'}${own.slice(10)}`
const turned = own.slice(0, 14) + own.charAt(15) + own.charAt(14) + own.slice(16)
const lastWrong = own.slice(0, 17) + (own.endsWith('1') ? '2' : '1')
const old = `${own.slice(0, 6)}${own.slice(8, 17)}`
const oldMisspelt = `${old.slice(0, 2)}9${old.slice(3)}`

type Row = readonly [kind: KindId, a: string, b: string, level: string | null]

const documents: readonly Row[] = [
    ['resident_id', own, own, 'exact'],
    ['resident_id', own, ` ${own.slice(0, 6)} ${own.slice(6)} `, 'exact'],
    ['resident_id', own, old, 'exact'],
    ['resident_id', old, old, 'exact'],
    ['resident_id', '11010519491231002x', '11010519491231002X', 'exact'],
    ['resident_id', own, misspelt, 'one_digit_off'],
    ['resident_id', own, lastWrong, 'one_digit_off'],
    ['resident_id', own, own.slice(0, 17), 'one_digit_off'],
    ['resident_id', own, oldMisspelt, 'one_digit_off'],
    ['resident_id', own, twin, 'same_birth_and_place'],
    ['resident_id', old, twin, 'same_birth_and_place'],
    ['resident_id', own, other, 'different'],
    ['resident_id', own, '111111111111111111', null],
    ['resident_id', own, '123456789012345678', null],
    ['resident_id', own, '990101********0011', null],
    ['resident_id', own, '无', null],
    ['resident_id', own, card('19000101', '001'), null],
    ['identity_document', own, old, 'exact'],
    ['identity_document', own, twin, 'same_birth_and_place'],
    ['identity_document', own, 'E13572468', 'different'],
    ['identity_document', 'e1357 2468', 'E13572468', 'exact'],
    ['identity_document', 'H1357246801', 'H1357246802', 'reissued'],
    ['identity_document', '91110000600037341L', '91110000600037341l', 'exact'],
    ['permit', 'H13572468', 'H1357246801', 'reissued'],
    ['permit', 'M1357246800', 'M 13572468-00', 'exact'],
    ['permit', 'E13572469', 'E13572460', 'one_character_off'],
    ['permit', 'E13572469', 'E98765432', null],
    ['permit', 'E13572469', 'E97765132', 'different'],
    ['credit_code', '91110000600037341L', '９１１１００００６０００３７３４１Ｌ', 'exact'],
    ['credit_code', '91110000600037341L', '60003734-1', 'same_organisation'],
    ['credit_code', '91110000600037341L', '91110000600037341X', 'same_organisation'],
    ['credit_code', '91110000600037341L', '91110000600037431L', 'one_character_off'],
    ['credit_code', '91110000600037341L', '93996521MA4YKGBWXM', 'different'],
    ['credit_code', '91110000600037341L', '000000000000000000', null],
]

const phones: readonly Row[] = [
    ['phone', '13912340567', '13912340567', 'exact'],
    ['phone', '13912340567', '+86 139-1234-0567', 'exact'],
    ['phone', '13912340567', '008613912340567', 'exact'],
    ['phone', '13912340567', '8613912340567', 'exact'],
    ['phone', '13912340567', '013912340567', 'exact'],
    ['phone', '13912340567', '１３９１２３４０５６７', 'exact'],
    ['phone', '13912340567', '13912340567/021-62340567', 'exact'],
    ['phone', '13912340567', '13912340568', 'one_digit_off'],
    ['phone', '13912340567', '13912304567', 'one_digit_off'],
    ['phone', '13912340567', '1391234056', 'one_digit_off'],
    ['phone', '13912340567', '15098761234', 'different'],
    ['phone', '021-62340567', '(021)62340567', 'exact'],
    ['phone', '021-62340567', '021-62340567-8001', 'exact'],
    ['phone', '021-62340567', '021-62340567转8001', 'exact'],
    ['phone', '021-62340567', '62340567', 'same_line'],
    ['phone', '+86 21 62340567', '62340567', 'same_line'],
    ['phone', '+86 21 62340567', '021 6234 0567', 'exact'],
    ['phone', '021-62340567', '010-62340567', 'different'],
    ['phone', '0755-26780123', '0755 2678 0123', 'exact'],
    ['phone', '13912340567', '15098761234/13912340567', 'other_number'],
    ['phone', '13912340567', '15098761234\u001f13912340567', 'other_number'],
    ['phone', '13800000000、13912340567', '13912340567', 'exact'],
    ['phone', '+852 9123 5678', '(00852)91235678', 'exact'],
    ['phone', '+852 9123 5678', '9123 5678', 'same_line'],
    ['phone', '+886 912 305 678', '0912-305-678', 'same_line'],
    ['phone', '+852 9123 5678', '+853 9123 5678', 'one_digit_off'],
    ['phone', '13912340567', '13800000000', null],
    ['phone', '13912340567', '13800138000', null],
    ['phone', '13912340567', '15411111111', null],
    ['phone', '13912340567', '15412345678', null],
    ['phone', '13912340567', '139****0567', null],
    ['phone', '13912340567', '11111111', null],
    ['phone', '13912340567', '无', null],
    ['phone', '13912340567', '1', null],
]

describe('numbers', () => {
    it.each([...documents, ...phones])('%s %s and %s: %s', (...row) => {
        const [kind, a, b, level] = row
        expect(levelOfTexts(kind, { a, b })).toBe(level)
        expect(levelOfTexts(kind, { a: b, b: a })).toBe(level)
    })

    it('of cards prove a person only where their check digit is right', () => {
        expect(formsOf('resident_id', own)).toMatchObject({ proven: own, birth_day: '19840229' })
        expect(formsOf('resident_id', misspelt)).toMatchObject({ proven: null })
        expect(formsOf('resident_id', old)).toMatchObject({ proven: null, number: own })
        expect(formsOf('resident_id', turned)).toMatchObject({
            proven: turned === own ? own : null,
        })
    })
})
