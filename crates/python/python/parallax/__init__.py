"""Several news reports, one story: who did what to whom, when, where, and according to whom.

>>> import parallax
>>> story = parallax.compare(["examples/harbour/courier.txt", "examples/harbour/tribune.txt"])
>>> len(story.reports)
2

`compare` reads reports and tells their story, `read` annotates one report, `code` turns any number of reports into event
data. Reports are files, folders and globs as the command takes them, or a table of any program that speaks Arrow (pyarrow,
polars, pandas, DuckDB) with a text a row. Tables come back the same way, without copying.

Everything is done on this machine; nothing is fetched. Other threads go on meanwhile, and Ctrl-C stops the work.
"""

from __future__ import annotations

import datetime
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Union, overload

from . import _parallax
from ._parallax import ParallaxError, ReadError, __version__

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = [
    "Coded", "Notice", "ParallaxError", "ParallaxWarning", "ReadError", "Report", "Story", "Table", "__version__", "code",
    "compare", "read",
]

Path = Union[str, "os.PathLike[str]"]
Day = Union[str, datetime.date]


class ArrowStream(Protocol):
    """A table of any program that speaks Arrow's PyCapsule interface."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


Reports = Union[Path, Sequence[Path], ArrowStream]


class ParallaxWarning(UserWarning):
    """An input was skipped; the rest went on."""


class Notice(NamedTuple):
    """Something a reader of the result should know; each code is explained in `docs/reference/notices.md`."""

    code: str
    subject: str
    message: str
    help: str | None


class Table:
    """Rows of one table: an Arrow table to other programs, a sequence of dicts to Python.

    >>> events = parallax.compare("examples/harbour").events
    >>> events.column_names[:3]
    ['event_id', 'label', 'plover_type']
    >>> sorted({event["state"] for event in events})[:2]
    ['contradicted', 'corroborated']
    """

    def __init__(self, native: _parallax.Table) -> None:
        self._native = native

    @property
    def column_names(self) -> list[str]:
        """Names of the columns; `parallax formats TABLE` tells what they hold."""
        return self._native.column_names

    def __len__(self) -> int:
        return len(self._native)

    @overload
    def __getitem__(self, key: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, key: str) -> list[Any]: ...
    def __getitem__(self, key: int | str) -> dict[str, Any] | list[Any]:
        """A row by its number, or a column by its name."""
        if isinstance(key, str):
            return self._native.column(key)
        return self._native.row(key if key >= 0 else len(self) + key)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self._native.row(i) for i in range(len(self)))

    def __repr__(self) -> str:
        return f"<parallax.Table: {len(self)} rows of {', '.join(self.column_names)}>"

    def __arrow_c_schema__(self) -> object:
        return self._native.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def to_pyarrow(self) -> pyarrow.Table:
        """As a pyarrow table, over the same memory."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """As a pandas data frame; needs pyarrow too."""
        return self.to_pyarrow().to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """As a polars data frame."""
        import polars

        return polars.DataFrame(self)


class _Told:
    """What a story and one report have in common."""

    def __init__(self, native: _parallax.Story) -> None:
        self._native = native

    def table(self, name: str) -> Table:
        """An own table (`statements`, `fields` …), or one in the columns of `polecat`, `gdelt`, `mentions`, `icews`, `phoenix`.

        >>> len(parallax.compare("examples/harbour").table("polecat").column_names)
        40
        >>> parallax.compare("examples/harbour").table("acled")
        Traceback (most recent call last):
        ValueError: there is no table "acled"; the tables are reports, statements, events, fields, findings, actors, \
places, relations, polecat, gdelt, mentions, icews, phoenix
        """
        return Table(self._native.table(name))

    @property
    def statements(self) -> Table:
        """One row a statement: one report's telling of one happening, with its words and where they stand."""
        return self.table("statements")

    @property
    def events(self) -> Table:
        """One row an event."""
        return self.table("events")

    @property
    def actors(self) -> Table:
        """Who acts, and to whom it is done."""
        return self.table("actors")

    @property
    def places(self) -> Table:
        """Where it happened."""
        return self.table("places")

    @property
    def relations(self) -> Table:
        """Which event answers, follows or is part of which."""
        return self.table("relations")

    @property
    def notices(self) -> list[Notice]:
        """What must be said of the reports: dates missing, encodings guessed."""
        return [Notice(*n) for n in self._native.notices]

    def to_json(self) -> str:
        """The story as `parallax-story/1` (docs/formats/story.md).

        >>> import json
        >>> json.loads(parallax.read("examples/harbour/wire.txt").to_json())["format"]
        'parallax-story/1'
        """
        return self._native.written("json", False)


