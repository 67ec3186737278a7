"""PostgreSQL as a shared store: a real server on a loopback port, filled by `parallax code`, shown by `parallax open`.

Usage: check.py PARALLAX
"""

import contextlib
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import polars

PARALLAX = sys.argv[1]
TABLES = ["reports", "statements", "events", "fields", "actors", "places", "relations"]
TOWNS, NAMES = ["Oslo", "Bergen", "Lisbon", "Porto"], ["Anna Berg", "Jonas Lie", "Maria Costa"]
PASSWORD = "se:cr\\et"


def news(file, count):
    """Short reports of our own: several of one event, copies, odd characters, one that cannot be read."""
    lines = []
    for i in range(count):
        town, name = TOWNS[i // 5 % 4], NAMES[i // 5 % 3]
        text = f"Police in {town} arrested {name} on Monday.\n\tThe mayor of {town} criticised the arrest. {20 + i // 2} people protested, said “C:\\{name}\\{{{town}}}, \"one\"”\0."
        lines.append({"id": i, "text": "" if i == 7 else text, "date": f"2025-03-{3 + i // 20:02}", "outlet": f"Paper {i % 5}"})
    Path(file).write_text("".join(json.dumps(line) + "\n" for line in lines))


@contextlib.contextmanager
def server(place):
    """A server of this test alone. PostgreSQL does not run as root: the user that Debian's package made does then."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    home, as_user = place / "server", []
    home.mkdir()
    (home / "password").write_text(PASSWORD)
    if os.geteuid() == 0:
        place.chmod(0o755)
        for path in (home, home / "password"):
            shutil.chown(path, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = lambda *command: subprocess.run([*as_user, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")
    run(programs / "initdb", "-D", home / "data", "-U", "parallax", "-A", "scram-sha-256", "--pwfile", home / "password", "-E", "UTF8", "--no-locale", "--no-sync")
    run(programs / "pg_ctl", "-D", home / "data", "-l", home / "log", "-w", "-o", f"-F -h 127.0.0.1 -p {port} -k {home}", "start")
    try:
        yield f"postgres://parallax@127.0.0.1:{port}/postgres"
    finally:
        run(programs / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop")


def code(*arguments, wanted=(3,)):
    done = subprocess.run([PARALLAX, "code", *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode in wanted, (done.returncode, done.stderr)
    assert PASSWORD not in done.stderr and "secret" not in done.stderr
    return done.stderr


def sql(address, query):
    return subprocess.run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", address, "-c", query], check=True, capture_output=True, text=True).stdout.strip()


def rows(address, table):
    """All rows of a table as in the files: days as text, no run."""
    said = sql(address, f"SELECT to_jsonb(t) - 'run' FROM parallax.{table} t")
    return sorted(json.dumps(json.loads(line), sort_keys=True) for line in said.splitlines())


def in_files(folder, table):
    if not (folder / table).exists():
        return []
    frame = polars.read_parquet(folder / table / "**/*.parquet", hive_partitioning=True)
    whole = lambda value: int(value) if isinstance(value, float) and value.is_integer() else value
    row = lambda row: {name: whole(str(v) if hasattr(v, "isoformat") else v) for name, v in row.items()}
    # PostgreSQL keeps no NUL.
    return sorted(json.dumps(row(r), sort_keys=True).replace("\\u0000", " ") for r in frame.iter_rows(named=True))


def same(address, folder):
    for table in TABLES:
        left, right = rows(address, table), in_files(folder, table)
        first = [pair for pair in zip(left, right) if pair[0] != pair[1]][:1]
        assert left == right, (table, len(left), len(right), first)
    assert len(rows(address, "events")) > 50


def main(place):
    os.environ |= {"XDG_CACHE_HOME": str(place / "cache"), "PGPASSWORD": PASSWORD}
    input = place / "news.jsonl"
    news(input, 120)
    code(input, "-o", place / "files")
    with server(place) as address:
        empty = subprocess.run([PARALLAX, "open", address, "--no-browser"], capture_output=True, text=True)
        assert empty.returncode == 2 and "no event data of Parallax" in empty.stderr, empty.stderr

        said = code(input, "-o", address)
        assert "119 reports" in said and address in said, said
        same(address, place / "files")
        quotes = "SELECT count(*) FROM parallax.texts t JOIN parallax.statements s USING (run, report_id) WHERE position(s.quote IN t.text) > 0"
        assert int(sql(address, quotes)) == len(rows(address, "statements"))
        about, skipped = (json.loads(sql(address, f"SELECT {column} FROM parallax.runs")) for column in ("about", "skipped"))
        in_file = json.loads((place / "files/run.json").read_text())
        assert about == in_file | {"options": in_file["options"] | {"to": "database"}}, (about, in_file)
        assert skipped == [json.loads(line) for line in (place / "files/skipped.jsonl").read_text().splitlines()]
        assert not any((place / "cache/parallax/runs").iterdir()), "unfinished work was left"

        # The same again, named from where it lies, and on one thread: it takes the place of itself.
        os.chdir(place)
        code("news.jsonl", "-o", address)
        assert sql(address, "SELECT min(path) FROM parallax.reports") == "news.jsonl#1"
        code(input, "-o", address, "-j", 1)
        same(address, place / "files")
        assert sql(address, "SELECT count(*) FROM parallax.runs") == "1"
        # Beside another run, which is let alone.
        news("other.jsonl", 20)
        code("other.jsonl", "-o", address, "--run", "other")
        assert sql(address, "SELECT count(DISTINCT run) FROM parallax.events") == "2"

        # Killed at any moment, nothing is half there; gone on with, it ends in the same rows.
        killed(address, input, place)
        refused(address, input, place)
        opened(address)
    print("postgres: rows as in the files, runs replaced whole, kills, passwords, errors, pages")


def killed(address, input, place):
    sql(address, "DROP SCHEMA parallax CASCADE")
    work = place / "work"
    arguments = [PARALLAX, "code", str(input), "-o", address, "--work", str(work)]
    begin = lambda: subprocess.Popen([*arguments, "--resume"], stderr=subprocess.DEVNULL)
    kept = lambda: sql(address, "SELECT count(*) FROM parallax.reports")
    chance = random.Random(7)
    for _ in range(3):
        child = begin()
        # Once the tables are made and the work has begun.
        while not work.exists():
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 1.5))
        child.kill()
        # On a fast machine the run may be whole, or only its clearing up be left, before the kill comes.
        if child.wait() == -signal.SIGKILL and kept() == "0":
            stopped = code(input, "-o", address, "--work", work, wanted=(2,))
            assert "--resume" in stopped, stopped
        else:
            break
    # While it copies: one table takes its time, and what was kept before stays as it was.
    before = kept()
    sql(address, "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NULL; END'")
    sql(address, "CREATE TRIGGER slow AFTER INSERT ON parallax.statements FOR EACH STATEMENT EXECUTE FUNCTION slow()")
    child, deadline = begin(), time.monotonic() + 120
    while sql(address, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'parallax' AND wait_event = 'PgSleep'") == "0":
        assert child.poll() is None and time.monotonic() < deadline, "it never came to copying"
        time.sleep(0.05)
    child.kill()
    child.wait()
    sql(address, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parallax'")
    sql(address, "DROP FUNCTION slow CASCADE")
    assert kept() == before
    said = code(input, "-o", address, "--work", work, "--resume")
    assert "119 from the run before" in said, said
    same(address, place / "files")
    assert not work.exists()


def refused(address, input, place):
    nobody = code(input, "-o", "postgres://anna:secret@127.0.0.1:1/news", "--work", place / "x", wanted=(2,))
    assert "cannot connect to postgres://anna@127.0.0.1:1/news" in nobody, nobody
    assert not (place / "x").exists(), "something was begun for a database that is not there"
    # The password: wrong, missing, from the file, in the address.
    wrong = code(input, "-o", address.replace("@", ":secret@"), wanted=(2,))
    assert "password authentication failed" in wrong, wrong
    given = os.environ.pop("PGPASSWORD")
    missing = code(input, "-o", address, wanted=(2,))
    assert "password" in missing, missing
    file = place / "pgpass"
    file.write_text("*:*:*:parallax:" + given.replace("\\", "\\\\").replace(":", "\\:"))
    file.chmod(0o600)
    os.environ["PGPASSFILE"] = str(file)
    news("small.jsonl", 5)
    code("small.jsonl", "-o", address, wanted=(0,))
    file.unlink()
    code("small.jsonl", "-o", address.replace("@", ":se%3Acr%5Cet@"), wanted=(0,))
    os.environ["PGPASSWORD"] = given

    base = address.rsplit("/", 1)[0]
    sql(address, "CREATE DATABASE newer")
    sql(base + "/newer", "CREATE SCHEMA parallax; COMMENT ON SCHEMA parallax IS 'parallax-postgres/9'")
    assert "another version" in code(input, "-o", base + "/newer", wanted=(2,))
    sql(address, f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'")
    reader = base.replace("parallax@", "reader@") + "/template1"
    assert "permission denied" in code(input, "-o", reader, wanted=(2,))
    assert "--profile" in code(input, "-o", address, "--profile", "polecat", wanted=(2,))
    # The tables may be made by whoever may, by hand.
    schema = subprocess.run([PARALLAX, "formats", "postgres"], check=True, capture_output=True, text=True).stdout
    sql(address, "CREATE DATABASE fresh")
    subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", base + "/fresh"], check=True, input=schema, text=True)
    code("small.jsonl", "-o", base + "/fresh", wanted=(0,))


def opened(address):
    """The events that most reports tell are offered, and each opens as the story of its reports."""
    shown = subprocess.Popen([PARALLAX, "-q", "open", address, "--no-browser"], stdout=subprocess.PIPE, text=True)
    try:
        page = shown.stdout.readline().strip()
        get = lambda at: urllib.request.urlopen(page.rstrip("/") + at, timeout=60).read().decode()
        most = sql(address, "SELECT event_id FROM parallax.events ORDER BY n_origins DESC, n_reports DESC, n_statements DESC, run, event_id LIMIT 1")
        shelf = get("/")
        assert most in shelf
        first = re.search(r'"/?s/(\d+)/', shelf)[1]
        deadline = time.monotonic() + 120
        while "Paper" not in (story := get(f"/s/{first}/")) and time.monotonic() < deadline:
            time.sleep(0.5)
        assert "Paper" in story
    finally:
        shown.kill()
        shown.wait()


with tempfile.TemporaryDirectory() as place:
    main(Path(place))
