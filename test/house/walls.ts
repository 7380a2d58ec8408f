import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'

/** What dependency-cruiser saw of a tree. */
export type Walls = {
    readonly modules: number
    /** Imports such as `#domain/month.ts` that it followed to a file. */
    readonly roomImports: number
    /** One a broken wall: `no-cycles: src/a/x.ts → src/a/y.ts`. */
    readonly faults: readonly string[]
}

/** Looks at every import below a folder that has a `.dependency-cruiser.cjs`. */
export async function lookAtWalls(root: string): Promise<Walls> {
    const options = await extractOptions(join(root, '.dependency-cruiser.cjs'))
    const folders = ['src', 'samplebank', 'bench', 'test'].filter((folder) =>
        existsSync(join(root, folder)),
    )
    const { output } = await cruise(folders, {
        ...options,
        baseDir: root,
        tsConfig: { fileName: join(root, 'tsconfig.json') },
    })
    const { modules, summary } = output as ICruiseResult
    const imports = modules.flatMap(({ dependencies }) => dependencies)
    return {
        modules: modules.filter(({ source }) => source.endsWith('.ts')).length,
        roomImports: imports.filter(
            ({ module, resolved, couldNotResolve }) =>
                module.startsWith('#') && resolved.startsWith('src/') && !couldNotResolve,
        ).length,
        faults: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    }
}
