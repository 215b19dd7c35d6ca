"""Words before a note in a list that say it is to be studied: "read [[A]]", "week 2: [[A]]"."""

from __future__ import annotations

from typing import Final

from kbpivot.notes.vocabulary import canonical

__all__ = ["is_study"]

_WORDS: Final = (
    "read reread reading study learn learning watch review revise revisit finish understand master"
    " work through go over do complete practice practise start begin continue know about the a an"
    " lesson lecture week day chapter part unit module step session topic note notes paper book"
    " course video section exercise exercises lab phase stage month semester class talk article"
    " lesen lies lerne lernen durcharbeiten wiederholen verstehen woche tag kapitel teil lektion"
    " lire lis apprendre étudier revoir comprendre semaine jour chapitre partie leçon cours"
    " leer lee aprender estudiar repasar semana día capítulo parte lección tema curso"
    " ler estudar aprender rever dia capítulo aula leggere studiare imparare ripassare settimana"
    " giorno capitolo lezione lezen leren bestuderen hoofdstuk läsa lära kapitel läs czytać"
    " прочитать прочесть изучить выучить читать повторить неделя день глава часть урок лекция тема"
    " 读 阅读 学 学习 复习 看 学完 读完 掌握 第 周 天 章 课 讲 閱讀 學習 読む 学ぶ 復習 週 日 読書 学習"
    " 읽기 공부 학습 복습 주차 일차 장 강 단원"
)
_KNOWN: Final = frozenset(canonical(word) for word in _WORDS.split())


def is_study(lead: str) -> bool:
    """Tell whether the canonical words before a note only say that, or when, it is studied."""
    return all(word in _KNOWN or word[0].isdigit() or len(word) == 1 for word in lead.split())
