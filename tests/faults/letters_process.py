"""A process of its own that delivers what is left between books, until it is done or somebody kills it.

Run as `python -m tests.faults.letters_process URL AT`, the second in ms. It does what `flask outbox sweep`
does, and says a word when it begins.
"""

from __future__ import annotations

import sys

from msai import open_database
from msai.services.outbox import delivering
from msai.settings import settings_for_tests

if __name__ == "__main__":
    opened = open_database(settings_for_tests(database_url=sys.argv[1]))
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    delivering.sweep(opened, at=int(sys.argv[2]))
    opened.engine.dispose()
