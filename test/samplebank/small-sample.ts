import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type SampleBankFile, type TextTableName, textTables } from '#samplebank/sample-files.ts'
import { type SampleBankResult, writeSampleBank } from '#samplebank/write-sample-bank.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Row, Warehouse } from '#warehouse/warehouse.ts'

/** A sample bank on the disk, and an engine that asks it questions. */
export type SmallSample = {
    readonly folder: string
    readonly written: SampleBankResult
    readonly warehouse: Warehouse
    /** Rows of a question about `customers`, `accounts` …, `truth_customers`, `truth_months`. */
    ask(sql: string): Promise<readonly Row[]>
    /** The text of a file. */
    text(file: SampleBankFile): Promise<string>
    close(): Promise<void>
}

/** Columns that reading by itself would not type as the tests need them. */
const types: Readonly<Record<string, string>> = {
    ...Object.fromEntries(
        [
            ...['birth_date', 'opened_on', 'closed_on', 'matures_on', 'booked_on', 'listed_on'],
            ...['ended_on', 'joined_on', 'left_on', 'day', 'answered_on', 'valid_until'],
        ].map((column) => [column, 'date']),
    ),
    annual_sales: 'decimal(18,2)',
    average: 'decimal(18,2)',
    end: 'decimal(18,2)',
    balance: 'decimal(18,2)',
    amount: 'decimal(18,2)',
    assets: 'decimal(18,2)',
    measure: 'decimal(18,3)',
    true_total: 'decimal(18,2)',
    stated_total: 'decimal(18,2)',
    rate: 'decimal(18,8)',
    phone: 'varchar',
    id_number: 'varchar',
    kind: 'varchar',
    subject: 'varchar',
    key: 'varchar',
}

/** Writes a sample bank into a folder of its own; nothing is wrong in it unless asked for. */
export async function writeSmallSample(options: {
    readonly customers: number
    readonly threads: number
    readonly seed?: number
    readonly chunkCustomers?: number
    readonly hasFaults?: boolean
}): Promise<SmallSample> {
    const { threads, seed = 1, hasFaults = false } = options
    const folder = await mkdtemp(join(tmpdir(), 'tong 样本 '))
    const warehouse = await openDuckdb({
        spillFolder: join(folder, 'spill'),
        memoryLimitGb: 1,
        threads,
    })
    const written = await writeSampleBank({ ...options, warehouse, folder, seed, hasFaults })
    const names = Object.keys(textTables) as TextTableName[]
    const tables = await Promise.all(names.map((file) => tableOf(file, folder)))
    return {
        folder,
        written,
        warehouse,
        ask: (sql) => warehouse.rows(`with ${[...tables, wholeBankSql].join(', ')} ${sql}`),
        text: (file) => textOf(file, folder),
        close: async () => {
            warehouse.close()
            await rm(folder, { recursive: true, force: true })
        },
    }
}

/** The text of a file, whatever its encoding; a file that is no text as its bytes. */
async function textOf(file: SampleBankFile, folder: string): Promise<string> {
    const bytes = await readFile(join(folder, file))
    if (!(file in textTables)) return bytes.toString('latin1')
    const { encoding } = textTables[file as TextTableName]
    if (encoding === 'utf-8 gzip') return gunzipSync(bytes).toString('utf8')
    return new TextDecoder(encoding === 'utf-8 with mark' ? 'utf-8' : encoding).decode(bytes)
}

