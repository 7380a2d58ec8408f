/** What each word of a contract means, in the order of the schema. */
export const wordMeanings: Readonly<Record<string, string>> = {
    system: 'Name of the source system: a–z, 0–9 and `_`.',
    description: 'What the system is, in a sentence.',
    bank: 'What a new data folder starts with when this system is its first. May be left out.',
    'bank.base_currency': 'Currency that amounts are converted to: `CNY`.',
    'bank.ladders': 'Ladders in force.',
    'bank.first_close': 'First month that is closed: `2026-01`.',
    files: 'How the files of the system are written, unless a table says otherwise in `read`.',
    'files.delimiter': 'One ASCII character between values.',
    'files.quote': "One ASCII character around values that need it, doubled inside; `''` for none.",
    'files.encoding': 'Encoding of the text, see below.',
    tables: 'The tables, by name. `rejects` is no name of a table.',
    'tables.*.file': 'Name of the file; `*` stands for any characters, and `.gz` may follow.',
    'tables.*.read': 'How the file is read, where it differs from `files`.',
    'tables.*.read.format': '`delimited` (default), `xlsx`, `parquet` or `postgres`.',
    'tables.*.read.delimiter': 'As in `files`, for this table.',
    'tables.*.read.quote': 'As in `files`, for this table.',
    'tables.*.read.encoding': 'As in `files`, for this table.',
    'tables.*.read.header':
        '`names` (default): the first record names the columns; `none`: their place does.',
    'tables.*.read.sheet': 'Sheet of a workbook; not needed where there is one only.',
    'tables.*.read.heading_rows':
        'Rows of the heading, 1 by default; names in several are joined by `/`.',
    'tables.*.read.skip_rows': 'Rows above the heading that say nothing.',
    'tables.*.read.query': 'Query that fetches the table from a PostgreSQL database.',
    'tables.*.description': 'What a row is: “One row per account.”',
    'tables.*.key':
        'Columns that tell rows apart. `[]`: nothing does; then one column must be required.',
    'tables.*.columns': 'The columns by their names in the header, in the order of the file.',
    'tables.*.columns.*.type': 'Type of the values, see below.',
    'tables.*.columns.*.description': 'What the column says.',
    'tables.*.columns.*.format':
        'How dates and timestamps are written, in strptime words: `%Y%m%d`. Default: `2026-01-31`.',
    'tables.*.columns.*.accepts': 'Spellings that are taken beside the plain one, see below.',
    'tables.*.columns.*.nulls': 'Texts that stand for absent, beside the empty one.',
    'tables.*.columns.*.codes': 'The codes that may stand here, and what each means.',
    'tables.*.columns.*.min': 'Smallest value that may stand here, written plainly.',
    'tables.*.columns.*.max': 'Largest value that may stand here, written plainly.',
    'tables.*.columns.*.required':
        'Whether a row without a value is rejected. Columns of the key always are required.',
    'tables.*.columns.*.expected':
        'Whether a missing value counts as a defect though the row is taken; or values of other ' +
        'columns for which it does. `true` by default for fields that name or reach a person.',
    'tables.*.columns.*.unit': 'Unit of the numbers: `CNY`, `days`.',
    'tables.*.columns.*.pii':
        'Kind of personal data: `name`, `phone`, `email`, `id_number`, `birth_date`, `address`, ' +
        'or `sensitive` (religion, health, sex …), of which nothing is shown at all. ' +
        'It is masked wherever it is shown, rejects included.',
    'tables.*.columns.*.field':
        'What it tells of a party in the bank’s one model: `phone`, `name`.',
    'tables.*.columns.*.same_as':
        'Record of another system whose key stands here: `sample:customer`.',
    'tables.*.columns.*.aliases': 'Names that the column had in earlier deliveries.',
    'tables.*.relations': 'Columns whose values must be keys of another table of the system.',
    'tables.*.relations.columns': 'The columns, in the order of the other table’s key.',
    'tables.*.relations.to': 'The other table; it may be the table itself.',
    'tables.*.may_be_empty': 'Whether a file with a header and no rows is right.',
    'tables.*.delivery':
        'What a delivery brings: the `whole` table anew (default), `changes` by key, or all ' +
        'rows of some `periods`.',
    'tables.*.period': 'To which day or month a row belongs. Needed where `delivery` is `periods`.',
    'tables.*.period.column':
        'Column that tells it: a date, a timestamp, or an integer such as 202601 or 20260131.',
    'tables.*.period.every': '`day` or `month`.',
    'tables.*.due': 'When the table must have been delivered.',
    'tables.*.due.every': '`day` or `month`.',
    'tables.*.due.within_days': 'Days after the end of the day or month.',
    'tables.*.rejects_max':
        'How many rejected rows are borne: `100`, or `0.1%` of the rows read; none by default. ' +
        'With more, the whole delivery is refused.',
    'tables.*.record': 'Entity whose records the rows describe: `customer`.',
    'tables.*.laws':
        'What columns of a row have to be to each other: `closed_on >= opened_on`. Breaches are ' +
        'counted by `tong quality`, not rejected.',
}

/** What each spelling allows for, with examples, in the order of the list. */
export const spellingMeanings: Readonly<Record<string, string>> = {
    thousands: 'Numbers: `1,234.50`. Groups must be right: `1,23,4` is rejected.',
    full_width: 'All types: `１２３`, `２０２６年１月５日`; texts become narrow too.',
    parentheses: 'Numbers: `(500.00)` is −500.00.',
    trailing_minus: 'Numbers: `500.00-` is −500.00.',
    currency: 'Numbers in CNY: `¥500`, `￥500`, `CNY 500`, `500元`.',
    ten_thousands:
        'Numbers: `3.5万` is 35000, `1.2亿` is 120000000; also 萬 and 億. Never rounded.',
    percent: 'Decimals with two places at least, and doubles: `5%` is 0.05.',
    compact: 'Dates: `20260105`; timestamps: `20260105093000`.',
    slashes: 'Dates: `2026/1/5`; timestamps: `2026/1/5 9:30`.',
    dots: 'Dates: `2026.1.5`; timestamps: `2026.1.5 9:30`.',
    chinese: 'Dates: `2026年1月5日`; timestamps: `2026年1月5日 9:30`.',
    excel_serial:
        'Dates: `46027`, as spreadsheets count days from 1900. 60, which is no day, is rejected.',
    minguo: 'Dates: `民國115年1月5日`, `115/01/05`; 1912 is the first year.',
    yes_no: 'Booleans: 是 and 否, `Y` and `N`, `yes` and `no`.',
    padding: 'All types: blanks around the value, also wide ones, are dropped.',
}
