import { nearestName } from '#domain/nearest-name.ts'

/**
 * The name that someone most likely meant: the first that holds what was written, else the nearest
 * one; `none` where there is none.
 */
export function likelyName(text: string, names: readonly string[]): string {
    const written = text.trim()
    if (written === '') return 'none'
    return names.find((one) => one.includes(written)) ?? nearestName(written, names) ?? 'none'
}
