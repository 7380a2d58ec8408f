import {
    cpSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lookAtWalls, type Walls } from './house/walls.ts'

const root = join(import.meta.dirname, '..')
const value = 'export const value = 1\n'

/** Files that import what they must not, with the walls that tell of it. */
const broken: Readonly<Record<string, { readonly text: string; readonly walls: string[] }>> = {
    'src/domain/up.ts': { text: imports('#sources/fine.ts'), walls: ['upstream-only-domain'] },
    'src/features/up.ts': { text: imports('#tiers/fine.ts'), walls: ['upstream-only-features'] },
    'src/tiers/port.ts': {
        text: imports('#warehouse/warehouse.ts'),
        walls: ['upstream-only-tiers'],
    },
    'src/serving/up.ts': { text: imports('#pipeline/fine.ts'), walls: ['ports-and-pure-serving'] },
    'src/pipeline/down.ts': {
        text: imports('#exports/fine.ts'),
        walls: ['ports-and-pure-pipeline'],
    },
    'src/exports/runs.ts': {
        text: imports('#runtime/fine.ts'),
        walls: ['ports-and-pure-exports'],
    },
    'src/serving/door.ts': {
        text: imports('#cli/main.ts'),
        walls: ['door-imported', 'ports-and-pure-serving'],
    },
    'src/warehouse/bank.ts': {
        text: imports('#tiers/fine.ts'),
        walls: ['adapter-knows-its-port-warehouse'],
    },
    'src/runtime/bank.ts': {
        text: imports('#tiers/fine.ts'),
        walls: ['runtime-opens-only-runtime'],
    },
    'src/cli/test.ts': {
        text: imports('../../test/fine.ts'),
        walls: ['door-looks-inwards-cli', 'tests-imported'],
    },
    'src/annex/new.ts': { text: imports('#domain/fine.ts'), walls: ['room-unknown'] },
    'samplebank/bank.ts': {
        text: imports('#tiers/fine.ts'),
        walls: ['samplebank-looks-too-far'],
    },
    'src/tiers/file.ts': { text: imports('node:fs'), walls: ['pure-no-node'] },
    'src/tiers/list.ts': {
        text: imports('kysely'),
        walls: ['kysely-in-middle', 'pure-short-list'],
    },
    'src/tiers/reading.ts': { text: imports('pinyin-pro'), walls: ['readings-in-identity'] },
    'src/serving/words.ts': { text: imports('intl-messageformat'), walls: ['texts-in-domain'] },
    'src/serving/drives.ts': { text: imports('pg'), walls: ['driver-at-home'] },
    'src/warehouse/duckdb/pg.ts': {
        text: imports('pg'),
        walls: ['warehouse-without-postgres'],
    },
    'src/store/duck.ts': { text: imports('@duckdb/node-api'), walls: ['store-without-duckdb'] },
    'src/exports/asks.ts': { text: imports('kysely'), walls: ['kysely-in-middle'] },
    'src/exports/wide.ts': { text: imports('string-width'), walls: ['terminal-at-the-door'] },
    'src/store/left.ts': {
        text: imports('left-pad'),
        walls: ['package-undeclared', 'unresolved'],
    },
    'src/store/check.ts': { text: imports('fast-check'), walls: ['package-for-tests-only'] },
    'src/pipeline/opens.ts': {
        text: imports('#warehouse/duckdb/open-duckdb.ts'),
        walls: ['engines-opened-by-runtime'],
    },
    'src/pipeline/store.ts': {
        text: imports('#store/store.ts'),
        walls: ['store-opened-by-runtime'],
    },
    'src/features/path.ts': { text: imports('../domain/fine.ts'), walls: ['rooms-by-name'] },
    'test/path.ts': { text: imports('../src/domain/fine.ts'), walls: ['rooms-by-name-outside'] },
    'src/domain/self.ts': { text: imports('#domain/fine.ts'), walls: ['inside-by-path'] },
    'src/domain/all.ts': { text: imports('./days/index.ts'), walls: ['no-index'] },
    'src/domain/egg.ts': { text: imports('./hen.ts'), walls: ['no-cycles'] },
    'src/domain/lost.ts': {
        text: imports('./nowhere.ts'),
        walls: ['package-undeclared', 'unresolved'],
    },
}

