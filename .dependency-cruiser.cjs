/**
 * The walls of the house: which room may look at which. `test/house/walls.ts` runs this on every
 * import; the house test asserts that it saw modules at all and resolved the `#room/…` ones.
 */

/** What each room may look at besides itself: upstream, and ports. */
const mayLookAt = {
    domain: [],
    sources: ['domain'],
    identity: ['domain', 'sources'],
    features: ['domain', 'sources', 'identity'],
    scores: ['domain', 'sources', 'identity', 'features'],
    tiers: ['domain', 'sources', 'identity', 'features', 'scores'],
    warehouse: ['domain'],
    store: ['domain'],
    // The pipeline drives: it has `serving` publish what it built, and never the other way round.
    pipeline: [
        ...['domain', 'sources', 'identity', 'features', 'scores', 'tiers'],
        ...['warehouse', 'store', 'serving'],
    ],
    serving: [
        ...['domain', 'sources', 'identity', 'features', 'scores', 'tiers'],
        ...['warehouse', 'store'],
    ],
    workbench: [
        ...['domain', 'sources', 'identity', 'features', 'scores', 'tiers'],
        ...['warehouse', 'store', 'serving'],
    ],
    exports: [
        ...['domain', 'sources', 'identity', 'features', 'scores', 'tiers'],
        ...['warehouse', 'store', 'serving'],
    ],
    runtime: ['domain', 'warehouse', 'store'],
    cli: [
        ...['domain', 'sources', 'identity', 'features', 'scores', 'tiers'],
        ...['warehouse', 'store', 'pipeline', 'serving', 'workbench', 'exports', 'runtime'],
    ],
}

const pure = ['domain', 'sources', 'identity', 'features', 'scores', 'tiers']
const rooms = Object.keys(mayLookAt)
const oneOf = (names) => `(?:${names.join('|')})`
const test = '\\.test\\.ts$'
const driver = 'node_modules/(?:@duckdb|pg|pg-copy-streams|pg-pool)/'

/** One rule a room, of one family: the family's name is what the rule list speaks of. */
const looks = (family, names, comment) =>
    names.map((room) => ({
        name: `${family}-${room}`,
        comment,
        severity: 'error',
        from: { path: `^src/${room}/` },
        to: {
            path: '^(?:src|samplebank|bench|test)/',
            pathNot: [
                `^src/${oneOf([room, ...mayLookAt[room]])}/`,
                ...(room === 'cli' ? ['^samplebank/'] : []),
            ],
        },
    }))

const upstream = [
    ...looks('upstream-only', pure, 'domain ← sources ← identity ← features ← scores ← tiers.'),
    ...looks(
        'ports-and-pure',
        ['pipeline', 'serving', 'workbench', 'exports'],
        'A middle room looks at pure rooms and ports, the pipeline at serving; never at a door.',
    ),
    ...looks(
        'adapter-knows-its-port',
        ['warehouse', 'store'],
        'An adapter knows the domain and its own port, nothing of the bank.',
    ),
    ...looks('runtime-opens-only', ['runtime'], 'The runtime opens engines and knows no business.'),
    ...looks('door-looks-inwards', ['cli'], 'The command line looks at rooms, never at tests.'),
    {
        name: 'room-unknown',
        comment: 'A room is added to this file before its first import.',
        severity: 'error',
        from: { path: '^src/', pathNot: `^src/${oneOf(rooms)}/` },
        to: { path: '^src/' },
    },
    {
        name: 'door-imported',
        comment:
            'Nobody imports a door; tests run it as a person does, or import it to look at it.',
        severity: 'error',
        from: { pathNot: '^(?:src/cli|test|bench)/' },
        to: { path: '^src/cli/' },
    },
    {
        name: 'samplebank-looks-too-far',
        comment:
            'The sample bank is an outsider: it knows the domain, the warehouse port and how ' +
            'archives are written.',
        severity: 'error',
        from: { path: '^samplebank/' },
        to: {
            path: '^(?:src|bench|test)/',
            pathNot: '^src/(?:(?:domain|warehouse)/[^/]+|exports/zip-file\\.ts)$',
        },
    },
    {
        name: 'tests-imported',
        comment: 'Nothing that ships imports a test or the bench.',
        severity: 'error',
        from: { path: '^(?:src|samplebank)/', pathNot: test },
        to: { path: `^(?:test|bench)/|${test}` },
    },
]

