"""Put the README and the sessions of the tests among the pages of the site, and mend their links.

The pages stay where the tests run them; a hook of MkDocs gathers them.
"""

from __future__ import annotations

import os.path
import re
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[1]
GATHERED = {"README.md": "index.md"} | {
    f"tests/sessions/{one.name}": f"sessions/{one.name}"
    for one in sorted((ROOT / "tests" / "sessions").glob("*.md"))
}
"""Where a page stands in the repository → where on the site."""
SOURCES = {there: here for here, there in GATHERED.items()}
_LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)")


def on_files(files: Any, config: Any) -> Any:  # noqa: ANN401  # MkDocs' own
    """Add the pages that stand elsewhere in the repository."""
    for here, there in GATHERED.items():
        files.append(File.generated(config, there, content=(ROOT / here).read_text("utf-8")))
    return files


def on_page_markdown(markdown: str, *, page: Any, config: Any, files: Any) -> str:  # noqa: ANN401, ARG001
    """Let links lead to pages of the site; of what is no page the words remain."""
    there = page.file.src_uri
    here = SOURCES.get(there, f"docs/{there}")
    pages = {one.src_uri for one in files.documentation_pages()}

    def mended(link: re.Match[str]) -> str:
        words, target = link.groups()
        path, mark, place = target.partition("#")
        if ":" in target or not path:
            return link[0]
        wanted = PurePosixPath(os.path.normpath(PurePosixPath(here).parent / path)).as_posix()
        on_site = GATHERED.get(wanted, wanted.removeprefix("docs/"))
        if on_site not in pages:
            return words
        return f"[{words}]({os.path.relpath(on_site, PurePosixPath(there).parent)}{mark}{place})"

    return _LINK.sub(mended, markdown)
