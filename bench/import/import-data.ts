import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { PeerSetting } from '../pipeline/peer-programs.ts'

/** Rows of the file, and how many of them are right. */
export const importRows = { read: 1_000_000, right: 999_000 } as const

/** The same customers, a folder an encoding, as a bank would hand them over. */
export type ImportData = {
    readonly 'utf-8': string
    readonly gb18030: string
    /** Without anything wrong: for programs that stop at the first. */
    readonly right: { readonly 'utf-8': string; readonly gb18030: string }
}

const recode =
    'import sys\n' +
    "with open(sys.argv[1], encoding='utf-8', newline='') as source:\n" +
    "    with open(sys.argv[2], 'w', encoding='gb18030', newline='') as target:\n" +
    '        for line in source: target.write(line)\n'

/** Makes the customers with the peers' own maker, once; they stay in the cache folder. */
export function makeImportData(setting: PeerSetting): ImportData {
    const wrongEvery = importRows.read / (importRows.read - importRows.right)
    return {
        ...makePair(setting, { name: 'import', wrongEvery }),
        right: makePair(setting, { name: 'import-right', wrongEvery: 0 }),
    }
}

/** Every how many rows one is wrong; 0 for none. */
type Made = { readonly name: string; readonly wrongEvery: number }

function makePair(setting: PeerSetting, { name, wrongEvery }: Made): ImportData['right'] {
    const { cacheFolder, peersFolder, tell } = setting
    const folders = {
        'utf-8': join(cacheFolder, `${name}-utf-8`),
        gb18030: join(cacheFolder, `${name}-gb18030`),
    }
    const plain = join(folders['utf-8'], 'customers.csv')
    const chinese = join(folders.gb18030, 'customers.csv')
    for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true })
    if (!existsSync(plain)) {
        tell(`making ${plain}`)
        const maker = join(peersFolder, 'pipeline', 'import', 'make_csv.py')
        const words = [`${plain}.new`, String(importRows.read), String(wrongEvery)]
        execFileSync('python3', [maker, ...words])
        renameSync(`${plain}.new`, plain)
    }
    if (!existsSync(chinese)) {
        execFileSync('python3', ['-c', recode, plain, `${chinese}.new`])
        renameSync(`${chinese}.new`, chinese)
    }
    return folders
}
