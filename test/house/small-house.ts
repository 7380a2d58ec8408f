import { createHash } from 'node:crypto'
import type { Tree } from './tree.ts'

const card = (room: string): string =>
    [
        `# ${room}`,
        '',
        '- **Comes in:** texts.',
        '- **Goes out:** values.',
        '- **May import:** nothing.',
        '- **Never:** waits.',
        '',
    ].join('\n')

const policy = 'ladder: wealth\nversion: 1\n'

/** A house in which every law is kept, as small as it can be. Each violation changes one thing. */
export const smallHouse: Tree = new Map(
    Object.entries({
        'ARCHITECTURE.md': '- `zod` checks what comes in, with one schema for all.\n',
        'CHANGELOG.md': '# Changes\n\n## [Unreleased]\n',
        'CONTRIBUTING.md': '# How to work here\n',
        LICENSE: 'Apache License\n',
        'README.md': '# Tong\n',
        'SECURITY.md': '# Security\n',
        'STYLE.md': '# Style\n',
        'package.json': '{ "dependencies": { "zod": "4.6.7" } }\n',
        'locales/en/domain.json': texts('No day: {text}. Write 2026-01-31.', 'Month {month}'),
        'locales/zh-CN/domain.json': texts('不是日期：{text}。请写 2026-01-31。', '月份 {month}'),
        'locales/zh-TW/domain.json': texts('不是日期：{text}。請寫 2026-01-31。', '月份 {month}'),
        'models/sources/tiny.yml': [
            'system: tiny',
            'tables:',
            '    client:',
            '        columns:',
            '            client_id: { type: bigint }',
            '            phone: { type: varchar, pii: phone }',
            '',
        ].join('\n'),
        'models/staging/tiny__client.sql': [
            'with client as (',
            "    select * from {{ source('tiny', 'client') }}",
            '),',
            '',
            'renamed as (',
            '    select',
            '        client_id,',
            '        phone,',
            '        {{ masked_number(phone) }} as phone_masked',
            '    from client',
            ')',
            '',
            'select * from renamed',
            '',
        ].join('\n'),
        'models/staging/tiny__client.yml': twin('client', ['client_id', 'phone', 'phone_masked']),
        'models/identity/tiny__records.sql': [
            'with client as (',
            "    select * from {{ ref('staging.tiny__client') }}",
            '),',
            '',
            'records as (',
            '    select client_id, phone_masked from client',
            ')',
            '',
            'select * from records',
            '',
        ].join('\n'),
        'models/identity/tiny__records.yml': twin('record', ['client_id', 'phone_masked']),
        'policies/published.sha256': `${sha256(policy)}  wealth/1.yml\n`,
        'policies/wealth/1.yml': policy,
        'src/domain/README.md': card('domain'),
        'src/domain/failures.ts':
            "/** Every failure. */\nexport const failureExit = { 'domain.no_day': 2 }\n",
        'src/domain/say-month.ts': [
            "import { refuse } from './result.ts'",
            '',
            '/** Says a month. */',
            'export function sayMonth(say: Say, month: string): string {',
            "    if (month === '') refuse('domain.no_day', { text: month })",
            "    return say('domain.month.name', { month })",
            '}',
            '',
        ].join('\n'),
    }),
)

function texts(noDay: string, month: string): string {
    const both = { 'domain.failure.no_day': noDay, 'domain.month.name': month }
    return `${JSON.stringify(both, null, 4)}\n`
}

function twin(row: string, columns: readonly string[]): string {
    return [
        `description: A ${row}. One row per ${row}.`,
        'grain: none',
        'key: [client_id]',
        'columns:',
        ...columns.map((name) => `    ${name}: { type: varchar, description: A thing. }`),
        '',
    ].join('\n')
}

function sha256(text: string): string {
    return createHash('sha256').update(text).digest('hex')
}
