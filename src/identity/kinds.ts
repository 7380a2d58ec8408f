import type { Kind } from './kind.ts'
import { address } from './kinds/address.ts'
import { birthDate, date } from './kinds/birth-date.ts'
import { companyName, employer } from './kinds/company-name.ts'
import { creditCode } from './kinds/credit-code.ts'
import { email } from './kinds/email.ts'
import { identityDocument } from './kinds/identity-document.ts'
import { permit } from './kinds/permit.ts'
import { personName } from './kinds/person-name.ts'
import { phone } from './kinds/phone.ts'
import { code, exact, fullName, latinName, postcode, sex, text } from './kinds/plain-kinds.ts'
import { residentId } from './kinds/resident-id.ts'

/** Every kind of value that a policy can compare, by the name it has there. */
export const kinds = {
    address,
    birth_date: birthDate,
    code,
    company_name: companyName,
    credit_code: creditCode,
    date,
    email,
    employer,
    exact,
    full_name: fullName,
    identity_document: identityDocument,
    latin_name: latinName,
    permit,
    person_name: personName,
    phone,
    postcode,
    resident_id: residentId,
    sex,
    text,
} as const satisfies Readonly<Record<string, Kind>>

/** The name of a kind. */
export type KindId = keyof typeof kinds

/** All names of kinds, sorted. */
export const kindIds = Object.keys(kinds) as readonly KindId[]
