"""`python -m spendaudit`: the same program as `spendaudit`."""

from spendaudit.cli import main

main()
