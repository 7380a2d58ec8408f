import { glob, readFile } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { readYaml } from '#domain/read-yaml.ts'
import { type Failure, failure, Refusal } from '#domain/result.ts'
import { type Model, type Stage, stages, twinSchema } from './model.ts'

/**
 * Reads all models below the given roots; a bank's own root may come after the shipped one.
 * Throws {@link Refusal} with every fault of every twin.
 */
export async function loadModels(roots: readonly string[]): Promise<ReadonlyMap<string, Model>> {
    const models = new Map<string, Model>()
    const failures: Failure[] = []
    for (const root of roots) {
        const files = (await Array.fromAsync(glob('*/*.sql', { cwd: root }))).sort()
        for (const file of files) {
            const model = await loadModel({ root, file }, failures)
            if (model === null) continue
            if (models.has(model.name)) {
                failures.push(failure('pipeline.model_twice', { model: model.name }, model))
            }
            models.set(model.name, model)
        }
    }
    if (failures.length > 0) throw new Refusal(failures)
    return models
}

async function loadModel(
    { root, file }: { readonly root: string; readonly file: string },
    failures: Failure[],
): Promise<Model | null> {
    const [schema = '', sqlName = ''] = file.split(sep)
    const name = `${schema}.${basename(sqlName, '.sql')}`
    const shown = join(basename(root), relative(root, join(root, file)))
    const twinFile = shown.replace(/\.sql$/, '.yml')
    if (!isStage(schema) || schema === 'sources') {
        failures.push(failure('pipeline.stage_unknown', { stage: schema }, { file: shown }))
        return null
    }
    const template = await readFile(join(root, file), 'utf8')
    let twinText: string
    try {
        twinText = await readFile(join(root, file.replace(/\.sql$/, '.yml')), 'utf8')
    } catch {
        failures.push(failure('pipeline.twin_missing', { model: name }, { file: twinFile }))
        return null
    }
    const twin = readYaml(twinText, { file: twinFile, schema: twinSchema })
    if (!twin.ok) {
        failures.push(...twin.failures)
        return null
    }
    const system = /\.([a-z0-9_]+?)__/.exec(name)?.[1] ?? null
    return { name, stage: schema, system, file: shown, template, twin: twin.value.value }
}

function isStage(text: string): text is Stage {
    return (stages as readonly string[]).includes(text)
}
