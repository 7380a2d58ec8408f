import { refuse } from '#domain/result.ts'
import { isRestrictedParty, type RestrictedQuestion } from '#serving/restricted-party.ts'
import type { Session } from './bank-session.ts'
import { viewerOf } from './viewer.ts'

/**
 * Of a restricted customer others than compliance are told no more than the tier given. Refuses
 * with `cli.party_restricted`, which names the customer as the viewer did.
 */
export async function assertOpenParty(
    session: Session,
    { party, ...question }: RestrictedQuestion & { readonly party: string },
): Promise<void> {
    if (!(await isOpenParty(session, question))) refuse('cli.party_restricted', { party })
}

/** Whether the viewer may be told more of a customer than the tier given. */
export async function isOpenParty(
    session: Session,
    question: RestrictedQuestion,
): Promise<boolean> {
    if (viewerOf(session).isCompliance) return true
    return !(await isRestrictedParty(session.context.db, question))
}
