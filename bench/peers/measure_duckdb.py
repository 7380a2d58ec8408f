"""The workload's measure alone, by hand in DuckDB: what the features stage is held against.

Started by the bench with the peers' folder on PYTHONPATH (peer_common). Reads the Parquet of the
workload, writes features.parquet with party_id, month, kind, measure (0.001 CNY) and aum_avg (cents),
which the trial sums.
"""
import time

T0 = time.perf_counter()
import duckdb
from peer_common import args, run

a = args("peer_duckdb")
con = duckdb.connect()
con.execute(f"set threads=2; set memory_limit='{a.memory}'; set preserve_insertion_order=false")
con.execute(f"set temp_directory='{a.dst}/.tmp'")
STARTUP = time.perf_counter() - T0


def measure():
    con.execute(f"""
    copy (
        with balances as (
            select party_id, month(month_end)::integer as month,
                (sum(balance_avg) filter (where product = 'deposit') * 100)::bigint as deposit,
                (sum(balance_avg) filter (where product = 'wealth') * 100)::bigint as wealth,
                (sum(balance_avg) filter (where product = 'fund') * 100)::bigint as fund,
                (sum(balance_avg) filter (where product in ('deposit', 'wealth', 'fund', 'insurance'))
                    * 100)::bigint as aum_avg
            from '{a.src}/balances.parquet' join '{a.src}/accounts.parquet' using (account_id)
            group by all
        ),
        months as (
            select party_id, kind, m::integer as month
            from '{a.src}/parties.parquet', range(1, 13) r(m)
            where opened_on <= last_day(make_date(2025, m::integer, 1))
        )
        select party_id, month, kind, aum_avg,
            case when coalesce(deposit, wealth, fund) is not null
                then 10 * coalesce(deposit, 0) + 12 * coalesce(wealth, 0) + 10 * coalesce(fund, 0)
            end as measure
        from months left join balances using (party_id, month)
    ) to '{a.dst}/features.parquet' (format parquet, compression snappy)""")


run("duckdb " + duckdb.__version__, a, dict(measure=measure), STARTUP)
