import { foldText, isMasked } from '../forms/fold-text.ts'
import { isPlaceholderWord } from '../forms/placeholders.ts'
import { type Forms, type Kind, level } from '../kind.ts'

/** E-mail addresses. */
export const email: Kind = {
    columnsMax: 1,
    forms: ['address', 'user', 'domain'],
    read: readEmail,
    levels: [
        level('exact', { equal: 'address' }, 'address'),
        level('same_user', { equal: 'user' }, 'user'),
        level('similar', { similar: 'address', min: 0.88 }),
        level('similar_user', { similar: 'user', min: 0.88 }),
    ],
}

const fillers = new Set(['test', 'no', 'none', 'null', 'noreply', 'no-reply', 'na', 'example'])

/** A text without a user or a domain keeps what it has: half an address is evidence too. */
function readEmail(text: string): Forms | null {
    const address = foldText(text).replaceAll(' ', '').toLowerCase()
    if (isMasked(address.toUpperCase()) || isPlaceholderWord(address.toUpperCase())) return null
    const at = address.lastIndexOf('@')
    const user = at === -1 ? address : address.slice(0, at)
    const domain = at === -1 ? '' : address.slice(at + 1)
    if (fillers.has(user)) return null
    return { address, user: user === '' ? null : user, domain: domain === '' ? null : domain }
}
