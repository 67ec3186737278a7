"""Reads every written format back with programs that are not ours: pandas, polars, DuckDB, pyarrow, networkx, R's readr.

Usage: check.py PARALLAX FOLDER_OF_REPORTS
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import networkx
import pandas
import polars
import pyarrow.parquet

PARALLAX, REPORTS = sys.argv[1], Path(sys.argv[2])
OWN = ["reports", "statements", "events", "fields", "findings", "actors", "places", "relations", "corrections"]
# profile → [(column, type)] as its publisher has them; where that is said stands in the table.
PROFILES = {}
for line in Path(__file__).with_name("codebooks.tsv").read_text().splitlines():
    if not line.startswith("#"):
        profile, column, kind = line.split("\t")
        PROFILES.setdefault(profile, []).append((column, kind))
PUBLISHED = {
    "string": ("VARCHAR", "string"), "integer": ("BIGINT", "Int64"), "float": ("DOUBLE", "float64"), "date": ("DATE", "datetime64[s]"),
}
POLARS = {
    "text": polars.String, "code": polars.String, "int": polars.Int64, "real": polars.Float64, "bool": polars.Boolean,
    "date": polars.Date, "list": polars.List(polars.String),
}
DUCKDB = {
    "text": "VARCHAR", "code": "VARCHAR", "int": "BIGINT", "real": "DOUBLE", "bool": "BOOLEAN", "date": "DATE", "list": "VARCHAR[]",
}


def parallax(*arguments):
    return subprocess.run([PARALLAX, "-q", *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def codebook(table):
    """[(column, type)] as `parallax formats TABLE` prints them: names may hold spaces, the columns are aligned."""
    lines = parallax("formats", table).splitlines()[2:]
    at = lines[0].index("type")
    return [(line[:at].strip(), line[at:].split()[0]) for line in lines[1:]]


def tables(folder):
    parallax("export", REPORTS, "--to", "csv", "-o", folder / "csv")
    parallax("export", REPORTS, "--to", "parquet", "-o", folder / "parquet")
    for table in OWN:
        book = codebook(table)
        names = [name for name, _ in book]
        # pyarrow's strict Parquet reader, polars and DuckDB must agree on names, types and rows.
        parquet = folder / "parquet" / f"{table}.parquet"
        rows = polars.read_parquet(parquet)
        assert rows.columns == names, table
        for name, kind in book:
            assert rows.schema[name] == POLARS[kind], (table, name, rows.schema[name])
        described = duckdb.sql(f"describe select * from '{parquet}'").fetchall()
        assert [(d[0], d[1]) for d in described] == [(n, DUCKDB[k]) for n, k in book], table
        assert pyarrow.parquet.read_table(parquet).num_rows == len(rows)
        assert pyarrow.parquet.read_metadata(parquet).metadata[b"schema_version"] == b"parallax-tables/1"
        # CSV holds the same rows.
        text = pandas.read_csv(folder / "csv" / f"{table}.csv", dtype=str, keep_default_na=False)
        assert list(text.columns) == names and len(text) == len(rows), table
        for name, kind in book:
            if kind in ("int", "date", "bool"):
                left = [str(x).lower() if x is not None else "" for x in rows[name]]
                assert left == list(text[name]), (table, name)
        assert len(rows) > 0 or table in ("relations", "corrections"), table
    return folder / "parquet"


def evidence(parquet):
    """Offsets lead back to the raw files, in bytes and in characters."""
    reports = {r["report_id"]: r for r in polars.read_parquet(parquet / "reports.parquet").iter_rows(named=True)}
    for row in polars.read_parquet(parquet / "statements.parquet").iter_rows(named=True):
        raw = Path(reports[row["report_id"]]["path"]).read_bytes()
        assert raw[row["byte_start"]:row["byte_end"]].decode() == row["quote"]
        assert raw.decode()[row["char_start"]:row["char_end"]] == row["quote"]
    events = duckdb.sql(f"""
        select e.event_id from '{parquet}/events.parquet' e join '{parquet}/statements.parquet' s using (event_id)
        group by e.event_id, n_statements having count(*) <> n_statements""").fetchall()
    assert not events, events


def profiles(folder):
    assert {table: len(columns) for table, columns in PROFILES.items()} == {"polecat": 40, "gdelt": 61, "mentions": 16, "icews": 20, "phoenix": 26}
    for table, columns in PROFILES.items():
        names, count = [name for name, _ in columns], len(columns)
        assert [name for name, _ in codebook(table)] == names, table
        file = folder / f"{table}.tsv"
        parallax("export", REPORTS, "-o", file)
        header = None if table in ("gdelt", "mentions", "phoenix") else 0
        text = pandas.read_csv(file, sep="\t", header=header, quoting=csv.QUOTE_NONE, dtype=str, keep_default_na=False)
        assert text.shape[1] == count and len(text) > 0, (table, text.shape)
        if header == 0:
            assert list(text.columns) == names, table
        # No quotes, no stray tabs: a line split by hand has every column too.
        assert {line.count("\t") for line in file.read_text().splitlines()} == {count - 1}, table
        parallax("export", REPORTS, "--to", "parquet", "--table", table, "-o", folder / f"{table}.parquet")
        assert len(polars.read_parquet(folder / f"{table}.parquet")) == len(text)
        # Both forms hold the types of the publisher's codebook, and the same values in them.
        described = duckdb.sql(f"describe select * from '{folder}/{table}.parquet'").fetchall()
        assert [(d[0], d[1]) for d in described] == [(name, PUBLISHED[kind][0]) for name, kind in columns], table
        typed = pandas.read_csv(
            file, sep="\t", header=header, names=names, quoting=csv.QUOTE_NONE, keep_default_na=False, na_values=[""],
            dtype={name: PUBLISHED[kind][1] for name, kind in columns if kind != "date"},
            parse_dates=[name for name, kind in columns if kind == "date"],
        )
        rows = duckdb.sql(f"select * from '{folder}/{table}.parquet'").df()
        for name, kind in columns:
            one, other = (frame[name].astype(PUBLISHED[kind][1]) for frame in (typed, rows))
            assert one.isna().equals(other.isna()) and (one.dropna() == other.dropna()).all(), (table, name)


def drawings(folder):
    story = json.loads(parallax("compare", REPORTS, "--format", "json"))
    places = json.loads(parallax("export", REPORTS, "--to", "geojson"))
    assert places["type"] == "FeatureCollection" and len(places["features"]) == len(story["events"])
    points = [f["geometry"]["coordinates"] for f in places["features"] if f["geometry"]]
    assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in points)
    slides = json.loads(parallax("export", REPORTS, "--to", "timelinejs"))
    dated = [e["id"] for e in story["events"] if e["date"]]
    assert [s["unique_id"] for s in slides["events"]] == dated
    assert all(isinstance(s["start_date"]["year"], int) for s in slides["events"])
    file = folder / "story.graphml"
    parallax("export", REPORTS, "-o", file)
    network = networkx.read_graphml(file)
    assert network.is_directed() and network.number_of_edges() > 0
    assert all(n["label"] for _, n in network.nodes(data=True))
    assert all(e["weight"] >= 1 for _, _, e in network.edges(data=True))


def corpus(folder):
    """Partitions read as one table, by the three readers that know them."""
    out = folder / "corpus"
    parallax("code", REPORTS, "-o", out, "--profile", "polecat,gdelt,icews,phoenix")
    for table in [t for t in OWN if t != "findings"] + list(PROFILES):
        book = codebook(table)
        place = out / table
        if table in ("relations", "corrections") and not place.exists():
            continue
        rows = polars.read_parquet(place / "**/*.parquet", hive_partitioning=True)
        assert rows.columns == [name for name, _ in book] + ["report_day"], table
        read = f"read_parquet('{place}/**/*.parquet', hive_partitioning=true)"
        described = duckdb.sql(f"describe select * exclude report_day from {read}").fetchall()
        assert [(d[0], d[1]) for d in described] == [(n, DUCKDB[k]) for n, k in book], table
        assert pyarrow.parquet.read_table(place).num_rows == len(rows) > 0, table
    run = json.loads((out / "run.json").read_text())
    assert run["rows"]["statements"] == len(polars.read_parquet(out / "statements/**/*.parquet"))


def r_is_here():
    """Whether R and readr can be used; on Debian they are installed where that is allowed."""
    ready = ["Rscript", "-e", "library(readr)"]
    if shutil.which("Rscript") and subprocess.run(ready, capture_output=True).returncode == 0:
        return True
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "r-base-core", "r-cran-readr"]):
        if subprocess.run(["apt-get", *command], capture_output=True).returncode != 0:
            return False
    return subprocess.run(ready, capture_output=True).returncode == 0


def in_r(folder):
    """readr guesses from the text alone what the codebook says, and reads every row."""
    if not r_is_here():
        return "R SKIPPED: it is not here, and r-base-core and r-cran-readr can only be installed as root on Debian"
    kinds = {
        "int": {"numeric"}, "real": {"numeric"}, "bool": {"logical"}, "date": {"Date"},
        "text": {"character"}, "code": {"character"}, "list": {"character"},
    }
    files = [folder / "csv" / f"{table}.csv" for table in OWN] + [folder / "polecat.tsv", folder / "icews.tsv"]
    said = subprocess.run(["Rscript", Path(__file__).with_name("check.R"), *files], check=True, capture_output=True, text=True).stdout
    read = {}
    for line in said.splitlines():
        file, column, kind, rows, missing = line.split("\t")
        read.setdefault(file, {})[column] = (kind, int(rows), int(missing))
    for file in files:
        book, columns = codebook(file.stem), read[file.name]
        assert list(columns) == [name for name, _ in book], file.name
        text = pandas.read_csv(
            file, sep="\t" if file.suffix == ".tsv" else ",", dtype=str, keep_default_na=False,
            quoting=csv.QUOTE_NONE if file.suffix == ".tsv" else csv.QUOTE_MINIMAL,
        )
        for name, kind in book:
            told, rows, missing = columns[name]
            assert rows == len(text) and missing == (text[name] == "").sum(), (file.name, name)
            # Nothing can be guessed of an empty column; ids and codes may look like numbers.
            assert missing == rows or told in kinds[kind] or kind in ("text", "code", "list"), (file.name, name, told)
    return "R's readr"


with tempfile.TemporaryDirectory() as place:
    place = Path(place)
    evidence(tables(place))
    profiles(place)
    drawings(place)
    corpus(place)
    r = in_r(place)
print(f"read back: own tables, profiles, GeoJSON, TimelineJS, GraphML, corpus; {r}")
