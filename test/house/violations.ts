import type { RuleName } from './rules.ts'
import { smallHouse } from './small-house.ts'

/** One law, broken in one way: the files that differ from the small house, null for gone. */
export type Violation = {
    readonly rule: RuleName
    readonly way: string
    readonly files: Readonly<Record<string, string | null>>
}

const staging = 'models/staging/tiny__client.sql'
const identity = 'models/identity/tiny__records.sql'
const stagingTwin = 'models/staging/tiny__client.yml'
const source = 'src/domain/say-month.ts'
const repeated = (line: string, count: number): string => `${line}\n`.repeat(count)

/** The file of the small house with one piece of it changed. */
function changed(path: string, [from, to]: readonly [string, string]): Record<string, string> {
    const text = smallHouse.get(path) ?? ''
    if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`)
    return { [path]: text.replace(from, to) }
}

/** A file that is added to the domain, said to be exported with a comment. */
const added = (name: string, text: string): Record<string, string> => ({
    [`src/domain/${name}.ts`]: text,
})

/** A language file with one text changed. */
const retold = (language: string, [from, to]: readonly [string, string]): Record<string, string> =>
    changed(`locales/${language}/domain.json`, [from, to])

const everywhere = (pair: readonly [string, string]): Record<string, string> => ({
    ...retold('en', pair),
    ...retold('zh-CN', pair),
    ...retold('zh-TW', pair),
})

const another = '"domain.month.name": "'

const ofCode: readonly Violation[] = [
    { rule: 'file-lines', way: '401 lines', files: added('long', repeated('// a', 401)) },
    {
        rule: 'line-width',
        way: '101 characters',
        files: added('wide', `// ${'a'.repeat(98)}\n`),
    },
    {
        rule: 'function-lines',
        way: 'a function of 71 lines',
        files: added('deep', `function deep() {\n${repeated('    deep()', 69)}}\n`),
    },
    { rule: 'kebab-names', way: 'camel case', files: added('sayDay', '') },
    { rule: 'kebab-names', way: 'a folder in capitals', files: { 'src/domain/Days/day.ts': '' } },
    ...['utils', 'date-helpers', 'common', 'tier-service', 'run-manager', 'index'].map(
        (name): Violation => ({ rule: 'no-drawers', way: name, files: added(name, '') }),
    ),
    {
        rule: 'doc-comments',
        way: 'an exported function without a comment',
        files: changed(source, ['/** Says a month. */\n', '']),
    },
    {
        rule: 'doc-comments',
        way: 'an exported type without a comment',
        files: added('day', '// not a doc comment\nexport type Day = string\n'),
    },
    ...[
        'async function wait() {}',
        'const now = Date.now()',
        'const now = new Date()',
        'const dice = Math.random()',
        'const later = Promise.resolve()',
        'const then = setTimeout(work, 1)',
    ].map((line): Violation => {
        return { rule: 'pure-thinks', way: line, files: added('clock', `${line}\n`) }
    }),
    {
        rule: 'exact-decimals',
        way: 'rows as plain JavaScript',
        files: { 'src/domain/read.ts': 'const rows = reader.getRowObjectsJS()\n' },
    },
    {
        rule: 'one-environment',
        way: 'process.env',
        files: { 'samplebank/size.ts': 'const size = process.env.SIZE\n' },
    },
    {
        rule: 'one-environment',
        way: 'imported',
        files: { 'samplebank/size.ts': "import { env } from 'node:process'\n" },
    },
    ...['only', 'skip', 'todo'].map((way): Violation => {
        const text = `it.${way}('runs', () => {})\n`
        return { rule: 'all-tests-run', way, files: { 'test/some.test.ts': text } }
    }),
    {
        rule: 'reasoned-notes',
        way: 'a note without a reason',
        files: added('note', `// ${'TO'}${'DO'}: later\nfunction note() {}\n`),
    },
    {
        rule: 'no-machine-paths',
        way: 'a home folder in a paper',
        files: { 'README.md': `See ${'/ho'}${'me/ann/tong'}.\n` },
    },
    { rule: 'room-cards', way: 'no card', files: { 'src/domain/README.md': null } },
    {
        rule: 'room-cards',
        way: 'nothing is forbidden',
        files: changed('src/domain/README.md', ['**Never:**', 'Rarely:']),
    },
    {
        rule: 'room-cards',
        way: '13 lines',
        files: changed('src/domain/README.md', ['- **Never', `${repeated('', 7)}- **Never`]),
    },
]

