"""Vaults in which all that only private notes say, or are called, can be told by its spelling."""

from __future__ import annotations

import json
import random
import re
import subprocess
from pathlib import Path

from commandline import kbpivot

__all__ = ["COMMANDS", "POLICIES", "WRITING", "planted_vault", "told_by"]

SECRET = re.compile(
    r"zq ?(?:file|title|alias|alt|head|word|planned|folder|inner|tag|track|value|reason|goal|gone|known"
    r"|canvas|card|picture|comment|ignored|batch|remark|old)\w*",
    re.IGNORECASE,
)
"""How each private name begins; nothing else that kbpivot says does."""

POLICIES = ("explicit", "opt-out", "exclude", "tracked", "quartz", "few-flags")

_OWN = "Words of the author, more than enough of them, so that it explains what it is about: {}."
_PLACES = (
    "## Prerequisites\n\n{items}\n",
    "Prerequisites: {inline}\n",
    "**Builds on**: {inline}\n",
    "See {inline}.\n",
    "| Note | Status |\n| --- | --- |\n{rows}\n",
    "1. {inline}\n2. and more\n",
    "## About {inline}\n\nWords.\n",
    "- [x] {inline}\n",
    "> [!note] {inline}\n> words\n",
    "requires:: {inline}\n",
    "%% {inline} and [[Zqcomment planned]] %%\n",
)


