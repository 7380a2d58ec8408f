"""The workload's measure alone, by hand in Polars (lazy, streaming); see measure_duckdb.py."""
import os

os.environ.setdefault("POLARS_MAX_THREADS", "2")
import time

T0 = time.perf_counter()
import polars as pl
from peer_common import args, run

a = args("peer_polars")
c = pl.col
STARTUP = time.perf_counter() - T0


def measure():
    accounts = pl.scan_parquet(f"{a.src}/accounts.parquet").select("account_id", "party_id", "product")
    cents = c("balance_avg").to_physical().cast(pl.Int64).alias("cents")
    kinds = ["deposit", "wealth", "fund"]
    sums = [pl.when(c("product") == kind).then(c("cents")).sum().alias(kind) for kind in kinds]
    counts = [pl.when(c("product") == kind).then(c("cents")).count().alias("n_" + kind) for kind in kinds]
    balances = (
        pl.scan_parquet(f"{a.src}/balances.parquet")
        .select("account_id", c("month_end").dt.month().alias("month"), cents)
        .join(accounts, on="account_id")
        .group_by("party_id", "month")
        .agg(*sums, *counts)
        .filter(c("n_deposit") + c("n_wealth") + c("n_fund") > 0)
        .select("party_id", "month", (10 * c("deposit") + 12 * c("wealth") + 10 * c("fund")).alias("measure"))
    )
    months = pl.LazyFrame({"month": range(1, 13)}, schema={"month": pl.Int8}).with_columns(
        pl.date(2025, c("month"), 1).dt.month_end().alias("last_day")
    )
    (
        pl.scan_parquet(f"{a.src}/parties.parquet")
        .select("party_id", "kind", "opened_on")
        .join(months, how="cross")
        .filter(c("opened_on") <= c("last_day"))
        .select("party_id", "month", "kind")
        .join(balances, on=["party_id", "month"], how="left")
        .sink_parquet(f"{a.dst}/features.parquet", compression="snappy", engine="streaming")
    )


run("polars " + pl.__version__, a, dict(measure=measure), STARTUP)
