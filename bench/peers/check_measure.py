"""Compares the measure of a features.parquet with the stored digest, by the formula of digest.py.

    python check_measure.py FEATURES.parquet[/] digest-S.json
"""
import json
import os
import sys

import duckdb

file, stored = sys.argv[1:3]
source = f"{file}/*.parquet" if os.path.isdir(file) else file
want = json.load(open(stored))["w1"]["columns"]["measure"]
key = "((party_id * 13 + month * 7919) % 1000003)"
total, present, check = duckdb.connect().execute(f"""
    select sum(cast(measure as hugeint)), count(measure),
        sum(cast({key} * (cast(measure as bigint) % 1000003) as hugeint))
    from '{source}'""").fetchone()
found = {"sum": f"{total // 1000}.{total % 1000:03d}", "present": present, "check": str(check)}
print(file, "same measure" if found == want else f"DIFFERS: {found}, not {want}")
sys.exit(found != want)
