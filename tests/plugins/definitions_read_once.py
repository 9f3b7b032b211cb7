"""Each definition file is read and checked once in a run of tests: many tests begin by importing all of them.

What a file says depends on nothing but its bytes, so the same bytes at the same place are not read again. A file that a
test writes anew is read anew.
"""

from functools import lru_cache

from safelight.toolkits import files


def pytest_configure() -> None:
    """For the files that are read from a folder; what is handed in by a page is read each time."""
    files.load_bytes = lru_cache(maxsize=64)(files.load_bytes)
