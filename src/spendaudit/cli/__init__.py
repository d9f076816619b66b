"""The command line: one thin file a command, and the only code that knows there is one."""

from spendaudit.cli.program import main

__all__ = ["main"]