class Story(_Told):
    """What several reports tell: events, with every account of each."""

    @property
    def title(self) -> str:
        """What the story is mostly about."""
        return self._native.title

    @property
    def skipped(self) -> list[Notice]:
        """Inputs that gave no report, with the reason."""
        return [Notice(*n) for n in self._native.skipped]

    @property
    def reports(self) -> Table:
        """One row a report."""
        return self.table("reports")

    @property
    def fields(self) -> Table:
        """Who, whom, when, where, how many: one row a field and account."""
        return self.table("fields")

    @property
    def findings(self) -> Table:
        """What several tell, one tells, or they tell differently.

        >>> findings = parallax.compare("examples/harbour").findings
        >>> "number" in {f["field"] for f in findings if f["state"] == "contradicted"}
        True
        """
        return self.table("findings")

    def to_text(self) -> str:
        """The timeline that `parallax compare` prints, whole."""
        return self._native.written("text", False)

    def to_markdown(self) -> str:
        """The timeline as Markdown."""
        return self._native.written("markdown", False)

    def to_html(self, *, full_text: bool = False) -> str:
        """The story as one file for a browser; `full_text` includes the reports whole (mind their copyright)."""
        return self._native.written("html", full_text)

    def to_timelinejs(self) -> str:
        """The events as TimelineJS reads them."""
        return self._native.written("timelinejs", False)

    def to_geojson(self) -> str:
        """The events on a map."""
        return self._native.written("geojson", False)

    def to_graphml(self) -> str:
        """Who did what to whom as a network."""
        return self._native.written("graphml", False)

    def show(self, id: str) -> str:
        """An event (`e3m9`), entity (`n3`) or report (`r1`) with its sentences."""
        return self._native.detail(id, False)

    def explain(self, id: str) -> str:
        """Why an event, entity or date is as it is: rules, scores, reasons."""
        return self._native.detail(id, True)

    def __repr__(self) -> str:
        return f"<parallax.Story {self.title!r}: {len(self.reports)} reports, {len(self.events)} events>"

    def _repr_markdown_(self) -> str:
        return self.to_markdown()


class Report(_Told):
    """One report, annotated."""

    def _part(self, i: int) -> str | None:
        return self._native.texts[0][i]

    @property
    def path(self) -> str:
        """Path or name."""
        return self._native.texts[0][0]

    @property
    def title(self) -> str | None:
        """Headline."""
        return self._part(1)

    @property
    def outlet(self) -> str | None:
        """Who published it."""
        return self._part(2)

    @property
    def url(self) -> str | None:
        """Where it was published."""
        return self._part(3)

    @property
    def published(self) -> datetime.date | None:
        """Day of publication, given or concluded."""
        day = self._part(4)
        return None if day is None else datetime.date.fromisoformat(day)

    @property
    def text(self) -> str:
        """The decoded text; `char_start` and `char_end` of the tables slice it.

        >>> report = parallax.read("examples/harbour/courier.txt")
        >>> statement = report.statements[0]
        >>> report.text[statement["char_start"]:statement["char_end"]] == statement["quote"]
        True
        """
        return self._native.texts[0][5]

    def to_text(self) -> str:
        """Sentence by sentence, with events and sources."""
        return self._native.written("annotated", False)

    def to_conllu(self) -> str:
        """Words and grammar as CoNLL-U."""
        return self._native.written("conllu", False)

    def __repr__(self) -> str:
        return f"<parallax.Report {self.path!r}: {len(self.statements)} statements>"


class Coded:
    """Coded reports, batch after batch as they are asked for: an iterator of tables, or an Arrow stream, gone through once."""

    def __init__(self, native: _parallax.Batches) -> None:
        self._native = native

    @property
    def skipped(self) -> list[Notice]:
        """Inputs skipped so far, with the reason."""
        return [Notice(*n) for n in self._native.skipped]

    def __iter__(self) -> Iterator[Table]:
        return self

    def __next__(self) -> Table:
        batch = self._native.next()
        if batch is None:
            raise StopIteration
        return Table(batch)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)


