import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const patience = 60_000

/** Files that the linter must tell of, each by this rule; `format` where it is not set well. */
const broken: readonly (readonly [rule: string, text: string])[] = [
    ['noDefaultExport', 'export default 1\n'],
    ['noEnum', 'export enum Color {\n    Red,\n}\n'],
    ['noNamespace', 'export namespace Room {\n    export const a = 1\n}\n'],
    ['noExplicitAny', 'export const a = (b: any): unknown => b\n'],
    ['noNonNullAssertion', 'export const a = (b: string | null): string => b!\n'],
    ['noParameterAssign', 'export function a(b: number): number {\n    b += 1\n    return b\n}\n'],
    ['useMaxParams', 'export const a = (b: 1, c: 2, d: 3, e: 4): number => b + c + d + e\n'],
    ['noConsole', "console.log('a')\n"],
    ['noVar', 'export var a = 1\n'],
    ['useImportType', "import { type A } from './a.ts'\n\nexport type B = A\n"],
    ['noBarrelFile', "export { a } from './a.ts'\n"],
    ['noReExportAll', "export * from './a.ts'\n"],
    ['useNodejsImportProtocol', "import { join } from 'path'\n\nexport const a = join('b')\n"],
    ['noUnusedImports', "import { a } from './a.ts'\n\nexport const b = 1\n"],
    ['useThrowOnlyError', "export const a = (): never => {\n    throw 'b'\n}\n"],
    ['noFocusedTests', "it.only('a', () => {})\n"],
    ['format', 'export const a = "b";\n'],
    ['format', 'export const a = {\n  b: 1,\n}\n'],
]
const clean = '/** One. */\nexport const one = 1\n'

describe('lint and format', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tong-lint-'))
    const told = new Map<string, Set<string>>()

    beforeAll(() => {
        cpSync(join(root, 'biome.json'), join(folder, 'biome.json'))
        broken.forEach(([, text], index) => {
            writeFileSync(join(folder, `broken-${index}.ts`), text)
        })
        writeFileSync(join(folder, 'clean.ts'), clean)
        const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
        const args = [biome, 'check', '--reporter=json', '--max-diagnostics=none', '.']
        const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
        const report = JSON.parse(stdout) as {
            readonly diagnostics: readonly {
                readonly category: string
                readonly location: { readonly path: string }
            }[]
        }
        for (const { category, location } of report.diagnostics) {
            const rules = told.get(basename(location.path)) ?? new Set()
            told.set(basename(location.path), rules.add(category.replace(/^.*\//, '')))
        }
    }, patience)

    afterAll(() => rmSync(folder, { recursive: true }))

    it.each(broken.map(([rule], index) => ({ rule, index })))('$rule', ({ rule, index }) => {
        expect([...(told.get(`broken-${index}.ts`) ?? [])]).toContain(rule)
    })

    it('have nothing against a clean file', () => {
        expect([...(told.get('clean.ts') ?? [])]).toEqual([])
    })
})

describe('pure types', () => {
    const worldly = ['process', 'Buffer', 'document', 'window', 'setTimeout', 'fetch']

    it('know the language, but neither Node nor a browser', { timeout: patience }, () => {
        const config = ts.readConfigFile(join(root, 'tsconfig.pure.json'), ts.sys.readFile)
        const { options, errors } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
        expect(errors).toEqual([])
        const file = join(root, 'src', 'domain', 'not-on-disk.ts')
        const lines = worldly.map((name) => `export const a_${name}: unknown = ${name}\n`)
        const text = `${lines.join('')}export const map = new Map([[1n, 'b']])\n`
        const host = ts.createCompilerHost(options)
        const { getSourceFile } = host
        host.getSourceFile = (name, language) =>
            name === file
                ? ts.createSourceFile(name, text, language)
                : getSourceFile(name, language)
        const program = ts.createProgram([file], options, host)
        const faults = program
            .getSemanticDiagnostics(program.getSourceFile(file))
            .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
        expect(faults).toHaveLength(worldly.length)
        for (const name of worldly) expect(faults.join('\n')).toContain(`'${name}'`)
    })
})