/** Files that import what they may. */
const kept: Readonly<Record<string, string>> = {
    'src/tiers/allowed.ts': imports('#features/fine.ts') + imports('zod') + imports('./fine.ts'),
    'src/domain/fine.ts': value,
    'src/domain/hen.ts': imports('./egg.ts'),
    'src/domain/days/index.ts': value,
    'src/domain/words.ts': imports('intl-messageformat'),
    'src/identity/reading.ts': imports('pinyin-pro'),
    'src/sources/fine.ts': value,
    'src/features/fine.ts': value,
    'src/tiers/fine.ts': value,
    'src/tiers/allowed.test.ts': imports('node:fs') + imports('fast-check'),
    'src/warehouse/warehouse.ts': imports('#domain/fine.ts'),
    'src/warehouse/duckdb/open-duckdb.ts': imports('@duckdb/node-api') + imports('../warehouse.ts'),
    'src/store/store.ts': `${imports('pg')}${imports('kysely')}export type Store = number\n`,
    'src/exports/fine.ts': value,
    'src/pipeline/fine.ts': imports('#serving/fine.ts'),
    'src/serving/fine.ts':
        "import type { Store } from '#store/store.ts'\nexport const a: Store = 1\n",
    'src/runtime/fine.ts': imports('#warehouse/duckdb/open-duckdb.ts') + imports('#store/store.ts'),
    'src/cli/main.ts': imports('#runtime/fine.ts') + imports('#serving/fine.ts'),
    'samplebank/fine.ts': imports('#warehouse/warehouse.ts') + imports('#domain/fine.ts'),
    'test/fine.ts': imports('#warehouse/duckdb/open-duckdb.ts') + imports('#samplebank/fine.ts'),
}

function imports(name: string): string {
    return `import '${name}'\n`
}

function wallNames(): readonly string[] {
    const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
        readonly forbidden: readonly { readonly name: string }[]
    }
    return config.forbidden.map(({ name }) => name)
}

describe('a wall that is broken is told', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tong-walls-'))
    let walls: Walls

    beforeAll(async () => {
        for (const name of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json']) {
            cpSync(join(root, name), join(folder, name))
        }
        symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
        const files = { ...kept, ...Object.fromEntries(entries) }
        for (const [path, text] of Object.entries(files)) {
            mkdirSync(dirname(join(folder, path)), { recursive: true })
            writeFileSync(join(folder, path), text)
        }
        walls = await lookAtWalls(folder)
    }, 60_000)

    afterAll(() => rmSync(folder, { recursive: true }))

    const entries = Object.entries(broken).map(([path, { text }]) => [path, text] as const)

    const toldOf = (path: string): readonly string[] =>
        [...new Set(walls.faults.filter((fault) => fault.includes(`: ${path} →`)))]
            .map((fault) => fault.slice(0, fault.indexOf(':')))
            .sort()

    it.each(Object.entries(broken))('%s', (path, { walls: expected }) => {
        expect(toldOf(path)).toEqual(expected)
    })

    it.each(Object.keys(kept))('%s breaks none', (path) => {
        expect(toldOf(path)).toEqual([])
    })

    it('knows a violation of every wall, of families of one', () => {
        const seen = Object.values(broken).flatMap(({ walls: names }) => names)
        const families = seen.map((name) => name.replace(/-[a-z]+$/, '-'))
        const unseen = wallNames().filter(
            (name) => !seen.includes(name) && !families.some((family) => name.startsWith(family)),
        )
        expect(unseen).toEqual([])
    })

    it('lists every wall in CONTRIBUTING.md', () => {
        const paper = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
        const unlisted = wallNames().filter((name) => {
            const family = name.replace(/-[a-z]+$/, '-*')
            return !paper.includes(`\`${name}\``) && !paper.includes(`\`${family}\``)
        })
        expect(unlisted).toEqual([])
    })

    it('counts modules and room imports', () => {
        expect(walls.modules).toBeGreaterThanOrEqual(entries.length)
        expect(walls.roomImports).toBeGreaterThan(15)
    })
})
