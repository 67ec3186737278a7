"""Coding and linking on Apache Spark: the tables of `parallax code`, from a data frame of reports.

    from parallax import spark as px

    reports = session.read.parquet("news/")            # path, text and, where known, outlet, title, url, published
    corpus = px.code(reports.repartition(400))
    corpus.table("events").where("n_origins > 2").show()
    corpus.write("events/", profiles=["polecat"])

Reports are coded where they lie (`mapInArrow`). Then rows come together by key, in order, and stream through the same code
that the command line runs: events by their type, actors and places by their day. The same reports under the same paths
give the same rows and the same ids, however they are spread.

Needs Spark 3.5 or later and the Java that it wants, and this package with `pyarrow` and `pandas` in the Python of the
workers: `pip install '.[spark]'` (docs/reference/spark.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Callable

import pyarrow
from pyspark import StorageLevel
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from . import Day, _parallax, _reading

__all__ = ["OWN", "Corpus", "code"]

#: The own tables of a corpus; `findings` needs the texts side by side and is what `parallax.compare` is for.
OWN = ["reports", "statements", "events", "fields", "actors", "places", "relations"]
#: Reports that are unpacked at a time.
BATCH = 64


def code(
    reports: DataFrame,
    *,
    published: Day | None = None,
    columns: Mapping[str, str] | None = None,
) -> Corpus:
    """Code a data frame of reports: `text` and `path` (or `id`), and, where known, `outlet`, `title`, `url`, `published`.

    `columns` tells other names: `{"text": "body"}`; `published` is the day of reports that carry none. Ids are made of path
    and text; reports of one day stand in the order of their paths, where `news.jsonl#10` comes after `news.jsonl#9`.
    Nothing is done before a table is asked for.

    >>> news = session.createDataFrame([("a", "Police in Turku arrested two men.", "2025-03-04")], "id string, body string, date string")
    >>> coded = parallax.spark.code(news, columns={"text": "body"})
    >>> [row.quote for row in coded.table("statements").collect()]
    ['Police in Turku arrested two men']
    >>> parallax.spark.code(news.drop("id"))
    Traceback (most recent call last):
    ValueError: no column path or id among body, date: ids and order are made of it
    """
    if not {"path", "id"} & set(reports.columns):
        raise ValueError(f"no column path or id among {', '.join(reports.columns)}: ids and order are made of it")
    return Corpus(_through(reports, "code", reading=_reading(published, columns)))


class Corpus:
    """A corpus that is coded, and linked, when a table of it is asked for."""

    def __init__(self, rows: DataFrame) -> None:
        # Coding is nearly all of the work, and every table is made of it.
        self._all = rows.persist(StorageLevel.MEMORY_AND_DISK)
        self._coded = self._all.where("piece is not null")

    @property
    def skipped(self) -> DataFrame:
        """Rows that are no report, with the reason: `code`, `input`, `message`, `help`.

        >>> news = session.createDataFrame([("a", ""), ("b", "Police in Turku arrested two men.")], "path string, text string")
        >>> [(row.code, row.input, row.message) for row in parallax.spark.code(news).skipped.collect()]
        [('P002', 'a', 'holds no words')]
        """
        return self._all.where("piece is null").select("code", "input", "message", "help")

    def table(self, name: str) -> DataFrame:
        """An own table, or one in the columns of a profile; the last column, `report_day`, is the day of publication.

        For `events` that is the day of the first report that tells it. `parallax formats TABLE` tells the other columns.
        """
        if name in ("actors", "places"):
            things = _through(self._coded, "things", name)
            return _through(things.repartition("report_day").sortWithinPartitions("place"), "merged", name)
        return _through(self._linked, "rows", name)

    def write(self, folder: str, *, profiles: Iterable[str] = ()) -> None:
        """Write all tables as `parallax code` lays them: Parquet, one partition a day of publication."""
        for name in [*OWN, *profiles]:
            self.table(name).write.partitionBy("report_day").parquet(f"{folder.rstrip('/')}/{name}")

    def unpersist(self) -> None:
        """Let go of what was kept for further tables."""
        self._all.unpersist()
        if "_linked" in self.__dict__:
            self._linked.unpersist()

    @cached_property
    def _linked(self) -> DataFrame:
        """Every coded report with the report whose origin it shares, and what linking found of its events."""
        # A report may copy any other: their shingles go, in order, through one place. That costs a three-hundredth of coding.
        sketches = self._coded.select("report_id", "report_day", "place", "sketch")
        ordered = sketches.repartition(1).sortWithinPartitions("place")
        origins = _through(ordered, "origins").dropDuplicates(["report_id"])
        coded = self._coded.select("report_id", "piece").join(origins, "report_id", "left")
        last = self._coded.agg(F.max("report_day").alias("last_day"))
        waiting = _through(coded, "waiting").crossJoin(F.broadcast(last))
        # Events of two types are never one.
        by_type = waiting.repartition("plover_type").sortWithinPartitions("plover_type", "place")
        links = _through(by_type, "links")
        of_report = links.groupBy("report_id").agg(F.collect_list("piece").alias("links"))
        return coded.join(of_report, "report_id", "left").persist(StorageLevel.MEMORY_AND_DISK)


def _through(
    rows: DataFrame, step: str, table: str | None = None, reading: _parallax.Reading | None = None
) -> DataFrame:
    """The rows of each partition through one step."""
    columns: Any = from_arrow_schema(pyarrow.schema(_parallax.step_columns(step, table)))
    kind: StructType = columns
    return rows.mapInArrow(_partition(step, table, reading), kind)


def _partition(
    step: str, table: str | None, reading: _parallax.Reading | None
) -> Callable[[Iterable[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    def through(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        work = _parallax.Step(step, table, reading)
        for batch in batches:
            for start in range(0, batch.num_rows, BATCH):
                rows = pyarrow.Table.from_batches([batch.slice(start, BATCH)])
                yield from pyarrow.table(work.take(rows)).to_batches()
        yield from pyarrow.table(work.finish()).to_batches()

    return through