def _source(reports: Reports) -> list[str] | ArrowStream:
    if hasattr(reports, "__arrow_c_stream__"):
        return reports  # type: ignore[return-value]
    if isinstance(reports, (str, os.PathLike)):
        return [os.fspath(reports)]
    return [os.fspath(path) for path in reports]


def _reading(published: Day | Mapping[str, Day] | None, columns: Mapping[str, str] | None) -> _parallax.Reading:
    by_path = published if isinstance(published, Mapping) else {}
    day = None if published is None or isinstance(published, Mapping) else str(published)
    return {
        "published": day,
        "by_path": {os.fspath(path): str(d) for path, d in by_path.items()},
        "map": list((columns or {}).items()),
    }


def compare(
    reports: Reports,
    *,
    published: Day | Mapping[str, Day] | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Story:
    """Rebuild the story that reports tell, and lay their accounts side by side.

    `reports` are files, folders and globs, or an Arrow table with a column `text` and, where known, `path`, `outlet`,
    `title`, `url`, `published`; `columns` tells other names: `{"text": "body"}`. `published` is the day of reports that
    carry none, or a day for each path. The number of threads does not change the result.

    Raises `ReadError` when no report could be read; warns with `ParallaxWarning` of those that could not.

    >>> parallax.compare("examples/harbour", published="2025-03-05").reports["outlet"]
    ['Northern Courier', 'Dockside Tribune', 'Baltia Wire']
    >>> parallax.compare("no/such/file.txt")
    Traceback (most recent call last):
    parallax.ReadError: no report could be read from no/such/file.txt
      no/such/file.txt cannot be found (check the path; a folder, a file, a glob or - (standard input) will do)
    """
    story = Story(_parallax.story(_source(reports), _reading(published, columns), threads))
    for notice in story.skipped:
        warnings.warn(f"{notice.subject} {notice.message}", ParallaxWarning, stacklevel=2)
    return story


def read(report: Path, *, text: str | bytes | None = None, published: Day | None = None) -> Report:
    """Read one report: what it states, who it cites, with the words and where they stand.

    `report` is a file, or, where `text` is given, the name of that text.

    >>> report = parallax.read("note.txt", text="Port police arrested twelve dockworkers on Tuesday.", published="2025-03-05")
    >>> [(s["quote"], s["plover_type"], s["date_start"]) for s in report.statements]
    [('Port police arrested twelve dockworkers on Tuesday', 'COERCE', datetime.date(2025, 3, 4))]
    """
    if text is None:
        native = _parallax.story([os.fspath(report)], _reading(published, None), 1)
        if len(native.texts) > 1:
            raise ValueError(f"{os.fspath(report)} holds {len(native.texts)} reports; compare() and code() read many")
    else:
        raw = text.encode() if isinstance(text, str) else text
        native = _parallax.read(os.fspath(report), raw, _reading(published, None))
    return Report(native)


@overload
def code(
    reports: Reports,
    output: None = None,
    *,
    table: str = "statements",
    published: Day | Mapping[str, Day] | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Coded: ...
@overload
def code(
    reports: Path | Sequence[Path],
    output: Path,
    *,
    format: str = "parquet",
    profiles: Iterable[str] = (),
    resume: bool = False,
    published: Day | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> dict[str, int]: ...
def code(
    reports: Reports,
    output: Path | None = None,
    *,
    table: str = "statements",
    format: str = "parquet",
    profiles: Iterable[str] = (),
    resume: bool = False,
    published: Day | Mapping[str, Day] | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
) -> Coded | dict[str, int]:
    """Code any number of reports, in bounded memory.

    Without `output`, an iterator of tables (and an Arrow stream): each report coded by itself, in the columns of `table`.

    >>> statements = parallax.code("examples/harbour")
    >>> sum(len(batch) for batch in statements) > 30
    True

    With `output`, what `parallax code` writes into that folder: all tables, one partition a day of publication, events
    linked across reports. A run that was stopped goes on with `resume=True`. What is counted comes back: rows by table,
    `n_reports`, `n_skipped` and more.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     parallax.code("examples/harbour", folder + "/events", profiles=["polecat"])["n_reports"]
    3
    """
    if output is None:
        return Coded(_parallax.code(_source(reports), _reading(published, columns), table, threads))
    inputs = _source(reports)
    if not isinstance(inputs, list):
        raise TypeError("a folder is coded from paths; leave output away to code a table")
    return _parallax.code_folder(
        inputs, _reading(published, columns), os.fspath(output), format, list(profiles), resume, threads
    )