const ofModels: readonly Violation[] = [
    { rule: 'model-paths', way: 'no stage', files: { 'models/extra/a.yml': '', ...emptied('a') } },
    { rule: 'twins', way: 'no twin', files: { 'models/identity/tiny__records.yml': null } },
    { rule: 'twins', way: 'no model', files: { 'models/identity/lonely.yml': '' } },
    {
        rule: 'twin-grain',
        way: 'no grain in the description',
        files: changed(stagingTwin, ['One row per client.', 'Many rows.']),
    },
    {
        rule: 'twin-grain',
        way: 'a grain that is none',
        files: changed(stagingTwin, ['grain: none', 'grain: week']),
    },
    {
        rule: 'twin-grain',
        way: 'a key that is no column',
        files: changed(stagingTwin, ['key: [client_id]', 'key: [nobody]']),
    },
    {
        rule: 'twin-grain',
        way: 'an amount without a unit',
        files: changed(stagingTwin, ['phone: { type: varchar', 'phone: { type: decimal(18,2)']),
    },
    {
        rule: 'shared-words',
        way: 'a cast with ::',
        files: changed(identity, ['client_id,', 'client_id::bigint as client_id,']),
    },
    {
        rule: 'models-upstream',
        way: 'downstream',
        files: {
            ...changed(identity, ['staging.tiny__client', 'tiers.assignments']),
            ...emptied('tiers/assignments'),
        },
    },
    {
        rule: 'models-upstream',
        way: 'a model that is not there',
        files: changed(identity, ['staging.tiny__client', 'staging.tiny__nobody']),
    },
    {
        rule: 'models-upstream',
        way: "another system's model",
        files: {
            ...changed(identity, ['staging.tiny__client', 'identity.other__records']),
            ...emptied('identity/other__records'),
        },
    },
    {
        rule: 'staging-renames',
        way: 'an aggregate',
        files: changed(staging, ['    from client\n', '    from client\n    group by 1, 2, 3\n']),
    },
    {
        rule: 'staging-renames',
        way: 'another table than its name says',
        files: changed(staging, ["'tiny', 'client'", "'tiny', 'account'"]),
    },
    {
        rule: 'staging-renames',
        way: 'a source read after staging',
        files: changed(identity, ["ref('staging.tiny__client')", "source('tiny', 'client')"]),
    },
    {
        rule: 'staging-renames',
        way: 'a source table that nobody stages',
        files: { [staging]: null, [stagingTwin]: null, [identity]: null, ...gone('records') },
    },
    ...(
        [
            ['capitals', ['with client as', 'WITH client as']],
            ['a comma first', ['client_id, phone_masked', 'client_id\n    , phone_masked']],
            ['a tab', ['    select client_id', '\tselect client_id']],
            ['three spaces', ['    select client_id', '   select client_id']],
            ['another last line', ['select * from records', 'select client_id from records']],
            [
                'an import after other work',
                ['with client as', 'with one as (\n    select 1 as id\n),\n\nclient as'],
            ],
        ] as const
    ).map(([way, pair]): Violation => {
        return { rule: 'sql-style', way, files: changed(identity, pair) }
    }),
    {
        rule: 'personal-data',
        way: 'a raw number after staging',
        files: changed(identity, ['client_id, phone_masked', 'client_id, phone']),
    },
    {
        rule: 'personal-data',
        way: 'no masked twin',
        files: changed(stagingTwin, ['phone_masked', 'phone_hidden']),
    },
]

