"""Draw the pictures of the pages from real output: `python docs/pictures.py`.

A test compares the words in the pictures with what the commands print now.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from html import unescape
from itertools import pairwise
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
PLACE = Path(__file__).parent / "_static"
WIDTH = 80

# What rich fills in to draw a terminal: fonts of the reader's own, nothing fetched.
TERMINAL = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-family: system-ui, sans-serif; font-size: 18px; font-weight: bold; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def printed(*arguments: str) -> str:
    """Return what `kbpivot` prints about the example vault, run as people run it."""
    environment = {**os.environ, "COLUMNS": str(WIDTH), "PYTHONUTF8": "1", "TERM": "dumb"}
    command = [sys.executable, "-m", "kbpivot", "-C", "examples/vault", "--no-cache", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout


def terminal(*arguments: str) -> str:
    """Return a picture of a terminal in which a command was run."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), legacy_windows=False)
    command = " ".join(["kbpivot", "-C", "examples/vault", *arguments])
    console.print(Text(f"$ {command}", style="bold"))
    console.print(Text.from_ansi(printed("--color", "always", *arguments)))
    drawn = console.export_svg(title="kbpivot", code_format=TERMINAL, unique_id="terminal")
    return "\n".join(line.rstrip() for line in drawn.splitlines()) + "\n"


def drawing(*arguments: str) -> str:
    """Return a graph as kbpivot draws it."""
    return printed("graph", "--format", "svg", *arguments)


# The stages of the source: name, what it holds, where its box stands, and what comes out of it.
STAGES = (
    ("files", "on disk", 8, 96, "texts"),
    ("notes", "one text, read", 136, 96, "notes"),
    ("vault", "names and links", 264, 96, "vault"),
    ("traits", "kind, hours", 392, 96, "traits"),
    ("graph", "what comes first", 520, 96, ""),
    ("schedule", "order by hours", 520, 40, ""),
    ("edit", "text, changed", 520, 152, ""),
    ("maps", "a field's order", 392, 152, ""),
    ("study", "order, next, plan", 660, 46, ""),
    ("publish", "readers, gaps", 660, 146, ""),
    ("render", "words, JSON, pages", 800, 96, ""),
)
BANDS = (
    ("shell", "reads and writes files: notes, settings, the log, the cache, git", 216),
    ("workspace", "puts vault, settings, log and graph together, each worked out once", 264),
    ("live", "a workspace that follows the folder while you write", 312),
    ("cli", "the commands: ask the workspace, call one function, print what it returns", 360),
)
STAGE_WIDTH, STAGE_HEIGHT, STAGES_WIDTH = 108, 44, 916


def stages() -> str:
    """Return a picture of how data flows through the source."""
    places = {name: (x, y) for name, _, x, y, _ in STAGES}
    out: list[str] = []
    for name, holds, x, y, gives in STAGES:
        middle = x + STAGE_WIDTH / 2
        kind = "file" if name == "files" else "box"
        out += [
            f'<rect class="{kind}" x="{x}" y="{y}" width="{STAGE_WIDTH}" height="{STAGE_HEIGHT}" rx="6"/>',
            f'<text class="name" x="{middle:g}" y="{y + 19}">{name}</text>',
            f'<text x="{middle:g}" y="{y + 35}">{holds}</text>',
        ]
        if gives:
            out.append(f'<text class="gives" x="{x + STAGE_WIDTH + 10}" y="{y - 8}">{gives}</text>')
    row = [name for name, *_ in STAGES[:5]]
    arrows = [*pairwise(row), ("graph", "study"), ("graph", "publish")]
    arrows += [
        ("schedule", "study"),
        ("edit", "publish"),
        ("vault", "maps"),
        ("maps", "graph"),
        ("study", "render"),
        ("publish", "render"),
    ]
    for before, after in arrows:
        (x, y), (to, down) = places[before], places[after]
        start, stop, half = x + STAGE_WIDTH, to - 7, STAGE_HEIGHT / 2
        out.append(
            f'<path class="arrow" d="M{start} {y + half:g} C{start + 14} {y + half:g}'
            f' {stop - 14} {down + half:g} {stop} {down + half:g}"/>'
        )
    for name, holds, y in BANDS:
        out += [
            f'<rect class="band" x="8" y="{y}" width="{STAGES_WIDTH - 16}" height="34" rx="6"/>',
            f'<text class="left" x="24" y="{y + 22}"><tspan class="name">{name}</tspan> {holds}</text>',
        ]
    x, y = places["files"]
    out.append(
        f'<path class="arrow hand" d="M{x + STAGE_WIDTH / 2:g} 216 V{y + STAGE_HEIGHT + 7}"/>'
    )
    style = (
        "text{font:11px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;text-anchor:middle;"
        "fill:#4a4f59}.name{font-weight:600;font-size:14px;fill:#0b2556}.left{text-anchor:start}"
        ".gives{font-style:italic}.box{fill:#dce9ff;stroke:#1a56c4}.file{fill:none;stroke:#7b818c;"
        "stroke-dasharray:4 3}.band{fill:#f1f2f4;stroke:#7b818c}.arrow{fill:none;stroke:#555b66;"
        "stroke-width:1.5;marker-end:url(#tip)}.hand{stroke-dasharray:4 3}.page{fill:#fff}"
        "@media(prefers-color-scheme:dark){.page{fill:#14171c}text{fill:#aab0bb}.name{fill:#dce9ff}"
        ".box{fill:#12284d;stroke:#6ea0ff}.band{fill:#22262d}.arrow{stroke:#aab0bb}}"
    )
    body = "\n".join(out)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 32 {STAGES_WIDTH} 370" role="img"'
        f' aria-label="How data flows"><style>{style}</style><defs><marker id="tip" viewBox="0 0 8 8"'
        ' refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"'
        ' fill="#7b818c"/></marker></defs><rect class="page" y="32" width="100%" height="100%"/>\n'
        f"{body}\n</svg>\n"
    )


PICTURES: dict[str, Callable[[], str]] = {
    "overview.svg": terminal,
    "attention.svg": lambda: drawing("--around", "Attention"),
    "stages.svg": stages,
}


PAGES = {"page.png": False, "page-dark.png": True}
"""Pictures of the page, which need a Chromium: `python docs/pictures.py --pages`."""
WINDOW = (1180, 660)


def pages() -> None:
    """Take pictures of the page in light and dark, as large as they are read on GitHub."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "page.html"
            text = printed("graph", "--format", "html", "--public", "--goal", "RLHF")
            place.write_text(text, encoding="utf-8")
            for name, dark in PAGES.items():
                scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
                driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
                size = {"width": WINDOW[0], "height": WINDOW[1]}
                driver.execute_cdp_cmd(
                    "Emulation.setDeviceMetricsOverride",
                    {**size, "deviceScaleFactor": 1.5, "mobile": False},
                )
                driver.get(place.as_uri())
                driver.save_screenshot(str(PLACE / name))
    finally:
        driver.quit()


def words(picture: str) -> str:
    """Return what stands to be read in a picture, without where and how."""
    texts = re.findall(r"<text[^>]*>(.*?)</text>", picture, flags=re.DOTALL)
    return " ".join(" ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()) for text in texts)


def main() -> int:
    """Draw all pictures and name those that changed; with `--pages`, take those of the page."""
    if "--pages" in sys.argv[1:]:
        pages()
    for name, draw in PICTURES.items():
        place = PLACE / name
        picture = draw()
        if not place.exists() or place.read_text(encoding="utf-8") != picture:
            place.write_text(picture, encoding="utf-8")
            sys.stdout.write(f"{place}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
