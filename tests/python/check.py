"""The Python package as its users meet it: tables in and out, threads, Ctrl-C, errors, and the examples of its documentation.

Usage: check.py, in the repository's root
"""

import datetime
import doctest
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow

import parallax

SAMPLE = Path("examples/harbour")
TEXTS = [
    ("a", "Police in Turku arrested two men on Monday.", datetime.date(2025, 3, 4), "Paper One"),
    ("b", "The mayor of Ghent criticised the arrest of Anna Berg.", datetime.date(2025, 3, 5), None),
]
ROWS = {"path": [t[0] for t in TEXTS], "text": [t[1] for t in TEXTS], "published": [t[2] for t in TEXTS], "outlet": [t[3] for t in TEXTS]}


def examples():
    done = doctest.testmod(parallax, extraglobs={"parallax": parallax}, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL)
    assert done.failed == 0 and done.attempted >= 15, done


def same_as_the_command(command):
    """The package and the command tell the same story, to the byte."""
    said = subprocess.run([command, "-q", "compare", SAMPLE, "--format", "json"], check=True, capture_output=True, text=True).stdout
    assert parallax.compare(SAMPLE).to_json() == said
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        subprocess.run([command, "-q", "code", SAMPLE, "-o", place / "one", "--profile", "polecat"], check=True)
        counts = parallax.code(SAMPLE, place / "two", profiles=["polecat"])
        files = lambda folder: {f.relative_to(folder): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}
        assert files(place / "one") == files(place / "two")
        assert counts["statements"] == json.loads((place / "one/run.json").read_text())["rows"]["statements"] > 0


def tables_in_and_out():
    """Every program's tables are taken, and give the same rows; ours are taken by every program."""
    arrow = pyarrow.table(ROWS)
    given = {
        "pyarrow": arrow,
        "stream": pyarrow.RecordBatchReader.from_batches(arrow.schema, arrow.to_batches(max_chunksize=1)),
        "polars": polars.DataFrame(ROWS),
        "pandas": pandas.DataFrame(ROWS),
        "timestamps": pyarrow.table({**ROWS, "published": pyarrow.array(ROWS["published"]).cast(pyarrow.timestamp("us"))}),
        "dictionary": pyarrow.table({**ROWS, "text": pyarrow.array(ROWS["text"]).dictionary_encode()}),
        "duckdb": duckdb.sql("select * from arrow"),
    }
    rows = {name: [list(batch) for batch in parallax.code(table)] for name, table in given.items()}
    assert all(r == rows["pyarrow"] for r in rows.values()), {n: r for n, r in rows.items() if r != rows["pyarrow"]}
    assert [s["date_start"] for s in rows["pyarrow"][0]][0] == datetime.date(2025, 3, 3)
    assert parallax.compare(given["polars"]).reports["path"] == ["a", "b"]
    renamed = polars.DataFrame(ROWS).rename({"text": "body"})
    assert parallax.compare(renamed, columns={"text": "body"}).reports["path"] == ["a", "b"]

    story = parallax.compare(SAMPLE)
    for name in ["reports", "statements", "events", "fields", "findings", "actors", "places", "relations", "polecat", "gdelt"]:
        table = story.table(name)
        arrow, frame = table.to_pyarrow(), table.to_polars()
        assert arrow.column_names == table.column_names == frame.columns
        assert arrow.to_pylist() == list(table), name
        assert frame.rows(named=True) == list(table), name
        assert len(table.to_pandas()) == len(table) == duckdb.sql("select count(*) from arrow").fetchall()[0][0]
    # Without copying: two takers see the same memory.
    statements = story.statements
    address = lambda: pyarrow.table(statements)["quote"].chunk(0).buffers()[2].address
    assert address() == address()
    # A stream is taken once, and read as it is asked for.
    coded = parallax.code(SAMPLE, table="fields")
    assert pyarrow.RecordBatchReader.from_stream(coded).read_all().num_rows > 0
    fails(RuntimeError, "call code() again", lambda: next(coded))


def fails(kind, words, call):
    try:
        call()
    except kind as error:
        assert words in str(error), error
        return
    raise AssertionError(f"no {kind.__name__}")


def errors():
    fails(parallax.ReadError, "cannot be found", lambda: parallax.compare("none.txt"))
    fails(parallax.ReadError, "holds no words", lambda: parallax.read("x.txt", text=""))
    fails(ValueError, "there is no table", lambda: parallax.code(SAMPLE, table="acled"))
    fails(ValueError, "is no day", lambda: parallax.compare(SAMPLE, published="yesterday"))
    fails(ValueError, "is no field of a report", lambda: parallax.compare(SAMPLE, columns={"body": "text"}))
    fails(KeyError, "nothing in this story", lambda: parallax.compare(SAMPLE).show("e?"))
    fails(KeyError, "no column", lambda: parallax.compare(SAMPLE).events["colour"])
    fails(IndexError, "no such row", lambda: parallax.compare(SAMPLE).events[10_000])
    fails(parallax.ParallaxError, 'no column "text" among body', lambda: parallax.compare(pyarrow.table({"body": ["x"]})))
    fails(TypeError, "", lambda: parallax.compare(7))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        story = parallax.compare([SAMPLE / "wire.txt", "none.txt"])
    assert [str(w.message) for w in said] == ["none.txt cannot be found"] and story.skipped[0].code == "P001"
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "mine.txt").write_text("kept")
        fails(parallax.ParallaxError, "is not empty", lambda: parallax.code(SAMPLE, place))
        assert (Path(place) / "mine.txt").read_text() == "kept"


def others_go_on():
    """While reports are read, another thread of Python counts."""
    beats = []
    done = threading.Event()

    def beat():
        while not done.wait(0.005):
            beats.append(time.monotonic())

    thread = threading.Thread(target=beat)
    thread.start()
    begun = time.monotonic()
    parallax.compare(SAMPLE)
    lasted = time.monotonic() - begun
    done.set()
    thread.join()
    gaps = [b - a for a, b in zip(beats, beats[1:])]
    assert len(beats) > 3 and max(gaps) < max(0.5, lasted / 2), (len(beats), lasted)


def interrupted():
    """Ctrl-C stops the work soon, as KeyboardInterrupt, and what was stopped can be gone on with."""
    with tempfile.TemporaryDirectory() as place:
        news = Path(place) / "news.jsonl"
        text = (SAMPLE / "wire.txt").read_text()
        news.write_text("".join(json.dumps({"id": i, "text": f"{text}\nNo {i}.", "date": "2025-03-05"}) + "\n" for i in range(600)))
        out = Path(place) / "events"
        for work in [lambda: parallax.compare(news), lambda: parallax.code(news, out)]:
            threading.Timer(3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
            begun = time.monotonic()
            try:
                work()
                raise AssertionError("was not stopped")
            except KeyboardInterrupt:
                pass
            # One shard at most is finished.
            assert time.monotonic() - begun < 60
        assert not (out / "run.json").exists()
        fails(parallax.ParallaxError, "--resume", lambda: parallax.code(news, out))


def forked():
    """A child that was forked after the work began its own threads works on."""
    parallax.read("x.txt", text="Police arrested two men.")
    child = os.fork()
    if child == 0:
        os._exit(0 if len(parallax.read("x.txt", text="Police arrested two men.").statements) == 1 else 1)
    assert os.waitpid(child, 0)[1] == 0


if __name__ == "__main__":
    examples()
    same_as_the_command(sys.argv[1])
    tables_in_and_out()
    errors()
    others_go_on()
    forked()
    interrupted()
    print("python: examples, tables in and out, errors, threads, Ctrl-C")
