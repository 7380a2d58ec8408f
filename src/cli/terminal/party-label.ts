import type { PartyName } from '#pipeline/groups/party-names.ts'
import { plainText } from './text-fit.ts'

/** A party as one word group: its name, masked where it is a person's, and its key. */
export function partyLabel({ name, recordKey }: Pick<PartyName, 'name' | 'recordKey'>): string {
    return name === null ? plainText(recordKey) : `${plainText(name)} (${plainText(recordKey)})`
}
