import { columnJoint } from '#identity/kind.ts'
import type { KindId } from '#identity/kinds.ts'
import type { PiiClass } from '#sources/contract.ts'
import { maskValue } from '#sources/mask-value.ts'
import { plainText } from './text-fit.ts'

/** Kinds whose class says more than that they are personal. */
const classes: Partial<Readonly<Record<KindId, PiiClass>>> = {
    ...{ address: 'address', birth_date: 'birth_date', email: 'email', phone: 'phone' },
    ...{ sex: 'sensitive', person_name: 'name', latin_name: 'name', full_name: 'name' },
}

/** A value that too many records share as a message may show it: it may be somebody's after all. */
export function maskedPlaceholder(value: string, kind: KindId): string {
    const text = plainText(value.replaceAll(columnJoint, ' ')).trim()
    return maskValue(text, classes[kind] ?? 'id_number')
}