class _Planter:
    """Writes one vault."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.folder = folder
        self.policy = POLICIES[seed % len(POLICIES)]
        self.notes = folder / "content" if self.policy == "quartz" else folder
        self.hidden = self.random.choice(["Zqfolder", "Zqfolder/Zqinner", "Zq folder"])
        self.public = [f"P{n}" for n in range(self.random.randint(3, 9))]
        self.private = [f"Zqfile {n}" for n in range(self.random.randint(2, 8))]

    def write(self) -> Path:
        """Write all files and return the folder of the notes."""
        for number, name in enumerate(self.public):
            self._put(f"{name}.md", self._note(name, number, shown=True))
        for number, name in enumerate(self.private):
            self._put(f"{self.hidden}/{name}.md", self._note(name, number, shown=False))
        self._put("Index.md", self._index(shown=True))
        self._put(f"{self.hidden}/Zqtrack.md", self._index(shown=False))
        self._put(f"{self.hidden}/Zqpicture.png", "")
        self._put(f"{self.hidden}/Zqcanvas.canvas", self._canvas("Zqcard"))
        self._put("Open.canvas", self._canvas(""))
        self._put("kbpivot.toml", self._settings())
        self._put(".kbpivot/log.jsonl", self._log())
        if self.random.random() < 0.5:
            self._put(
                ".obsidian/app.json", json.dumps({"userIgnoreFilters": ["Zqignored/", "/Zq(+/"]})
            )
        if self.policy == "quartz":
            place = self.folder / "quartz.config.ts"
            place.write_text('ignorePatterns: ["Zq*"]')
        if self.policy == "tracked":
            for words in (
                ("init", "-q"),
                ("remote", "add", "origin", "https://example.org/r"),
                ("add", ":(glob)*.md", "Open.canvas"),
            ):
                subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True)
        return self.notes

    def _put(self, path: str, text: str) -> None:
        place = self.notes / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def _flag(self, *, shown: bool) -> str:
        if self.policy == "explicit" or (self.policy == "few-flags" and shown):
            return "publish: true\n" if shown else ""
        return "draft: true\n" if self.policy == "opt-out" and not shown else ""

    def _note(self, name: str, number: int, *, shown: bool) -> str:
        rand, lines = self.random, [f"---\n{self._flag(shown=shown)}"]
        others = [one for one in self.public if one != name]
        if shown:
            if rand.random() < 0.4:
                wanted = ", ".join(json.dumps(self._reference()) for _ in range(2))
                lines.append(f"prerequisites: [{wanted}, {json.dumps(rand.choice(others))}]\n")
            elif rand.random() < 0.3:
                lines.append(f"prerequisites: {self._plain()}\n")
            lines.append(f"status: {rand.choice(['done', 'reading', 'todo'])}\n---\n")
        else:
            lines.append(
                f"title: Zqtitle {number}\naliases: [Zqalias {number}, ZQALT{number}]\n"
                f"tags: [Zqtag{number}]\nsecret: Zqvalue\nhours: 77\n---\n# Zqheading {number}\n"
            )
        lines.append(_OWN.format("Zqword" if not shown else "open") + "\n\n")
        for _ in range(rand.randint(1, 4)):
            place = rand.choice(_PLACES)
            named = [rand.choice(others) for _ in range(2)]
            links = [f"[[{one}]]" for one in named]
            if rand.random() < 0.8:
                links.insert(0, self._reference())
            if not shown:
                links.append(f"[[Zqplanned {rand.randint(0, 3)}]], because of Zqreason")
                links.append("[[Planned openly]]")
            elif rand.random() < 0.4:
                links.append(f"[[Planned openly {rand.randint(0, 2)}]]")
            lines.append(
                place.format(
                    items="\n".join(f"- {one}" for one in links),
                    inline=" and ".join(links),
                    rows="\n".join(f"| {one.replace('|', chr(92) + '|')} | ✅ |" for one in links),
                )
                + "\n"
            )
        return "".join(lines)

    def _number(self) -> int:
        return self.random.randrange(len(self.private))

    def _plain(self) -> str:
        n = self._number()
        return self.random.choice(
            [f"Zqfile {n}", f"Zqtitle {n}", f"Zqalias {n}", f"ZQALT{n}", f"zqfile-{n}"]
        )

    def _reference(self) -> str:
        """One way to lead to a private note."""
        n = self._number()
        file = f"Zqfile {n}"
        others = [f"![[{self.hidden}/Zqpicture.png]]", "[[Zqcanvas.canvas]]"]
        return self.random.choice(
            [
                *(others if self.policy in {"tracked", "exclude", "quartz"} else ()),
                f"[[{file}]]",
                f"[[{file}|Zqtitle {n}]]",
                f"[[{file}#Zqheading {n}]]",
                f"[[{self.hidden}/{file}|shown]]",
                f"![[{file}]]",
                f"[Zqtitle {n}](<{self.hidden}/{file}.md>)",
                f"[Zqtitle {n}]({self.hidden.replace(' ', '%20')}/Zqfile%20{n}.md)",
                f"[[Zqalias {n}]]",
                f"[[zqfile-{n}]]",
                f"[the folder](<{self.hidden}/>)",
            ]
        )

    def _index(self, *, shown: bool) -> str:
        kind = "index" if shown else "track"
        names = [*self.public, *self.private]
        self.random.shuffle(names)
        style = self.random.choice(["{0}. [[{1}]]", "- [[{1}]]", "{0}. [{1}](<{1}.md>)", "- {1}"])
        if shown and style == "- {1}":
            names = self.public
        rows = "\n".join(style.format(n + 1, name) for n, name in enumerate(names))
        return f"---\n{self._flag(shown=shown)}type: {kind}\n---\n{rows}\n"

    def _canvas(self, word: str) -> str:
        cards = [{"id": "1", "type": "text", "text": f"[[P0]] {word}"}]
        cards.append({"id": "2", "type": "file", "file": f"{self.hidden}/{self.private[0]}.md"})
        cards.append({"id": "3", "type": "file", "file": "P1.md"})
        if word:
            cards.append({"id": "4", "type": "text", "text": "[[Zqcanvas planned]]"})
        return json.dumps({"nodes": cards, "edges": []})

    def _settings(self) -> str:
        lines = [
            "[study]",
            f'goals = ["[[{self.private[0]}]]", "Zqgoal nowhere", "[[P1]]"]',
            'ignore = ["Zqignored/"]',
            "[tracks]",
            f'"Zqtrack of mine" = ["[[{self.private[-1]}]]", "Zqgone"]',
            f'Mixed = ["[[P0]]", "[[{self.private[0]}]]"]',
            'Open = ["[[P2]]"]',
            '[check.folders."Zqfolder/"]',
            'ignore = ["planned-link"]',
        ]
        if self.policy == "exclude":
            lines += ["[public]", 'exclude = ["Zq folder/", "Zqfolder/", "/Zq(+/"]']
        return "\n".join(lines) + "\n"

    def _log(self) -> str:
        named = [
            ("mastered", f"{self.hidden}/{self.private[0]}.md"),
            ("mastered", "P1.md"),
            ("started", f"{self.hidden}/{self.private[-1]}.md"),
            ("started", "P2.md"),
            ("known", "Zqknown by name"),
            ("known", "Planned openly 1"),
            ("mastered", "Zqgone.md"),
            ("reviewed", f"{self.hidden}/{self.private[0]}.md"),
            ("reviewed", "P1.md"),
        ]
        lines = [
            {
                "id": str(n),
                "at": f"2026-01-0{4 + n % 5}T1{n}:00:00+00:00",
                "event": event,
                "note": note,
                "minutes": 30,
                "batch": "Zqbatch",
                "remark": "Zqremark",
            }
            for n, (event, note) in enumerate(named)
        ]
        lines.append(
            {"id": "r", "at": "2026-01-09T10:00:00+00:00", "event": "refused",
             "note": f"{self.hidden}/{self.private[0]}.md", "to": "P0.md"}
        )  # fmt: skip
        lines.append(
            {"id": "m", "at": "2026-01-09T11:00:00+00:00", "event": "renamed", "note": "Zqold.md", "to": "P0.md"}
        )  # fmt: skip
        return "".join(json.dumps(line) + "\n" for line in lines) + '{"Zq": broken\n'


def planted_vault(folder: Path, seed: int) -> Path:
    """Write the vault of a seed into a folder, and return the folder of its notes."""
    return _Planter(folder, seed).write()


def told_by(command: tuple[str, ...], vault: Path) -> set[str]:
    """Return the private names that a command with `--audience public` tells.

    What the command itself named may be repeated; a crash is told as one as well.
    """
    result = kbpivot("--audience", "public", *command, folder=vault)
    said = result.out + result.err
    for word in command:
        if "zq" in word.lower():
            said = re.sub(re.escape(word), "", said, flags=re.IGNORECASE)
    told = set(SECRET.findall(said))
    return told if result.code in {0, 1, 2} else {*told, f"exit code {result.code}"}


def _formats(*command: str, formats: tuple[str, ...] = ("text", "json")) -> list[tuple[str, ...]]:
    return [(*command, "--format", one) for one in formats]


SHARED = ("text", "json", "github", "sarif", "markdown")

COMMANDS: tuple[tuple[str, ...], ...] = (
    *_formats(),
    *_formats("next"), *_formats("next", "--why", "--limit", "9"),
    *_formats("next", "--goal", "P0", "--with-map"), *_formats("next", "--why-not", "P2"),
    *_formats("path", "P1", "--why"), *_formats("path", "Index", "--all"), *_formats("path"),
    *_formats("path", "Mixed"), *_formats("path", "--track", "Zq"),
    *_formats("path", "zqfile 0"), *_formats("path", "Zqtitle 1"), *_formats("path", "P"),
    *_formats("plan", formats=("text", "json", "ics", "markdown")),
    *_formats("plan", "--goal", "P0", "--all"),
    *_formats("why", "P0", "P1"), *_formats("why", "P1", "P0"), *_formats("why", "Zqalias 0", "P0"),
    *_formats("ready"), *_formats("ready", "P2"), *_formats("ready", "Zqfile 1"),
    *_formats("map"), *_formats("map", "Attention"), *_formats("map", "Zqmap"),
    *_formats("map", "Softmax", formats=("mermaid", "svg", "json")),
    *_formats("suggest"), *_formats("suggest", "P1", "--limit", "20"),
    *_formats("review"),
    *_formats("stats", "--until", "2026-01-12", formats=("text", "json", "markdown", "svg")),
    *_formats("stats", "--week", "2026-01-07", formats=("text", "json", "markdown")),
    *_formats("gaps", "--all", "--hints", formats=SHARED), *_formats("gaps", "--goal", "P1"),
    *_formats("gaps", "--kind", "unexplained-concept", "--kind", "orphan-page"),
    *_formats("check", "--hints", formats=SHARED), *_formats("check", "--select", "all", formats=SHARED),
    *_formats("reader"), *_formats("reader", "--on", "github", "--all"),
    *_formats("show", "P0"), *_formats("show", "P1", "--text"), *_formats("show", "Zqfile 0"),
    *_formats("show", "Planned openly 1"), *_formats("show", "Zqplanned 0"),
    *_formats("graph", formats=("text", "json", "mermaid", "dot", "graphml", "canvas", "html", "svg")),
    *_formats("graph", "--all-edges", formats=("json", "mermaid")),
    *_formats("graph", "--public", formats=("text", "json")),
    *_formats("graph", "--goal", "P0", formats=("text", "json")),
    *_formats("links", "P0"), *_formats("links", "P1"), *_formats("links", "Index"),
    *_formats("backlinks", "P0"), *_formats("backlinks", "P1"), *_formats("backlinks", "Zqfile 0"),
    *_formats("unresolved", "--all"), *_formats("orphans", "--all"), *_formats("deadends", "--all"),
    *_formats("doctor"), *_formats("explain", "private-prerequisite"), *_formats("place"),
)  # fmt: skip
"""Every command that reads, in every format; some name what nobody may know."""

WRITING: tuple[tuple[str, ...], ...] = (
    *_formats("undo"), *_formats("done", "P0"), *_formats("start", "P1"), *_formats("know", "P2"),
    *_formats("know", "Softmax"), *_formats("forget", "P0"), *_formats("review", "P1"),
    *_formats("undo"), *_formats("done", "Zqfile 0"), *_formats("undo"),
    *_formats("new", "concept", "Other"), *_formats("init", "--dry-run"), *_formats("gaps", "--make", "Planned openly 1"),
    *_formats("check", "--diff"), *_formats("check", "--fix"), *_formats("begin", "--goal", "P0"), *_formats("log"),
)  # fmt: skip
"""What writes, or refuses to where it would go by all notes."""
