"""What to call a note where it is shown: its title, else its first heading, else its file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbpivot.notes.phrases import plain_text
from kbpivot.notes.vocabulary import canonical

if TYPE_CHECKING:
    from kbpivot.model import Note

__all__ = ["shown_title"]

_LONGEST: Final = 80  # characters; what is longer is a sentence
_SECTIONS: Final = frozenset(
    canonical(name)
    for name in (
        *("notes", "note", "summary", "overview", "introduction", "intro", "todo", "abstract"),
        *("contents", "table of contents", "description", "definition", "idea", "background"),
        *("references", "links", "tl;dr", "about", "readme", "index", "untitled", "title", "topic"),
        *("prerequisites", "concept", "main idea", "key points", "questions", "why", "what"),
        *(
            "笔记",
            "简介",
            "概述",
            "摘要",
            "目录",
            "介绍",
            "定义",
            "メモ",
            "概要",
            "はじめに",
            "요약",
            "개요",
        ),
        *("notizen", "zusammenfassung", "einleitung", "überblick", "inhalt", "résumé", "sommaire"),
        *("introducción", "resumen", "notas", "definición", "introdução", "resumo", "riassunto"),
        *("введение", "конспект", "заметки", "определение", "содержание"),
    )
)


def shown_title(note: Note) -> str:
    """Return what to call a note in an answer.

    Its property `title`; else its only heading of the first level, if the note begins with it
    and it is no name of a section; else the name of its file. A file's name that stands in such
    a heading is how its author says it for short, and stays.
    """
    title = note.title
    if title != note.name or not note.headings:
        return title
    first = note.headings[0]
    if first.level != 1 or sum(one.level == 1 for one in note.headings) > 1:
        return title
    said = plain_text(first.text)
    if not 0 < len(said) <= _LONGEST or canonical(said) in _SECTIONS or not canonical(said):
        return title
    if "{{" in said or "<%" in said:
        return title
    if canonical(note.name) and f" {canonical(note.name)} " in f" {canonical(said)} ":
        return title
    return said
