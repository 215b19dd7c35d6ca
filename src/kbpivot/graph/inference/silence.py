"""Notes that say nothing of what comes before what: indexes, diaries, quizzes, clippings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kbpivot.notes.vocabulary import canonical
from kbpivot.traits import ASIDE_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbpivot.traits import Traits

__all__ = ["is_silent", "silent_notes"]

_KINDS: Final = frozenset({"index", "track", "template", "manual", "excalidraw", *ASIDE_KINDS})
_DAY: Final = re.compile(r"(?:19|20)\d{2}[-_. ]?(?:0\d|1[0-2])[-_. ]?(?:[0-2]\d|3[01])(?!\d)")


# Of the words of a name or folder one of these says that it holds questions or tasks.
def _canonical(listed: str) -> frozenset[str]:
    return frozenset(canonical(word) for word in listed.split())


_TASKS: Final = _canonical(
    """
    quiz quizzes quizes exam exams midterm midterms homework homeworks assignment
    assignments exercises worksheet worksheets flashcard flashcards anki mcq mcqs pset psets
    klausur klausuren prüfung prüfungen übungen übungsblatt übungsaufgaben aufgaben hausaufgaben
    lernkarten karteikarten examen exámenes ejercicios cuestionario tarea tareas exercices devoirs
    contrôles interro esame esami esercizi compiti exame exames exercícios exercicios prova provas
    тест тесты экзамен экзамены упражнения задачи викторина контрольная
    """
)
_TASK_PHRASES: Final = (
    "problem set|problem sets|problem sheet|practice questions|practice problems|practice test|"
    "practice tests|past paper|past papers|mock test|mock tests|interview questions|"
    "interview question|review questions|exam questions|test questions|self test|cheat sheet|"
    "cheatsheet|question bank|study questions|lab report|check your understanding|"
    "preguntas de examen|questions d examen|fiche de révision"
)
_UNSPACED_TASKS: Final = re.compile(
    "考试|测验|测试题|习题|作业|练习题?|题库|面试题|真题|試験|演習|問題集|練習問題|宿題|クイズ|小テスト|"
    "시험|퀴즈|연습문제|과제|숙제|문제집|기출"
)
# Beside a day in the name these say that it tells what was done.
_RECORDS: Final = _canonical(
    """
    log logs journal journals diary report reports walkthrough walkthroughs retro standup recap
    meeting meetings progress update updates changelog digest newsletter daily weekly protokoll
    tagebuch bericht wochenbericht diario registro informe rapport resoconto relatório дневник отчёт
    """
)
_LOG_NAMES: Final = _canonical(
    """
    log logs changelog worklog devlog logbook journal diary inbox scratch scratchpad todo todos
    backlog bookmarks clippings highlights tagebuch diario протокол
    """
)
_ONLY_LAST: Final = frozenset(("index", "table", "term", "terms", "history", "references"))
# Notes of these names say what there is, or hold examples; they are nothing to study by themselves.
_OVERVIEWS: Final = _canonical(
    """
    glossary glossar glossario glossaire glosario index indice índice indexes assets esercitazioni
    domande přehled overview übersicht table cheatsheet faq bibliography references resources
    term terms terminology vocabulary roadmap timeline history changelog 목차 용어 术语表 索引 总览
    """
)
_LOG_OF: Final = _canonical(
    """
    learning reading study work dev daily weekly change lab training research project progress
    decision release my the
    """
)
_CLIP_FOLDERS: Final = _canonical(
    """
    clippings clips clipping webclips readwise instapaper omnivore pocket raindrop highlights
    bookmarks 剪藏 网页剪藏 クリップ 스크랩 recortes вырезки
    """
)
_TASK_PATTERN: Final = re.compile(rf"\b(?:{_TASK_PHRASES})\b")


def silent_notes(traits: Mapping[str, Traits]) -> frozenset[str]:
    """Return the paths of the notes that take no part in guesses.

    Args:
        traits: what each note is, by path.
    """
    return frozenset(
        path
        for path, one in traits.items()
        if not one.in_advice or one.kind in _KINDS or is_silent(path)
    )


def is_silent(path: str) -> bool:
    """Tell by its name and folders whether a note holds questions, a record or a clipping.

    >>> is_silent("week 3/Quiz 2.md"), is_silent("Turing test.md"), is_silent("logs/2026-07-14.md")
    (True, False, True)
    """
    *folders, name = path.removesuffix(".md").split("/")
    words = canonical(name).split()
    above = [canonical(folder).split() for folder in folders]
    if _asks(words) or any(_asks(folder) for folder in above):
        return True
    if words and words[-1] in _LOG_NAMES and _LOG_OF.issuperset(words[:-1]):
        return True
    if words and (words[-1] in _OVERVIEWS or words[0] in _OVERVIEWS - _ONLY_LAST):
        return True
    around = [word for folder in above for word in folder]
    if not _CLIP_FOLDERS.isdisjoint(around):
        return True
    return _DAY.search(name) is not None and not _RECORDS.isdisjoint((*words, *around))


def _asks(words: list[str]) -> bool:
    said = " ".join(words)
    if "assignment problem" in said:
        return False
    return (
        not _TASKS.isdisjoint(words)
        or _TASK_PATTERN.search(said) is not None
        or _UNSPACED_TASKS.search(said) is not None
    )
