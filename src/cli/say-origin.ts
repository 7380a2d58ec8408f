import type { Say } from '#domain/say.ts'
import type { OriginReason } from '#pipeline/identity/choose-origin.ts'
import type { ShownField } from '#pipeline/identity/shown-fields.ts'
import { plainText } from './terminal/text-fit.ts'

/** What stands in place of a value that the viewer may not see. */
export const withheldValue = '***'

/** Why a record is the one that a field is shown of, as a clause without a full stop. */
export function sayOrigin(reason: OriginReason, say: Say): string {
    return say(`cli.field.reason.${reason}`)
}

/** Words of the model such as person and female are said; other values stand as they are. */
export function sayShown({ field, value }: Pick<ShownField, 'field' | 'value'>, say: Say): string {
    const isWord = ['kind', 'sex', 'private_banking_agreement'].includes(field)
    return isWord && value !== withheldValue ? say(`features.value.${value}`) : plainText(value)
}
