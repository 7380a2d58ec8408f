import { refuse } from '#domain/result.ts'

/** A version of a ladder's rules by name, `wealth@2026-01`. */
export type PolicyRef = { readonly ladder: string; readonly version: string }

/** Reads `wealth@2026-01`. Refuses with `workbench.policy_ref` what names no version. */
export function parsePolicyRef(text: string): PolicyRef {
    const at = text.indexOf('@')
    const ref = { ladder: text.slice(0, Math.max(at, 0)), version: text.slice(at + 1) }
    return ref.ladder === '' || ref.version === '' ? refuse('workbench.policy_ref', { text }) : ref
}

/** `wealth@2026-01`, the subject of all events of a version. */
export function formatPolicyRef({ ladder, version }: PolicyRef): string {
    return `${ladder}@${version}`
}
