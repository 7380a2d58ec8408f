import type { Month } from '#domain/month.ts'
import { everybody } from '#serving/among.ts'
import type { BuiltContext } from '../bank-context.ts'
import { restrictedOf } from '../cuts/cut-relation.ts'
import { findBook } from './find-book.ts'
import { findBranches } from './find-branches.ts'
import type { FoundScope } from './found-scope.ts'

/** What part of the bank is asked for, in the words of whoever asks. */
export type ScopeAsked =
    | { readonly kind: 'bank' }
    | { readonly kind: 'branch' | 'manager'; readonly text: string }

/** Nothing less than the whole bank. */
export const wholeBank: ScopeAsked = { kind: 'bank' }

/**
 * Finds the part of the bank that is asked for. Refuses as `findBranches` and `findBook` do.
 */
export async function findScope(
    context: BuiltContext,
    { asked, month }: { readonly asked: ScopeAsked; readonly month: Month },
): Promise<FoundScope> {
    if (asked.kind === 'bank') {
        return { scope: { kind: 'bank' }, among: everybody, parties: null, open: null }
    }
    const find = asked.kind === 'branch' ? findBranches : findBook
    const found = await find(context, { text: asked.text, month })
    const restricted = await restrictedOf(context, month)
    if (restricted.length === 0) return { ...found, open: found.parties }
    return {
        ...found,
        open: `(
    select kept.party_id from ${found.parties} kept
    where not exists (
        select 1 from (${restricted.join(' union all ')}) hidden
        where hidden.party_id = kept.party_id
    )
)`,
    }
}
