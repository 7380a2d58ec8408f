/**
 * Someone whom `tong.yaml` names, and what the bank lets that person do. Whoever is not named may
 * ask and look, and approve nothing.
 */
export type Person = {
    readonly name: string
    /** May see what confidential rules hide from everyone else. */
    readonly isCompliance: boolean
    readonly mayApprovePolicies: boolean
    /** By ladder the highest tier that the person may approve; a ladder left out: none. */
    readonly approves: Readonly<Record<string, string>>
}
