import type { AssignmentView } from '#serving/assignment-view.ts'
import type { Policy } from '#tiers/policy.ts'
import type { Frame } from '../run-command.ts'

/** How to speak, and under which rules. */
type Style = Pick<Frame, 'say' | 'language'> & { readonly policy: Policy }

/** Why a party has its tier, in a few words: the review, then what is given beside it. */
export function causeText(assignment: AssignmentView, style: Style): string {
    const { earnedCause, cause } = assignment
    const { say } = style
    if (earnedCause === null) return say('cli.cause.restricted')
    const earned = say(`cli.cause.${earnedCause}`)
    if (cause === 'earned') return earned
    const given = givenText(assignment, style)
    return earnedCause === 'unchanged' ? given : `${earned} · ${given}`
}

/** What is given beside the tier earned, with what made it: `floor: staff of the bank`. */
export function givenText({ cause, rule }: AssignmentView, style: Style): string {
    const { say, policy, language } = style
    if (cause === null) return say('cli.cause.restricted')
    const given = say(`cli.given.${cause}`)
    if (rule === null) return given
    const written = [...policy.floors, ...policy.caps].find(({ id }) => id === rule)
    if (written !== undefined) {
        return say('cli.given.because', { given, reason: written.reason[language] })
    }
    if (rule === 'express') {
        return say('cli.given.because', { given, reason: say('cli.given.express') })
    }
    return say('cli.given.numbered', { given, number: rule })
}
