import { type FileHandle, open } from 'node:fs/promises'

/** A text file that grows line by line and is written in large parts. */
export type TextFile = {
    /** Nothing is written yet: it gathers. */
    add(text: string): void
    /** Writes what has gathered, where it is worth a write; to be called now and then. */
    flush(): Promise<void>
    /** Writes the rest and closes the file; one without any text is there, and empty. */
    end(): Promise<void>
}

const flushLetters = 1 << 20

/** Begins a file at a path that is replaced; it is opened with its first write. */
export function createTextFile(path: string): TextFile {
    let file: FileHandle | null = null
    let pieces: string[] = []
    let letters = 0
    const write = async (): Promise<void> => {
        file ??= await open(path, 'w')
        if (pieces.length > 0) await file.writeFile(pieces.join(''))
        pieces = []
        letters = 0
    }
    return {
        add: (text) => {
            pieces.push(text)
            letters += text.length
        },
        flush: async () => {
            if (letters > flushLetters) await write()
        },
        end: async () => {
            await write()
            await file?.close()
        },
    }
}
