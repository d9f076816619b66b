"""What stands as `spendaudit` on PATH where warm_program.py is at work.

It hands everything to the process that has read the program's modules, and ends as the child does
that it forks. Where a child of that process could do otherwise than the program, it starts the
program.
"""

from __future__ import annotations

import marshal
import os
import resource
import signal
import socket
import sys

READ_WHEN_ASKED = frozenset(
    (
        b"COLUMNS",
        b"HOME",
        b"NO_COLOR",
        b"OLDPWD",
        b"PWD",
        b"SHLVL",
        b"SOURCE_DATE_EPOCH",
        b"SPENDAUDIT_CACHE",
        b"SPENDAUDIT_REGISTERS",
        b"TMPDIR",
        b"_",
    )
)
"""Variables that nothing reads before a command does: only these may differ from the process's."""

PASSED_ON = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
STREAMS = (0, 1, 2)
LIMITS = [getattr(resource, one) for one in dir(resource) if one.startswith("RLIMIT_")]
LENGTH = 8
"""Bytes of every number that is sent."""


def surroundings() -> tuple[object, ...]:
    """What a child of another process would not have from whoever asks for it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return (
        {name: one for name, one in os.environb.items() if name not in READ_WHEN_ASKED},
        [resource.getrlimit(one) for one in LIMITS],
        [signal.getsignal(one) is signal.SIG_IGN for one in PASSED_ON],
        [*os.getresuid(), *os.getresgid(), *os.getgroups(), mask],
    )


def are_plain(streams: tuple[int, ...] = STREAMS) -> bool:
    """Whether all are open and none is a terminal."""
    try:
        return all(os.fstat(one) and not os.isatty(one) for one in streams)
    except OSError:
        return False


def main() -> None:
    """End as the program does."""
    folder = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120  # pathlib is slow
    with open(f"{folder}/usual", "rb") as file:  # noqa: PTH123
        program, usual = marshal.load(file)  # noqa: S302  # our own
    if not are_plain() or surroundings() != usual:
        os.execv(program, [program, *sys.argv[1:]])  # noqa: S606
    arguments = [os.fsencode(one) for one in sys.argv[1:]]
    asked = marshal.dumps((arguments, dict(os.environb)))
    with socket.socket(socket.AF_UNIX) as process:
        process.connect(f"{folder}/socket")
        here = os.open(".", os.O_RDONLY)
        socket.send_fds(process, [len(asked).to_bytes(LENGTH, "big")], [*STREAMS, here])
        process.sendall(asked)
        child = int.from_bytes(process.recv(LENGTH), "big")
        for one in PASSED_ON:
            if signal.getsignal(one) is not signal.SIG_IGN:
                signal.signal(one, lambda number, _: os.kill(child, number))
        told = process.recv(LENGTH)
    if not child or len(told) != LENGTH:
        sys.exit("the process that forks the program has ended")
    status = int.from_bytes(told, "big")
    if os.WIFSIGNALED(status):
        signal.signal(os.WTERMSIG(status), signal.SIG_DFL)
        os.kill(os.getpid(), os.WTERMSIG(status))
    os._exit(os.WEXITSTATUS(status))


if __name__ == "__main__":
    main()
