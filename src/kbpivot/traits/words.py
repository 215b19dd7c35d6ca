"""The words by which a property, tag, folder or file name tells a note's kind."""

from __future__ import annotations

import re
from typing import Literal

__all__ = [
    "FOLDER_KINDS",
    "INDEX_NAMES",
    "KIND_KEYS",
    "MANUALS",
    "PAPERWORK",
    "TAG_KINDS",
    "TYPE_KINDS",
    "Kind",
]

Kind = Literal[
    "paper",
    "concept",
    "index",
    "track",
    "daily",
    "template",
    "manual",
    "clipping",
    "excalidraw",
    "other",
]

KIND_KEYS: tuple[str, ...] = (
    *("type", "kind", "note kind", "note type", "notetype", "notekind"),
    *("class", "category", "categories", "fileclass", "类型", "類型", "분류", "유형"),
)
"""Properties that may tell a note's kind, canonical, strongest first."""

_WORDS: dict[Kind, tuple[str, ...]] = {
    "paper": (
        *("paper", "papers", "article", "preprint", "publication", "literature", "lit note"),
        *("literature note", "literature notes", "research paper", "reference paper", "paper note"),
        *("paper notes", "论文", "論文", "논문", "文献", "статья"),
    ),
    "concept": (
        *("concept", "concepts", "topic", "term", "definition", "theorem", "lemma", "method"),
        *("algorithm", "technique", "idea", "permanent", "permanent note", "zettel", "evergreen"),
        *("evergreen note", "knowledge", "lesson", "chapter", "lecture", "概念", "개념", "konzept"),
        *("begriff", "понятие", "concepto", "conceito"),
    ),
    "index": (
        *("index", "moc", "map", "map of content", "maps of content", "hub", "overview", "home"),
        *("structure note", "toc", "table of contents", "readme", "目录", "索引"),
    ),
    "track": (
        *("track", "learning path", "learning track", "path", "curriculum", "course", "roadmap"),
        *("syllabus", "plan", "study plan", "学习路径", "学习路线", "课程"),
    ),
    "daily": (
        *("daily", "daily note", "dailynote", "journal", "diary", "log", "weekly", "weekly note"),
        *("monthly", "monthly note", "yearly", "日记", "日記"),
    ),
    "template": ("template", "templates", "模板"),
    "clipping": ("clipping", "clippings", "clip", "web clip", "webclip", "bookmark", "highlights"),
    "other": (
        *("source", "book", "video", "person", "people", "project", "meeting", "task", "todo"),
        *("experiment", "idea dump", "event", "recipe", "quote", "tool", "company"),
    ),
}

TYPE_KINDS: dict[str, Kind] = {word: kind for kind, listed in _WORDS.items() for word in listed}
"""Canonical values of such a property."""

_TAG_WORDS: dict[Kind, tuple[str, ...]] = {
    "paper": ("paper", "papers", "literature note", "论文", "論文", "논문"),
    "concept": ("concept", "concepts", "概念", "개념"),
    "index": ("moc", "index"),
    "track": ("track", "learning path", "curriculum", "roadmap"),
    "daily": ("daily", "daily note", "dailynote", "journal", "diary"),
    "template": ("template", "templates"),
    "clipping": ("clipping", "clippings", "web clip", "webclip"),
}

TAG_KINDS: dict[str, Kind] = {word: kind for kind, listed in _TAG_WORDS.items() for word in listed}
"""Canonical last parts of tags that say a kind by themselves."""

_FOLDER_WORDS: dict[Kind, tuple[str, ...]] = {
    "paper": ("paper", "papers", "literature", "publications", "论文", "論文", "논문", "文献"),
    "concept": ("concept", "concepts", "glossary", "definitions", "terms", "概念", "개념"),
    "index": ("moc", "mocs", "maps of content", "indexes", "indices"),
    "track": ("track", "tracks", "learning paths", "roadmaps", "curricula", "curriculum"),
}

FOLDER_KINDS: dict[str, Kind] = {
    word: kind for kind, listed in _FOLDER_WORDS.items() for word in listed
}
"""Words in folder names: weak evidence, and never a reason to leave a note out of advice."""

INDEX_NAMES = re.compile(
    r"(?:readme|_?index|home|start here|read me first|moc|toc|contents|table of contents"
    r"|map of content|.*\bmocs?\b.*|_?目录|索引)$"
)

MANUALS = frozenset({"CLAUDE", "AGENTS", "GEMINI", "SKILL", "COPILOT-INSTRUCTIONS"})
PAPERWORK = frozenset(
    {"LICENSE", "LICENCE", "COPYING", "CHANGELOG", "CONTRIBUTING", "CODE_OF_CONDUCT", "SECURITY"}
)