/** `customers` is the core's; `sample_cards_holders` another system's; `truth_months` the truth. */
async function tableOf(file: TextTableName, folder: string): Promise<string> {
    const { delimiter, columns } = textTables[file]
    const plain = join(folder, 'plain')
    await mkdir(plain, { recursive: true })
    const name = file
        .replace(/^sample\//, '')
        .replace(/\..*$/, '')
        .replaceAll(/[/-]/g, '_')
    const path = join(plain, `${name}.txt`)
    await writeFile(path, await textOf(file, folder))
    const quoted = path.replaceAll("'", "''")
    // The wealth system writes dates of its own.
    const isPlain = delimiter === ',' && !file.startsWith('sample_wealth/')
    const known = (columns as readonly string[])
        .filter((column) => column in types && isPlain)
        .map((column) => `'${column}': '${types[column]}'`)
    const typed = known.length > 0 ? `types = {${known.join(', ')}}` : ''
    const options = isPlain ? typed : 'all_varchar = true'
    const separator = delimiter === '\t' ? '\\t' : delimiter
    const delim = `delim = e'${separator}', quote = '"', header = true`
    return `${name} as (select * from read_csv('${quoted}', ${delim}${options && `, ${options}`}))`
}

/** SQL of 1,234.50 and 12.5万 as an amount. */
function amountOf(column: string): string {
    const plain = `replace(replace(${column}, ',', ''), '万', '')`
    return `cast(case when ${column} like '%万' then cast(${plain} as decimal(18,4)) * 10000
        else cast(${plain} as decimal(18,4)) end as decimal(18,2))`
}

/** SQL of a Chinese date. */
function chineseDate(column: string): string {
    return `cast(strptime(${column}, '%Y年%-m月%-d日') as date)`
}

const slashDate = (column: string): string => `cast(strptime(${column}, '%Y/%-m/%-d') as date)`
const compactDate = (column: string): string =>
    `cast(strptime(cast(${column} as varchar), '%Y%m%d') as date)`

/**
 * The systems put together again: what a customer holds wherever it is kept, whether its system
 * knows whose it is, and what moved.
 */
const wholeBankSql = `
    all_accounts as (
        select cast(account_no as varchar) as account_no, customer_no, product, currency,
            opened_on, closed_on, true as is_linked from accounts
        union all select holding_no, cast(customer_no as bigint),
            case kind when 'W' then 'wealth' when 'F' then 'fund' else 'insurance' end, 'CNY',
            ${compactDate('opened_on')}, ${compactDate('closed_on')}, true
        from sample_wealth_holdings
        union all select loan_no, cast(customer_no as bigint),
            case kind when 'M' then 'mortgage' else 'loan' end, 'CNY',
            ${chineseDate('drawn_on')}, ${chineseDate('closed_on')}, true from sample_credit_loans
        union all select card_no, customer_no, 'card', 'CNY', ${slashDate('issued_on')},
            ${slashDate('cancelled_on')}, coalesce(core_customer_no, '0') <> '0'
        from sample_cards_cards join truth_records on key = holder_no
        join sample_cards_holders using (holder_no)
        where system = 'sample_cards'
    ),
    all_balances as (
        select cast(account_no as varchar) as account_no, month, average, "end" from balances
        union all select holding_no, cast(month as integer), cast(average_value as decimal(18,2)),
            cast(end_value as decimal(18,2)) from sample_wealth_holding_months
        union all select loan_no, cast(month as integer), ${amountOf('average_owed')},
            ${amountOf('end_owed')} from sample_credit_loan_months
        union all select card_no, cast(month as integer), ${amountOf('average_owed')},
            ${amountOf('closing_owed')} from sample_cards_statements
    ),
    all_transactions as (
        select cast(account_no as varchar) as account_no, booked_on, amount, kind, channel
        from transactions
        union all select holding_no, ${compactDate('done_on')},
            case kind when 'B' then ${amountOf('amount')} else -${amountOf('amount')} end,
            'transfer', 'mobile'
        from sample_wealth_orders
        union all select loan_no, cast(paid_on as date), ${amountOf('principal_paid')}, 'loan',
            'auto' from sample_credit_repayments where ${amountOf('principal_paid')} > 0
        union all select loan_no, ${chineseDate('drawn_on')}, -${amountOf('principal')}, 'loan',
            'branch' from sample_credit_loans where ${chineseDate('drawn_on')} >= date '2024-01-01'
        union all select card_no, ${slashDate('booked_on')},
            case kind when 'S' then -${amountOf('amount')} else ${amountOf('amount')} end,
            case kind when 'S' then 'card' else 'loan' end,
            case kind when 'S' then 'pos' else 'auto' end from sample_cards_spends
    )`
