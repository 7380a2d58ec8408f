import type { TextParams } from '#domain/say.ts'

/** Something lawful in a policy that is probably not meant. */
export type PolicyWarning = {
    /** Of its text, `tiers.warning.…`. */
    readonly key: string
    readonly params: TextParams
    /** Where the policy's file has it, such as `['tiers', 2, 'requires']`. */
    readonly path: readonly (string | number)[]
}
