import { join } from 'node:path'
import type { Sample } from '../bench.ts'
import { measureProgram } from '../measure-command.ts'
import type { PeerSetting } from '../pipeline/peer-programs.ts'
import type { ImportData } from './import-data.ts'

/** A program of the peers' folder that reads the same file. */
export type ImportPeer = {
    readonly encoding: 'utf-8' | 'gb18030'
    /** Whether it goes on behind a wrong value. */
    readonly bearsFaults: boolean
    readonly python: string
    readonly script: 'imp_duckdb.py' | 'imp_other.py'
    readonly words: (file: string) => readonly string[]
    /** How the table calls it. */
    readonly says: string
}

/** Pythons with the engines of the peers. */
export type ImportPythons = {
    readonly same: string
    readonly newest: string
    readonly frames: string
}

/** What the peers do with the file; only DuckDB's reader types it and keeps what does not fit. */
export function importPeers({ same, newest, frames }: ImportPythons): readonly ImportPeer[] {
    const duckdb = { encoding: 'utf-8', bearsFaults: true, script: 'imp_duckdb.py' } as const
    const other = { bearsFaults: false, script: 'imp_other.py' } as const
    const both = ['utf-8', 'gb18030'] as const
    return [
        {
            ...duckdb,
            python: same,
            words: (file) => [file, 'rejects'],
            says: 'DuckDB of our version into memory, with rejects',
        },
        {
            ...duckdb,
            python: newest,
            words: (file) => [file, 'rejects'],
            says: 'DuckDB, newest, into memory, with rejects',
        },
        ...both.flatMap((encoding): readonly ImportPeer[] => [
            {
                ...other,
                ...{ encoding, python: newest, says: 'Polars into memory, nothing wrong in it' },
                words: (file) => ['polars', file, encoding],
            },
            {
                ...other,
                ...{ encoding, python: frames, says: 'PyArrow into memory, nothing wrong in it' },
                words: (file) => ['pyarrow', file, encoding],
            },
            {
                ...other,
                ...{ encoding, python: frames, says: 'pandas into memory, nothing wrong in it' },
                words: (file) => ['pandas', file, encoding],
            },
        ]),
    ]
}

/** What a peer prints at its end. */
type PeerSaid = { readonly s: number; readonly rows: number; readonly sum?: string }

/** Runs a peer; `sum` is that of the column that ours tells, null where it tells none. */
export async function runImportPeer(
    peer: ImportPeer,
    { setting, data }: { readonly setting: PeerSetting; readonly data: ImportData },
): Promise<{ readonly sample: Sample; readonly rows: number; readonly sum: string | null }> {
    const folders = peer.bearsFaults ? data : data.right
    const file = join(folders[peer.encoding], 'customers.csv')
    const script = join(setting.peersFolder, 'pipeline', 'import', peer.script)
    const { sample, report } = await measureProgram<PeerSaid>(
        {
            command: peer.python,
            args: [script, ...peer.words(file)],
            env: { PYTHONDONTWRITEBYTECODE: '1' },
            folder: setting.cacheFolder,
        },
        ({ s }) => s,
    )
    return { sample, rows: report.rows, sum: report.sum ?? null }
}
