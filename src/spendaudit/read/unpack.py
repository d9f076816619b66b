"""One packed file to the file inside it, on disk, counted while it grows."""

from __future__ import annotations

import gzip
import struct
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, BinaryIO

from spendaudit.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

CHUNK = 1 << 20
MOST_BYTES = 8 << 30
"""Unpacked. Ten million rows of a wide table are about 3 GB."""
SURELY_FINE = 64 << 20
MOST_TIMES = 250
"""Beyond `SURELY_FINE`: text shrinks to a tenth, rows of commas to a hundredth."""
MOST_DIRECTORY_BYTES = 16 << 20
"""Of a zip archive's list of members: about 200,000 of them."""

_END_OF_DIRECTORY = b"PK\x05\x06"
_ENCRYPTED = 0x1
DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError)
"""What Python raises on an archive that is cut off, altered or packed in a way it does not know."""


def gunzip(published: Path, target: Path, name: str) -> None:
    """Write what a gzip file holds.

    Raises:
        InputError: it is damaged, or holds too much.
    """
    try:
        with gzip.open(published, "rb") as packed:
            _copy(packed, target, published.stat().st_size, name)
    except DAMAGES as error:
        raise damaged(name, "gzip file") from error


def open_zip(published: BinaryIO, name: str) -> zipfile.ZipFile:
    """Open a zip archive, or a workbook, which is one too.

    It reads from the stream, which whoever opened it closes: a member that was not read to its end
    would else keep the file open.

    Raises:
        InputError: it is damaged, or its list of members is too long.
    """
    try:
        size = _refuse_long_directory(published, name)
        archive = zipfile.ZipFile(published)
    except (*DAMAGES, ValueError, struct.error) as error:
        raise damaged(name, "zip archive or workbook") from error
    if not all(0 <= member.header_offset < size for member in archive.infolist()):
        raise damaged(name, "zip archive or workbook")
    return archive


def unzip(archive: zipfile.ZipFile, target: Path, name: str) -> str:
    """Write the one table that a zip archive holds, and give its name there.

    Raises:
        InputError: it holds none or several, it is encrypted or damaged, or it holds too much.
    """
    members = [member for member in archive.infolist() if not _is_litter(member)]
    if not members:
        raise InputError(
            f"{name} is a zip archive with no file in it",
            "fetch it again: the download may have failed",
        )
    if len(members) > 1:
        raise InputError(
            f"{name} is a zip archive of {len(members):,} files",
            "unpack it, and name the files to be read",
            (f"it holds: {_listed([member.filename for member in members])}",),
        )
    (member,) = members
    if member.flag_bits & _ENCRYPTED:
        raise InputError(
            f"{name} is a zip archive with a password", "unpack it with the password first"
        )
    try:
        with archive.open(member) as packed:
            # zipfile stops at the declared size, and checks it.
            _copy(packed, target, member.compress_size, name)
    except (*DAMAGES, RuntimeError) as error:
        raise damaged(name, "zip archive") from error
    return member.filename


def damaged(name: str, kind: str) -> InputError:
    """The refusal of a file whose format is known and whose content breaks it."""
    return InputError(
        f"{name} is a damaged {kind}: it cannot be read to its end",
        "fetch it again: the download may have been cut off",
    )


def _copy(packed: IO[bytes] | gzip.GzipFile, target: Path, packed_bytes: int, name: str) -> None:
    """Copy to disk as long as the size is believable."""
    size = 0
    with target.open("wb") as unpacked:
        while chunk := packed.read(CHUNK):
            size += len(chunk)
            if size > MOST_BYTES:
                raise InputError(
                    f"{name} holds more than {MOST_BYTES >> 30} GB",
                    "unpack it, and split it into one file a year",
                )
            if size > SURELY_FINE and size > packed_bytes * MOST_TIMES:
                raise InputError(
                    f"{name} grows to over {MOST_TIMES} times its size: "
                    "no table of payments shrinks so far",
                    "unpack it, and look at what it holds",
                )
            unpacked.write(chunk)


def _is_litter(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a folder, or what a Mac or Windows leaves in every archive."""
    path = member.filename.replace("\\", "/")
    return (
        path.endswith("/")
        or path.startswith("__MACOSX/")
        or path.rpartition("/")[2].lower() in {".ds_store", "thumbs.db", "desktop.ini"}
    )


def _refuse_long_directory(published: BinaryIO, name: str) -> int:
    """The list of members is read into memory as a whole, so its size is looked at first.

    Returns:
        How many bytes the archive has.
    """
    size = published.seek(0, 2)
    published.seek(max(0, size - (1 << 16) - 22))
    end = published.read()
    at = end.rfind(_END_OF_DIRECTORY)
    if at < 0:
        raise damaged(name, "zip archive or workbook")
    (directory_bytes,) = struct.unpack_from("<I", end, at + 12)
    if directory_bytes > MOST_DIRECTORY_BYTES:
        raise InputError(
            f"{name} is a zip archive with far too many files",
            "unpack it, and name the files to be read",
        )
    return size


def _listed(paths: list[str]) -> str:
    shown = ", ".join(path[:60] for path in paths[:10])
    return shown + (f", and {len(paths) - 10:,} more" if len(paths) > 10 else "")
