import { access } from 'node:fs/promises'

/** Whether a file can be read. */
export async function isThere(path: string): Promise<boolean> {
    try {
        await access(path)
        return true
    } catch {
        return false
    }
}
