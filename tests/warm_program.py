"""The program, its modules read once and forked for each command: a short run in half the time.

Most of a short run is Python reading modules. `kept_warm` starts a process that has read them all
and done nothing else, and makes a folder whose `spendaudit` (warm_client.py) hands its arguments,
its environment, the folder it stands in and its three streams to that process. The process forks,
and the child runs the program's own `main`; with its status, or by its signal, `spendaudit` ends.
"""

from __future__ import annotations

import gc
import importlib
import marshal
import os
import pkgutil
import select
import socket
import subprocess
import sys
import tempfile
import traceback
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import warm_client
from warm_client import LENGTH, STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FETCHED_LATER = (
    "fastexcel",
    "rapidfuzz.distance",
    "rapidfuzz.process",
    "rich.table",
    "typer.completion",
    "xlsxwriter.workbook",
)
"""What the program's modules import only where they use it, and most commands do."""


@contextmanager
def kept_warm(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The environment in which `spendaudit` is a child of a process that has read its modules.

    `environment`: of that process. Where another variable than those in READ_WHEN_ASKED is changed,
    `spendaudit` is the program itself.

    Raises:
        RuntimeError: the process did not start.
    """
    with tempfile.TemporaryDirectory(prefix="warm-") as named:
        folder = Path(named)
        client = folder / "spendaudit"
        client.write_text(f"#!{sys.executable} -IS\n{Path(warm_client.__file__).read_text()}")
        client.chmod(0o755)
        changed = {**environment, "PATH": os.pathsep.join([named, environment["PATH"]])}
        with subprocess.Popen(
            [sys.executable, __file__, named],
            env=changed,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            if not process.stdout.readline():
                raise RuntimeError("the process that forks the program did not start")
            try:
                yield changed
            finally:
                process.stdin.close()


def serve(folder: Path) -> None:
    """Fork for everyone who asks, until whoever started this process closes its input."""
    program = Path(sys.executable).with_name("spendaudit")
    # As where the program is started: not this folder, with names of tests in it.
    sys.path[0] = str(program.parent)
    with (folder / "usual").open("wb") as usual:
        marshal.dump((str(program), warm_client.surroundings()), usual)  # type: ignore[arg-type]
    given = dict(os.environb)
    _read_modules()
    set_by_modules = {name: one for name, one in os.environb.items() if name not in given}
    # Both are in memory that children share until they write to it.
    gc.collect()
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket"))
        listening.listen(64)
        print("ready", flush=True)  # noqa: T201
        while sys.stdin not in (ready := select.select([listening, sys.stdin], [], [])[0]):
            assert ready
            asking, _ = listening.accept()
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            if not _fork():
                listening.close()
                _answer(asking, program, set_by_modules)
            asking.close()


def _read_modules() -> None:
    import spendaudit

    for module in pkgutil.walk_packages(spendaudit.__path__, "spendaudit."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in FETCHED_LATER:
        importlib.import_module(name)


def _fork() -> int:
    with warnings.catch_warnings():
        # That there are threads: those of the allocator, which minds forks, and an idle one.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _answer(asking: socket.socket, program: Path, set_by_modules: dict[bytes, bytes]) -> NoReturn:
    """Run one command in a child, tell its number and then how it ended, and end."""
    told, streams, _, _ = socket.recv_fds(asking, LENGTH, len(STREAMS) + 1)
    with asking.makefile("rb") as file:
        asked = file.read(int.from_bytes(told, "big"))
    child = _fork()
    if not child:
        asking.close()
        arguments, environment = marshal.loads(asked)  # noqa: S302  # our own client's
        _be_the_program(program, arguments, {**environment, **set_by_modules}, streams)
    for one in (*STREAMS, *streams):
        os.close(one)
    with suppress(OSError):
        asking.sendall(child.to_bytes(LENGTH, "big"))
        asking.sendall(os.waitpid(child, 0)[1].to_bytes(LENGTH, "big"))
    os._exit(0)


def _be_the_program(
    program: Path, arguments: list[bytes], environment: dict[bytes, bytes], given: list[int]
) -> NoReturn:
    *streams, here = given
    os.fchdir(here)
    for number, one in enumerate(streams):
        os.dup2(one, number)
    for one in given:
        os.close(one)
    for name, mode, buffering in (("stdin", "r", -1), ("stdout", "w", -1), ("stderr", "w", 1)):
        was = getattr(sys, name)
        stream = open(  # noqa: SIM115  # as Python opens them when it starts
            was.fileno(), mode, buffering, was.encoding, was.errors, closefd=False
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    os.environb.clear()
    os.environb.update(environment)
    sys.argv = [str(program), *map(os.fsdecode, arguments)]
    try:
        from spendaudit.cli import main

        main()
    except BaseException:  # noqa: BLE001  # the interpreter would end so
        traceback.print_exc()
    os._exit(1)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
