"""Codes and links reports on Apache Spark (local mode) and holds every row against what `parallax code` writes.

Usage: check.py PARALLAX NEWS.jsonl, in the repository's root; NEWS.jsonl as `cargo run -p xtask -- corpus --out` makes it
"""

import datetime
import doctest
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable

import pyarrow.dataset
from pyspark.sql import SparkSession

import parallax.spark

PROFILES = ["polecat", "gdelt", "mentions", "icews", "phoenix"]
KEPT = ["text", "title", "outlet", "url", "date"]


def news(made):
    """A made-up corpus with what a real one has too: copies, days without news, reports without a day, empty ones."""
    for i, line in enumerate(made):
        if i % 20 == 7:
            # The report before, cut and under another headline.
            line["text"] = "A reader sends us this. " + made[i - 1]["text"].rsplit(".", 2)[0] + "."
        published = datetime.date.fromisoformat(line["date"]) + datetime.timedelta(days=i // 150 + 9 * (i // 600))
        line["date"] = None if i % 30 == 11 else published.isoformat()
        line["url"] = f"https://paper.example/{i}"
        if i % 250 == 99:
            line["text"] = "..."
    return [{key: line.get(key) for key in KEPT} for line in made]


def rows(folder):
    """Every row as text, in one order whatever the order in which they were written."""
    parts = pyarrow.dataset.partitioning(pyarrow.schema([("report_day", pyarrow.string())]), flavor="hive")
    table = pyarrow.dataset.dataset(folder, format="parquet", partitioning=parts).to_table()
    return table.schema.names, sorted(json.dumps(row, default=str, sort_keys=True) for row in table.to_pylist())


def examples(session):
    given = {"parallax": parallax, "session": session}
    done = doctest.testmod(parallax.spark, extraglobs=given, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert done.failed == 0 and done.attempted >= 6, done


def same_as_the_command(command, session, made):
    lines = news(made)
    Path("news.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    # The events of GDELT bring their mentions with them.
    profiles = ",".join(name for name in PROFILES if name != "mentions")
    done = subprocess.run([command, "-q", "code", "news.jsonl", "-o", "one", "--profile", profiles])
    assert done.returncode in (0, 3), done
    run = json.loads(Path("one/run.json").read_text())
    told = [json.loads(line) for line in Path("one/skipped.jsonl").read_text().splitlines()]

    # Spread so that neither the reports of a day nor those of an event lie together.
    given = [(f"news.jsonl#{i + 1}", *(line[key] for key in KEPT)) for i, line in enumerate(lines)]
    frame = session.createDataFrame(given, ", ".join(f"{name} string" for name in ["path", *KEPT])).repartition(5)
    corpus = parallax.spark.code(frame)
    corpus.write("many", profiles=PROFILES)
    skipped = [row.asDict() for row in corpus.skipped.collect()]
    by_input = lambda notice: notice["input"]
    assert sorted(skipped, key=by_input) == sorted(told, key=by_input), (skipped, told)
    corpus.unpersist()

    compared = 0
    for name in [*parallax.spark.OWN, *PROFILES]:
        (names, one), (names_of_many, many) = rows(f"one/{name}"), rows(f"many/{name}")
        assert names == names_of_many, (name, names, names_of_many)
        differing = [pair for pair in zip(one, many) if pair[0] != pair[1]]
        assert one == many, f"{name}: {len(one)} and {len(many)} rows; first difference {differing[:1]}"
        assert len(one) == run["rows"][name] > 0, name
        compared += len(one)
    # What is compared holds all that linking does.
    assert run["copies"] >= 40 and run["shared_events"] >= 100 and len(told) >= 4, run
    days = os.listdir("one/reports")
    assert "report_day=__HIVE_DEFAULT_PARTITION__" in days and len(days) > 6, days
    print(
        f"spark: {run['reports']} reports, {compared} rows as the command line writes them, "
        f"{run['shared_events']} events told by several, {run['copies']} copies"
    )


def main():
    command = os.path.realpath(sys.argv[1])
    made = [json.loads(line) for line in Path(sys.argv[2]).read_text().splitlines()]
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)
        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.python.worker.faulthandler.enabled", "true")
            .config("spark.sql.execution.pyspark.udf.faulthandler.enabled", "true")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        try:
            examples(session)
            same_as_the_command(command, session, made)
        finally:
            session.stop()


main()
