import { access } from 'node:fs/promises'

/** Whether a file or folder is at a path. */
export async function isThere(path: string): Promise<boolean> {
    return await access(path).then(
        () => true,
        () => false,
    )
}
