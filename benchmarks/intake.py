"""How long `kbpivot intake` takes for a feed of many items, beside the vault without a feed.

    python benchmarks/intake.py [--vault FOLDER] [--items 10000] [--runs 3]

The items are made of sentences that name entries of the map, each item a few of them, so that most
lean on something and no two say the same. Whole processes are timed, from start to exit; the
vault's cache is warm, and nothing is remembered as shown.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from html import escape
from pathlib import Path

import kbpivot as kb

WORDS = [
    "we",
    "study",
    "show",
    "that",
    "simple",
    "large",
    "open",
    "new",
    "data",
    "better",
    "method",
    "results",
    "code",
    "cost",
    "half",
]


def feed(number: int) -> str:
    """Write a feed as arXiv's interface answers, with abstracts of some 150 words."""
    draw = random.Random(number)
    names = [one.name for one in kb.read_map("ai").concepts.values() if one.kind == "concept"]

    def sentence() -> str:
        words = draw.choices(WORDS, k=16)
        if draw.random() < 0.4:
            words[draw.randrange(16)] = draw.choice(names)
        return f"{' '.join(words)}.".capitalize()

    rows = [
        f"<entry><id>http://arxiv.org/abs/26{10 + n // 50000:02}.{n % 50000:05}v1</id>"
        f"<published>2026-11-{n % 28 + 1:02}T00:00:00Z</published>"
        f"<title>{escape(sentence())}</title>"
        f"<summary>{escape(' '.join(sentence() for _ in range(9)))}</summary></entry>"
        for n in range(number)
    ]
    head = '<feed xmlns="http://www.w3.org/2005/Atom"><title>many</title>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}{"".join(rows)}</feed>'


def main() -> None:
    """Print the seconds of each, and the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--vault", default=str(Path(__file__).parents[1] / "examples/vault"))
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "feed.xml")
        source.write_text(feed(given.items), encoding="utf-8")
        environment = os.environ | {"KBPIVOT_CACHE": folder}
        commands = {
            "ready": ["ready"],
            "intake": ["intake", str(source), "--again"],
            "intake as JSON": ["intake", str(source), "--again", "--format", "json"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(given.runs + 1):
            for name, words in commands.items():
                start = time.perf_counter()
                subprocess.run(
                    [sys.executable, "-m", "kbpivot", "-C", given.vault, *words],
                    env=environment,
                    check=True,
                    stdout=subprocess.DEVNULL,
                )
                if run:  # the first one warms the cache
                    times[name].append(time.perf_counter() - start)
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:15} {median:6.2f} s  {median / statistics.median(times['ready']):5.1f} times")


if __name__ == "__main__":
    main()
