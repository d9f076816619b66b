"""What kind of file an OLE2 file of old Microsoft Office is, and whether it has a password."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# The name of a stream in the root, and what a person calls such a file; the first that is there
# decides.
_KINDS = (
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "XLS"),
    ("Book", "XLS"),
    ("WordDocument", "a Word document (DOC), not a table"),
    ("PowerPoint Document", "a PowerPoint presentation (PPT), not a table"),
    ("__properties_version1.0", "an e-mail saved by Outlook, not a table"),
)
# [MS-XLS] 2.1.7.20.3: BOF, perhaps WriteProtect, and FilePass. An old XOR password leaves the
# records as they are, with their content scrambled, and the library takes that for the content.
_PASSWORD = re.compile(rb"\x09\x08(?:\x08\0.{8}|\x10\0.{16})(?:\x86\0\0\0)?\x2f\0", re.DOTALL)


def kind_of_ole(path: Path) -> str | None:
    """`XLS`, `encrypted`, what else it is in words, or None where nothing known is in it."""
    import olefile

    try:
        with olefile.OleFileIO(path) as compound:
            stream = next((name for name, _ in _KINDS if compound.exists(name)), None)
            if stream is None:
                return None
            kind = dict(_KINDS)[stream]
            if kind == "XLS" and _PASSWORD.match(compound.openstream(stream).read(64)):
                return "encrypted"
            return kind
    # What a damaged file raises is no one kind of error.
    except Exception:  # noqa: BLE001
        return None
