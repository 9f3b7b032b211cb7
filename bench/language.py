"""The language adviser on prose of your own: script/bench language FOLDER

Reads every .txt and .md file of a folder, a paragraph at a time, and prints each finding in its sentence, how many
there are to a thousand words, and how long it took. Whether a finding is true or a false alarm is for a person to say.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path

from safelight.language.adviser import check
from safelight.language.readability import measure

AROUND = 60


def main() -> int:
    """Print what is found in the folder that is named."""
    parser = argparse.ArgumentParser(prog="script/bench language", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md")) if folder.is_dir() else []
    if not files:
        print(f"{folder}: no .txt or .md file there", file=sys.stderr)
        return 2
    words = findings = 0
    took = 0.0
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        began = time.perf_counter()
        found = check(text)
        took += time.perf_counter() - began
        count = len(re.findall(r"\w+", text))
        words += count
        findings += len(found)
        print(f"{path.name}: {count:,} words, {len(found)} findings, reading age {measure(text).reading_age}")
        for each in found:
            around = text[max(0, each.start - AROUND) : each.start], text[each.end : each.end + AROUND]
            before, after = (" ".join(part.split()) for part in around)
            print(f"  {text[: each.start].count(chr(10)) + 1:5}: …{before} [{each.term}] {after}…")
    rate = 1000 * findings / max(words, 1)
    print(f"In all {findings} findings in {words:,} words: {rate:.2f} to a thousand words; {took:.2f} seconds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