const packages = [
    {
        name: 'pure-no-node',
        comment: 'Pure rooms run anywhere, also in a browser.',
        severity: 'error',
        from: { path: `^src/${oneOf(pure)}/`, pathNot: test },
        to: { dependencyTypes: ['core'] },
    },
    {
        name: 'pure-short-list',
        comment:
            'Pure rooms import zod and yaml, the domain intl-messageformat too, identity the ' +
            'readings of Chinese characters; nothing else.',
        severity: 'error',
        from: { path: `^src/${oneOf(pure)}/`, pathNot: test },
        to: {
            path: 'node_modules/',
            pathNot:
                'node_modules/(?:zod|yaml|intl-messageformat|pinyin-pro|opencc-js|to-jyutping)/',
        },
    },
    {
        name: 'readings-in-identity',
        comment: 'How characters are read and simplified is the matter of identity.',
        severity: 'error',
        from: { path: '^src/', pathNot: '^src/identity/' },
        to: { path: 'node_modules/(?:pinyin-pro|opencc-js|to-jyutping)/' },
    },
    {
        name: 'texts-in-domain',
        comment: 'One say() makes all texts; nobody else formats messages.',
        severity: 'error',
        from: { path: '^src/', pathNot: '^src/domain/' },
        to: { path: 'node_modules/intl-messageformat/' },
    },
    {
        name: 'driver-at-home',
        comment: 'A driver is imported in the folder of its engine only.',
        severity: 'error',
        from: { path: '^(?:src|samplebank)/', pathNot: '^src/(?:warehouse/duckdb|store)/' },
        to: { path: driver },
    },
    {
        name: 'warehouse-without-postgres',
        comment: 'The warehouse knows no PostgreSQL.',
        severity: 'error',
        from: { path: '^src/warehouse/' },
        to: { path: 'node_modules/(?:pg|pg-copy-streams|pg-pool)/' },
    },
    {
        name: 'store-without-duckdb',
        comment: 'The store knows no DuckDB.',
        severity: 'error',
        from: { path: '^src/store/' },
        to: { path: 'node_modules/@duckdb/' },
    },
    {
        name: 'kysely-in-middle',
        comment: 'Only rooms that ask the store build SQL for it.',
        severity: 'error',
        from: {
            path: '^(?:src|samplebank)/',
            pathNot: '^src/(?:store|pipeline|serving|workbench)/',
        },
        to: { path: 'node_modules/kysely/' },
    },
    {
        name: 'terminal-at-the-door',
        comment: 'Commands and terminal widths are the matter of the command line.',
        severity: 'error',
        from: { path: '^(?:src|samplebank)/', pathNot: '^src/cli/' },
        to: { path: 'node_modules/(?:commander|string-width)/' },
    },
    {
        name: 'package-undeclared',
        comment: 'What is imported is a dependency of package.json, and it is there.',
        severity: 'error',
        from: { path: '^(?:src|samplebank|bench|test)/' },
        to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
        name: 'package-for-tests-only',
        comment: 'What ships does not need what only tests install.',
        severity: 'error',
        from: { path: '^(?:src|samplebank)/', pathNot: test },
        to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
]

const manners = [
    {
        name: 'engines-opened-by-runtime',
        comment: 'Only the runtime opens DuckDB; everybody else is given the port.',
        severity: 'error',
        from: {
            path: '^(?:src|samplebank)/',
            pathNot: ['^src/runtime/', '^src/warehouse/duckdb/', test],
        },
        to: { path: '^src/warehouse/(?:duckdb|trino)/' },
    },
    {
        name: 'store-opened-by-runtime',
        comment: 'Only the runtime opens the store; others may name its type.',
        severity: 'error',
        from: { path: '^(?:src|samplebank)/', pathNot: ['^src/(?:runtime|store)/', test] },
        to: {
            path: '^src/store/(?:store|migrate|migrations|migrations/[^/]+)\\.ts$',
            dependencyTypesNot: ['type-only'],
        },
    },
    {
        name: 'rooms-by-name',
        comment: 'Across rooms `#room/x.ts`, never `../room/x.ts`.',
        severity: 'error',
        from: { path: '^src/([^/]+)/' },
        to: {
            path: '^(?:src|samplebank)/',
            pathNot: '^src/$1/',
            dependencyTypesNot: ['aliased-subpath-import'],
        },
    },
    {
        name: 'rooms-by-name-outside',
        comment: 'From outside `#room/x.ts`, never `../src/room/x.ts`.',
        severity: 'error',
        from: { path: '^(?:samplebank|bench|test)/' },
        to: { path: '^src/', dependencyTypesNot: ['aliased-subpath-import'] },
    },
    {
        name: 'inside-by-path',
        comment: 'Inside a room `./x.ts`: a file does not call its own room by name.',
        severity: 'error',
        from: { path: '^src/([^/]+)/' },
        to: { path: '^src/$1/', dependencyTypes: ['aliased-subpath-import'] },
    },
    {
        name: 'no-index',
        comment: 'No index.ts: a file is imported by its own name.',
        severity: 'error',
        from: {},
        to: { path: '^(?:src|samplebank|bench|test)/.+/index\\.ts$' },
    },
    {
        name: 'no-cycles',
        comment: 'Two files that need each other are one file, or three.',
        severity: 'error',
        from: { path: '^(?:src|samplebank|bench|test)/' },
        to: { circular: true },
    },
    {
        name: 'unresolved',
        comment: 'Every import leads somewhere.',
        severity: 'error',
        from: {},
        to: { couldNotResolve: true },
    },
]

module.exports = {
    forbidden: [...upstream, ...packages, ...manners],
    options: {
        doNotFollow: { path: 'node_modules' },
        tsPreCompilationDeps: true,
        tsConfig: { fileName: 'tsconfig.json' },
        enhancedResolveOptions: {
            exportsFields: ['exports'],
            conditionNames: ['import', 'node', 'default', 'types'],
            extensions: ['.ts', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
        },
    },
}
