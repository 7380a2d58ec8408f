const mebibyte = 2 ** 20
const gibibyte = 2 ** 30

/** What a delivered file may be at most; beyond, it is refused instead of filling the machine. */
export const readLimits = {
    /** Bytes of one unpacked file. */
    unpackedBytes: 256 * gibibyte,
    /** Unpacked bytes for one packed byte: tables of a bank pack to a tenth, seldom a hundredth. */
    unpackedRatio: 250,
    /** Up to here a file may unpack from however little. */
    harmlessBytes: 64 * mebibyte,
    /** Entries of a ZIP archive. */
    zipEntries: 10_000,
    /** Bytes of the texts that the cells of a workbook share; they are held in memory. */
    sharedTextBytes: gibibyte,
    /** Columns of a sheet that are looked at. */
    sheetColumns: 16_384,
} as const

/** Whether so much from so little is no table any more but an attack on the machine. */
export function isBomb({ packed, unpacked }: { packed: number; unpacked: number }): boolean {
    if (unpacked > readLimits.unpackedBytes) return true
    return unpacked > readLimits.harmlessBytes && unpacked > packed * readLimits.unpackedRatio
}
