import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** What comes with this copy of Tong; absolute paths. */
export const shipped = {
    models: join(root, 'models'),
    policies: join(root, 'policies'),
} as const

/** The version of this copy, as package.json says it. */
export function codeVersion(): string {
    const text = readFileSync(join(root, 'package.json'), 'utf8')
    return (JSON.parse(text) as { readonly version: string }).version
}