/** A model that is allowed everywhere, with its twin. */
function emptied(name: string): Record<string, string> {
    const path = name.includes('/') ? name : `extra/${name}`
    return {
        [`models/${path}.sql`]: 'with one as (\n    select 1 as id\n)\n\nselect * from one\n',
        [`models/${path}.yml`]: [
            'description: A thing. One row per thing.',
            'grain: none',
            'key: [id]',
            'columns: { id: { type: integer, description: A thing. } }',
            '',
        ].join('\n'),
    }
}

function gone(name: string): Record<string, null> {
    return { [`models/identity/tiny__${name}.yml`]: null }
}

const ofTexts: readonly Violation[] = [
    {
        rule: 'texts-in-all',
        way: 'a key that one language lacks',
        files: retold('zh-TW', [',\n    "domain.month.name": "月份 {month}"', '']),
    },
    {
        rule: 'texts-in-all',
        way: 'no JSON in a file of its own',
        files: { 'locales/en/cli.json': '{' },
    },
    {
        rule: 'text-params',
        way: 'a parameter that one language does not show',
        files: retold('zh-CN', ['：{text}', '']),
    },
    { rule: 'text-params', way: 'an open brace', files: retold('zh-CN', ['{month}', '{month']) },
    {
        rule: 'texts-translated',
        way: 'English in a Chinese file',
        files: retold('zh-CN', ['月份 {month}', 'Month {month}']),
    },
    {
        rule: 'texts-translated',
        way: 'simplified letters in zh-TW',
        files: retold('zh-TW', ['請寫', '请写']),
    },
    {
        rule: 'texts-exist',
        way: 'a key that no file has',
        files: added('speak', "const text = say('domain.day.name')\n"),
    },
    {
        rule: 'texts-used',
        way: 'a text that nobody says',
        files: everywhere([another, `"domain.day.name": "1",\n    ${another}`]),
    },
    {
        rule: 'texts-filled',
        way: 'a parameter that is not given',
        files: changed(source, ["say('domain.month.name', { month })", "say('domain.month.name')"]),
    },
    {
        rule: 'texts-filled',
        way: 'a failure without what it names',
        files: changed(source, ['{ text: month }', '{ month }']),
    },
    {
        rule: 'failure-texts',
        way: 'a code without a sentence',
        files: {
            ...changed('src/domain/failures.ts', ["{ '", "{ 'domain.no_month': 2, '"]),
            ...added('raise', "const code = 'domain.no_month'\n"),
        },
    },
    {
        rule: 'failure-texts',
        way: 'a sentence without a code',
        files: everywhere([another, `"domain.failure.no_year": "1",\n    ${another}`]),
    },
    {
        rule: 'failures-raised',
        way: 'a code that nobody raises',
        files: {
            ...changed('src/domain/failures.ts', ["{ '", "{ 'domain.no_month': 2, '"]),
            ...everywhere([another, `"domain.failure.no_month": "1",\n    ${another}`]),
        },
    },
]

const ofPapers: readonly Violation[] = [
    {
        rule: 'policies-unchanged',
        way: 'a published policy edited',
        files: changed('policies/wealth/1.yml', ['version: 1', 'version: 1 # better']),
    },
    {
        rule: 'policies-unchanged',
        way: 'a published policy removed',
        files: { 'policies/wealth/1.yml': null },
    },
    {
        rule: 'policies-unchanged',
        way: 'a new one without its line',
        files: { 'policies/wealth/2.yml': 'version: 2\n' },
    },
    {
        rule: 'exact-versions',
        way: 'a range',
        files: changed('package.json', ['4.6.7', '^4.6.7']),
    },
    {
        rule: 'dependency-sentences',
        way: 'a dependency that nobody explains',
        files: changed('package.json', ['{ "zod"', '{ "left-pad": "1.3.0", "zod"']),
    },
    { rule: 'house-papers', way: 'no licence', files: { LICENSE: null } },
    {
        rule: 'house-papers',
        way: 'no room for the next change',
        files: changed('CHANGELOG.md', ['## [Unreleased]', '## 1.0.0']),
    },
]

/** Every law of the house, broken on purpose; each must be told by exactly its own rule. */
export const violations: readonly Violation[] = [...ofCode, ...ofModels, ...ofTexts, ...ofPapers]
