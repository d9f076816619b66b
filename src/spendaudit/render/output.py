"""Where an answer goes: standard output, or a file that is whole or untouched."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from spendaudit.errors import OutputError
from spendaudit.read.folders import files_of_package
from spendaudit.render.replacing import new_file, new_folder, refuse_planted
from spendaudit.report.text import carried, harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from typing import TextIO

STANDARD_OUTPUT = Path("-")

ENDINGS = {
    ".csv": "csv",
    ".htm": "html",
    ".html": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".markdown": "markdown",
    ".md": "markdown",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pdf": "pdf",
    ".txt": "table",
    ".xlsx": "xlsx",
}


def format_from(
    path: Path | None, asked: str | None, allowed: Collection[str], default: str
) -> str:
    """Choose the format: the one asked for, else by the file's ending, else the default.

    Raises:
        OutputError: the ending is not one that this command can write.
    """
    if asked is not None:
        return asked
    if path is None or not path.suffix or is_device(path):
        return default
    chosen = ENDINGS.get(path.suffix.lower(), "")
    if chosen in allowed:
        return chosen
    found = f"{path}: this command does not write {path.suffix} files"
    endings = [ending for ending, one in ENDINGS.items() if one in allowed]
    raise OutputError(found, f"{_one_of('an ending', endings)}, or -f and a format")


def write_output(content: str | bytes, destination: Path | None, stdout: TextIO) -> None:
    """Write to a file, or to standard output where there is no destination or it is `-`.

    Text is UTF-8 wherever it goes, so that a pipe and a file get the same bytes; only a terminal
    gets its own encoding, and there nothing in a name may move the cursor.

    Raises:
        OutputError: it cannot be written; a file that was there before is still whole.
        BrokenPipeError: whoever read standard output has stopped.
    """
    write_outputs([(destination, content)], stdout)


def write_folder(files: Mapping[str, bytes], destination: Path) -> None:
    """Write a folder of files, all of them or none: it is put in its place in one step.

    A folder that is there already is replaced if it is empty, or holds what an earlier run wrote
    and nothing else.

    Raises:
        OutputError: it cannot be written, or holds something else; what was there is still whole.
    """
    write_outputs([(destination, files)], sys.stdout)


def write_outputs(
    answers: Sequence[tuple[Path | None, str | bytes | Mapping[str, bytes]]], stdout: TextIO
) -> None:
    """Write several answers, each as `write_output` does, a mapping as `write_folder` does.

    None takes its place before the last one is written beside it, so that a disk that fills up
    leaves all the old ones; pipes and standard output come last.

    Raises:
        OutputError: one cannot be written; what was there before is still whole.
        BrokenPipeError: whoever read a pipe has stopped.
    """
    streams: list[tuple[Path | None, str | bytes]] = []
    with ExitStack() as unfinished:
        put = []
        for destination, content in answers:
            if isinstance(content, str | bytes) and is_stream(destination):
                streams.append((destination, content))
                continue
            assert destination is not None  # noqa: S101  # a folder is named
            with _said_of(destination):
                put.append((destination, unfinished.enter_context(_beside(content, destination))))
        for destination, in_its_place in put:
            with _said_of(destination):
                in_its_place()
    for destination, content in streams:
        if destination is None or destination == STANDARD_OUTPUT:
            _write_to_stream(content, stdout)
            continue
        refuse_planted(destination)
        with _said_of(destination):
            destination.write_bytes(_as_bytes(content))


def is_stream(destination: Path | None) -> bool:
    """Whether what goes there cannot be put in its place in one step: standard output, a device."""
    return destination is None or destination == STANDARD_OUTPUT or is_device(destination)


def _beside(
    content: str | bytes | Mapping[str, bytes], destination: Path
) -> AbstractContextManager[Callable[[], None]]:
    if isinstance(content, str | bytes):
        return new_file(_as_bytes(content), destination)
    _refuse_folder(destination)
    return new_folder(content, destination)


@contextmanager
def _said_of(destination: Path) -> Iterator[None]:
    """Say in words what the system says of a destination."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise OutputError(f"{destination} cannot be written: {why}", _advice(error)) from error


def _refuse_folder(destination: Path) -> None:
    """Refuse a folder that cannot be replaced without losing what is not ours."""
    place = Path(os.path.realpath(destination))  # of a loop, resolve() raises on Python 3.11
    if destination.is_symlink() or (place.exists() and not place.is_dir()):
        raise OutputError(
            f"{destination} is no folder", "choose a new name for the folder with -o, ending in /"
        )
    if place == Path.cwd() or place in Path.cwd().parents:
        raise OutputError(
            f"{destination} is the folder in which you are",
            "choose a new name with -o, ending in /",
        )
    foreign = _foreign_to(place)
    if foreign:
        raise OutputError(
            f"{destination} holds files that are not ours, such as {foreign}",
            "choose an empty folder or a new name with -o, ending in /",
        )


def _foreign_to(folder: Path) -> str:
    """A file in a folder that spendaudit did not write there, or an empty text."""
    present = {one.name for one in folder.iterdir()} if folder.exists() else set()
    if not present:
        return ""
    return min(present - files_of_package(folder), default="")


def _write_to_stream(content: str | bytes, stdout: TextIO) -> None:
    if stdout.isatty():
        if isinstance(content, bytes):
            raise OutputError(
                "this format is not text, and standard output is a terminal",
                "give a file with -o, or pipe it on",
            )
        stdout.write(carried(harmless(content), stdout.encoding or "utf-8"))
    elif isinstance(content, str) and not hasattr(stdout, "buffer"):
        stdout.write(content)
    else:
        stdout.flush()
        stdout.buffer.write(_as_bytes(content))
    stdout.flush()


def _as_bytes(content: str | bytes) -> bytes:
    r"""Encode text as UTF-8.

    A lone surrogate stands for a byte of a file name that is not UTF-8; it becomes \udc80, which
    is also its escape in JSON.
    """
    return content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")


def is_device(destination: Path) -> bool:
    """Tell a pipe or a device, which cannot be replaced, from a file.

    Everything under /dev counts: /dev/stdout is a link that must not be replaced. Only what is in
    /dev/shm is a file like any other.
    """
    if destination.is_absolute() and destination.parts[1:2] == ("dev",):
        return destination.parts[2:3] != ("shm",)
    try:
        mode = destination.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _advice(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "make the folder first, or choose another with -o"
        case IsADirectoryError():
            return "give the name of a file in it with -o"
        case PermissionError():
            return "choose a folder that you may write to with -o"
        case _:
            return "choose another place with -o"


def _one_of(lead: str, names: list[str]) -> str:
    return f"{lead} {' or '.join(filter(None, [', '.join(names[:-1]), *names[-1:]]))}"
