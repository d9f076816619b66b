r"""A profile as TOML with comments: nothing that stands in a heading can end a text or a comment.

Strings are basic ones as TOML 1.0 has them: quotation mark, backslash and every character that a
reader does not see are written as escapes.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from spendaudit.report.text import shown

if TYPE_CHECKING:
    from spendaudit.report.worked_out import Entry, WorkedOut

WIDTH = 98
# Control characters, the overrides that turn text round, what shows nothing; and lone surrogates,
# which no TOML can hold.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def profile_as_toml(found: WorkedOut) -> str:
    """Write a profile; `read_profile` reads it back."""
    lines = [
        *_comment(f"What spendaudit worked out about {shown(found.file)}, for you to correct."),
        *_comment(
            "A line that begins with # says nothing until the # is taken away. "
            "Use it: --profile THIS-FILE"
        ),
    ]
    for entry in found.entries:
        lines += ["", *_comment(entry.why), *_entry(entry)]
    lines += ["", *_comment("What each column means: MEANING = HEADING.")]
    if found.not_used:
        named = ", ".join(f"'{shown(heading, 60)}'" for heading in found.not_used)
        lines += _comment(f"Not used: {named}")
    lines.append("[columns]")
    for entry in found.columns:
        lines += _entry(entry)
    return "\n".join(lines) + "\n"


def toml_text(text: str) -> str:
    r"""Write a text as a TOML basic string: `Net "£"` is "Net \"£\""."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    text = _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)
    return '"' + _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04X}", text) + '"'


def _entry(entry: Entry) -> list[str]:
    value = entry.example if entry.value is None else entry.value
    remark = f"  # {shown(entry.remark)}" if entry.remark else ""
    if isinstance(value, str):
        lines = [f"{entry.key} = {toml_text(value)}{remark}"]
    elif len(value) == 1:
        lines = [f"{entry.key} = [{toml_text(value[0])}]{remark}"]
    else:
        lines = [f"{entry.key} = [", *(f"    {toml_text(one)}," for one in value), "]"]
    return [f"# {line}" for line in lines] if entry.value is None else lines


def _comment(words: str) -> list[str]:
    """Words as comment lines; what the files hold is made harmless, line ends and all."""
    return [f"# {line}" for line in textwrap.wrap(shown(words, None), WIDTH - 2)]
