import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** `npm run check`: what must hold before anything is committed. One line a step. */
const root = join(import.meta.dirname, '..')
const binary = (...path: readonly string[]): string => join(root, 'node_modules', ...path)

const steps: readonly (readonly [name: string, args: readonly string[]])[] = [
    ['types', [binary('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json']],
    ['pure types', [binary('typescript', 'bin', 'tsc'), '-p', 'tsconfig.pure.json']],
    ['lint and format', [binary('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--colors=off', '.']],
    ['walls and house', [binary('vitest', 'vitest.mjs'), 'run', '--reporter=dot', 'test/house']],
]

const failed: string[] = []
for (const [name, args] of steps) {
    const begun = performance.now()
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        cwd: root,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
    })
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    console.log(`${status === 0 ? '✓' : '✗'} ${name.padEnd(16)} ${seconds.padStart(5)} s`)
    if (status === 0) continue
    failed.push(name)
    console.log(`${stdout}${stderr}`.trimEnd())
}

if (failed.length > 0) {
    console.log(`\nNot clean: ${failed.join(', ')}.`)
    process.exitCode = 1
}
