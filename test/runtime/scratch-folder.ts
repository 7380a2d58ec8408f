import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/**
 * A new folder for one test, with a space and Chinese letters in its path, that other users can
 * pass through. It is removed when the test ends.
 */
export async function scratchFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'tong test 银行 '))
    await chmod(folder, 0o711)
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    return folder
}
