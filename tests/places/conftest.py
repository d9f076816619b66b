from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from spendaudit.places.directory import CACHE_VARIABLE, Directory, open_directory

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the shared real data is not beside the repository")
    return SHARED


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of our own, so that tests neither trust nor touch the developer's."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_VARIABLE, str(folder))
        yield folder


@pytest.fixture(scope="session")
def directory(cache_folder: Path) -> Directory:
    assert cache_folder.is_dir()
    return open_directory()


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(autouse=True)
def no_geonames(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What pgeocode may have downloaded on this machine must not change what tests see."""
    monkeypatch.setenv("PGEOCODE_DATA_DIR", str(tmp_path / "no-geonames"))
