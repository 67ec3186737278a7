"""Types of the native half; what users call stands in `__init__.py`."""

from collections.abc import Sequence
from typing import Any, TypedDict

from . import ArrowStream

__version__: str

class ParallaxError(Exception):
    """What Parallax could not do, and why."""

class ReadError(ParallaxError):
    """No report could be read from what was given."""

class Reading(TypedDict):
    published: str | None
    by_path: dict[str, str]
    map: list[tuple[str, str]]

class Table:
    column_names: list[str]
    def __len__(self) -> int: ...
    def row(self, row: int) -> dict[str, Any]: ...
    def column(self, name: str) -> list[Any]: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...

class Story:
    title: str
    notices: list[tuple[str, str, str, str | None]]
    skipped: list[tuple[str, str, str, str | None]]
    texts: list[tuple[str, str | None, str | None, str | None, str | None, str]]
    def table(self, name: str) -> Table: ...
    def written(self, form: str, full_text: bool) -> str: ...
    def detail(self, id: str, reasons: bool) -> str: ...

class Batches:
    skipped: list[tuple[str, str, str, str | None]]
    def next(self) -> Table | None: ...
    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...

def story(source: Sequence[str] | ArrowStream, reading: Reading, threads: int | None = None) -> Story: ...
def read(name: str, bytes: bytes, reading: Reading) -> Story: ...
def code(source: Sequence[str] | ArrowStream, reading: Reading, table: str, threads: int | None = None) -> Batches: ...
def code_folder(
    inputs: Sequence[str], reading: Reading, out: str, form: str, profiles: Sequence[str], resume: bool,
    threads: int | None = None,
) -> dict[str, int]: ...
