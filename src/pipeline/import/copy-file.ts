import { type FileHandle, open } from 'node:fs/promises'

/** The plain copy of a file, made only where the file is not plain itself. */
export type CopyFile = {
    /** From now on what is written is kept; nothing may have been written before. */
    begin(): void
    write(text: Uint8Array): Promise<void>
    isBegun(): boolean
    end(): Promise<void>
}

/** Opens a copy at a path; the file appears with the first bytes. */
export function createCopyFile(path: string, { isWanted }: { isWanted: boolean }): CopyFile {
    let isBegun = isWanted
    let handle: FileHandle | null = null
    return {
        begin: () => {
            isBegun = true
        },
        write: async (text) => {
            if (!isBegun) return
            handle ??= await open(path, 'w')
            if (text.length > 0) await handle.writeFile(text)
        },
        isBegun: () => isBegun,
        end: async () => {
            if (isBegun) handle ??= await open(path, 'w')
            await handle?.close()
        },
    }
}
