import { type Forms, type Kind, level } from '../kind.ts'
import { creditCode, parseCreditCode } from './credit-code.ts'
import { permit } from './permit.ts'
import { parseResidentId, residentId } from './resident-id.ts'

const forms = [
    ...['number', 'body', 'first_14', 'old', 'proven', 'birth_day', 'sex'],
    ...['organisation', 'lasting', 'type'],
]

/**
 * A column that holds whatever document a customer showed: resident ID, credit code, passport or
 * permit, told apart by their shapes.
 */
export const identityDocument: Kind = {
    columnsMax: 1,
    forms,
    read: readDocument,
    levels: [
        level('exact', { equal: 'number' }, 'number'),
        level('reissued', { equal: 'lasting' }, 'lasting'),
        level('same_organisation', { equal: 'organisation' }, 'organisation'),
        ...residentId.levels.filter(({ id }) => id !== 'exact'),
    ],
}

const none: Forms = Object.fromEntries(forms.map((form) => [form, null]))

function readDocument(text: string): Forms | null {
    const resident = residentId.read(text)
    const number = resident?.number ?? null
    if (resident === null || number === null) return null
    if (parseResidentId(number) !== null) return { ...none, ...resident, type: 'resident' }
    if (parseCreditCode(number) !== null) {
        return { ...none, ...creditCode.read(text), type: 'organisation' }
    }
    const read = permit.read(text)
    return read === null ? null : { ...none, ...read }
}
