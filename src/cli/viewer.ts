import type { Viewer } from '#serving/withhold.ts'
import { isCompliance } from '#workbench/authority.ts'
import type { Session } from './bank-session.ts'

/** Who looks: the user of the operating system, with the rights that `tong.yaml` gives. */
export function viewerOf({ bank }: Pick<Session, 'bank'>): Viewer {
    return { isCompliance: isCompliance(bank.people, bank.actor) }
}
