import { describe, expect, it } from 'vitest'
import { phraseArity } from './dialect.ts'
import { refusedWords } from './refused-words.ts'

const words = (sql: string): readonly string[] => refusedWords(sql).map(({ word }) => word)

const refused: readonly (readonly [sql: string, word: string])[] = [
    ['select a::integer from t', '::'],
    ['select a / b from t', '/'],
    ['select {{ idiv(a / 2, b) }} from t', '/'],
    ['select a // b from t', '//'],
    ['select 2 ** 3', '**'],
    ['select 2 ^ 3', '^'],
    ['select [1, 2] as x', '['],
    ["select {'a': 1} as x", '{'],
    ['select 1;', ';'],
    ['select a from t where a == 1', '=='],
    ["select a from t where a ~ 'x'", '~'],
    ["select j->>'a' from t", '->>'],
    ['select a from t qualify row_number() over (order by a) = 1', 'qualify'],
    ['select distinct on (a) a, b from t', 'distinct on'],
    ['select * exclude (a) from t', '* exclude'],
    ['select * replace (a + 1 as a) from t', '* replace'],
    ['select columns(x) from t', 'columns('],
    ['from t select a', 'from first'],
    ['select * from (from t)', 'from first'],
    ['with a as (select 1 as x) from a', 'from first'],
    ['select a from t union all from u', 'from first'],
    ['pivot t on a using sum(b)', 'pivot'],
    ['select a from t using sample 10', 'using sample'],
    ['select a from t union all by name select a from u', 'by name'],
    ['select a, count(*) from t group by all', 'group by all'],
    ['select a from t order by all', 'order by all'],
    ['select a from t semi join u on t.a = u.a', 'semi join'],
    ['select lag(a ignore nulls) over (order by b) from t', 'ignore nulls'],
    ['select a from t order by a limit 1 offset 1', 'limit … offset'],
    ["select e'a' as x", "e'…'"],
    ['select interval 1 month', 'interval'],
    ["select a + interval '1' month from t", 'interval'],
    ['select booked_date + 1 from t', 'date ± number'],
    ['select t.closed_date - t.opened_date from t', 'date ± number'],
    ["select date '2024-01-01' + n from t", 'date ± number'],
    ['select cast(a as date) - 1 from t', 'date ± number'],
    ["select {{ param('as_of') }} - 1", 'date ± number'],
    ['select cast(a as hugeint) from t', 'hugeint'],
    ['select try_cast(a as text) from t', 'text'],
    ['select avg(a) from t', 'avg('],
    ["select date_trunc('month', a) from t", 'date_trunc('],
    ['select last_day(a) from t', 'last_day('],
    ["select date_diff('day', a, b) from t", 'date_diff('],
    ["select strftime(a, '%Y') from t", 'strftime('],
    ['select now()', 'now('],
    ['select current_date', 'current_date'],
    ['select current_timestamp', 'current_timestamp'],
    ['select random()', 'random('],
    ['select uuid()', 'uuid('],
    ["select string_agg(a, ',') from t", 'string_agg('],
    ['select list(a) from t', 'list('],
    ['select greatest(a, b) from t', 'greatest('],
    ['select least(a, b) from t', 'least('],
    ['select hash(a) from t', 'hash('],
    ['select xxhash64(a) from t', 'xxhash64('],
    ['select sha256(a) from t', 'sha256('],
    ['select median(a) from t', 'median('],
    ['select quantile_cont(a, 0.5) from t', 'quantile_cont('],
    ['select approx_count_distinct(a) from t', 'approx_count_distinct('],
    ['select arg_max(a, b) from t', 'arg_max('],
    ['select first(a) from t', 'first('],
    ["select format('{}', a) from t", 'format('],
    ['select concat(a, b) from t', 'concat('],
    ["select contains(a, 'x') from t", 'contains('],
    ["select regexp_replace(a, 'x', '') from t", 'regexp_replace('],
    ['select ifnull(a, 0) from t', 'ifnull('],
    ['select round(a, 2) from t', 'round('],
    ["select * from read_parquet('x')", 'read_parquet('],
    ["select a from t where a ilike 'x'", 'ilike'],
    ['create table t as select 1 as a', 'create'],
    ['insert into t select 1', 'insert'],
    ['update t set a = 1', 'update'],
    ['delete from t', 'delete'],
    ['select a from temp.t', 'temp'],
    ['select 客户 from t', '客户'],
]

const allowed: readonly string[] = [
    "select a -- avg(x) / y :: z\n, 'it''s 1/2; ilike' as b /* qualify */ from t",
    'select "客户", "avg(" from t',
    "select {{ last_day(202601) }}, {{ month_of(opened_date) }} from {{ ref('identity.a') }}",
    'select {{ ratio(idiv(a, b), c) }} from t',
    'select extract(year from opened_date) from t',
    'select a from t where a is distinct from b and a is not distinct from c',
    'select count(distinct a) over () from t',
    "select sum(a) over (order by b range between interval '30' day preceding and current row)",
    'select a from t group by 1 order by name offset 1 limit 1',
    "select replace(a, 'x', 'y'), coalesce(b, 0), nullif(c, 0), a || b from t",
    'select cast(round(a, 2) as decimal(18,2)) from t',
    'select max_by(a, b), any_value(c), bool_or(d) filter (where e) from t',
    'select a, row_number() over (partition by a order by b nulls last) as n from t',
    'with a as (select 1 as x), b as (select x from a) select * from b',
    'select t.text, t.first, a % 100, -a + 1 from t',
    'select sum(a * b) as total from t union all select a from u',
    'select {{ add_days(opened_date, -1) }}, {{ days_between(opened_date, closed_date) }} from t',
]

describe('words outside the shared subset', () => {
    it.each(refused)('%s: %s', (sql, word) => {
        expect(words(sql)).toContain(word)
    })

    it.each(allowed)('lets pass %s', (sql) => {
        expect(refusedWords(sql)).toEqual([])
    })

    it('lets each dialect phrase pass inside the braces and tells where a word stands', () => {
        for (const name of Object.keys(phraseArity)) {
            expect(words(`select {{ ${name}(a) }} from t`)).toEqual([])
        }
        expect(refusedWords("select 'x\ny',\n    a,\n    avg(b)\nfrom t")).toEqual([
            { word: 'avg(', line: 4, column: 5, instead: '{{ mean(sum, count) }}' },
        ])
    })

    it('names every place, not the first only', () => {
        expect(words('select a::date, b / c, now() from t;')).toEqual(['::', '/', 'now(', ';'])
    })

    it('stands odd text: an open quote, an open comment, an open brace, nothing', () => {
        for (const sql of ["select 'a", '/* a', 'select {{ a', '', '"', '))))', '{{ }} }}']) {
            expect(refusedWords(sql)).toBeInstanceOf(Array)
        }
    })
})
