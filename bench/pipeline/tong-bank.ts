import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openDataFolder } from '#runtime/data-folder.ts'
import { publishPolicyFiles } from '../../test/publish-policy.ts'
import type { Sample } from '../bench.ts'
import { measureProgram } from '../measure-command.ts'
import { repository } from '../repository.ts'
import type { StageReport } from './run-stage.ts'

const overlay = join(repository, 'bench', 'workload')
const program = join(repository, 'bench', 'pipeline', 'run-stage.ts')

/** A data folder of the workload's bank: its models, its policy published, nothing imported. */
export async function makeBank(path: string): Promise<string> {
    if (existsSync(path)) rmSync(path, { recursive: true, force: true })
    // The store's unprivileged user has to pass through.
    mkdirSync(path, { recursive: true, mode: 0o711 })
    openDataFolder(path, {
        baseCurrency: 'CNY',
        ladders: ['workload'],
        firstClose: 202501,
        demo: false,
    })
    cpSync(join(overlay, 'models'), join(path, 'models'), { recursive: true })
    await publishPolicyFiles(path, [join(overlay, 'policies', 'workload', '2025-01.yaml')])
    return path
}

/** Runs one stage of the product's pipeline in a process of its own. */
export async function runStage(
    path: string,
    words: readonly string[],
): Promise<{ readonly sample: Sample; readonly report: StageReport }> {
    return await measureProgram<StageReport>(
        {
            command: process.execPath,
            args: [program, '--data', path, ...words],
            folder: repository,
        },
        ({ seconds }) => seconds,
    )
}

/** Takes all snapshots away, so that the next command builds everything. */
export function forgetSnapshots(path: string): void {
    rmSync(join(path, 'snapshots'), { recursive: true, force: true })
}
