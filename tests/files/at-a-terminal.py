"""Run a command at a terminal of its own; show what it prints there without the control codes."""

import os
import pty
import re
import sys

number, terminal = pty.fork()
if not number:
    os.execvp(sys.argv[1], sys.argv[1:])
shown = bytearray()
try:
    while told := os.read(terminal, 4096):
        shown += told
except OSError:
    pass  # how Linux says that nobody writes there any more
text = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "\n", shown.decode()).replace("\r", "\n")
print("\n".join(line.rstrip() for line in text.splitlines() if line.strip()))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]))
