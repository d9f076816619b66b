"""Says how much of a council's published spending stays in the place that paid.

`audit` is the whole line in one call; `README.md` shows what it gives.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from spendaudit.api import Audited, AuditReport, audit  # noqa: TC004  # loaded when asked for
    from spendaudit.errors import SpendAuditError  # noqa: TC004  # likewise

__version__ = "0.1.0"
__all__ = ["AuditReport", "Audited", "SpendAuditError", "__version__", "audit"]


class _Package(ModuleType):
    """The package as its users see it: what is public is loaded when it is first asked for.

    `audit` is a function to them, though a module of that name lies in here: a property stands where
    the import system would put the module.
    """

    @property
    def audit(self) -> Callable[..., Audited]:
        """The line in one call, `api.audit`."""
        return import_module("spendaudit.api").audit  # type: ignore[no-any-return]

    @audit.setter
    def audit(self, module: ModuleType) -> None:
        """Take no notice: whoever wants the module writes `from spendaudit.audit import …`."""

    def __getattr__(self, name: str) -> object:
        """Load the other public names."""
        if name in ("AuditReport", "Audited"):
            return getattr(import_module("spendaudit.api"), name)
        if name == "SpendAuditError":
            return import_module("spendaudit.errors").SpendAuditError
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        """Name what is public."""
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Package
