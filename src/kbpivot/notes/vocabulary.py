"""The words that give a property, heading, label, field or table column its meaning."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["DEFAULT", "Meaning", "Place", "Relation", "Vocabulary", "Words", "canonical", "words"]

_ASCII_RUN = re.compile(r"[a-z0-9]+")
_RUN = re.compile(r"[^\W_]+")

Place = Literal["property", "field", "label", "heading"]
Relation = Literal["needs", "optional", "unlocks", "next"]


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """Names a vault uses; matched without regard to case, accents, `-`, `_` and spaces.

    Attributes:
        prerequisites: name prerequisites wherever they stand.
        needs_keys: name prerequisites as a property, field or label, not as a heading.
        needs_headings: name prerequisites as a heading or label, not as a property.
        optional: name prerequisites that never block, wherever they stand.
        depends_keys: as `needs_keys` for properties and fields, but only in a note that is no task.
        unlocks: say that this note comes before the named ones.
        next_keys: name the note read after this one, as a property, field or label.
        next_headings: the same as a heading or label.
        asides: head lists that are neither an order nor prerequisites.
        roots: say in place of a prerequisite that there is none.
        optional_words: in brackets beside a prerequisite, say that it never blocks.
        status_columns: head a table column that says how far one is.
        status_signs: stand alone in a cell or beside a link and say how far one is.
        hours_keys, minutes_keys: properties whose bare number has that unit.
        time_keys: properties that hold a duration, unit written or guessed.
        read_time_labels: stand before a stated reading time.
        placeholders: whole phrases of an unfilled template.
        placeholder_starts: open a sentence of an unfilled template.
    """

    prerequisites: tuple[str, ...] = (
        *("prerequisites", "prerequisite", "prereqs", "prereq", "pre-requisites"),
        *("pre-requisite", "pre-reqs", "pre-req", "prerequisite knowledge"),
        *("prerequisite concepts", "prerequisite notes", "prerequisite topics"),
        *("prerequisite reading", "prerequisite readings", "prerequisite papers"),
        *("前置", "前置知识", "前置知識", "前置条件", "前置概念", "前置笔记"),
        *("先修", "先修知识", "先修課程", "先修课程", "先修要求"),
        *("预备知识", "預備知識", "前提知識", "前提", "必要な前提知識"),
        *("선수", "선수 지식", "선수지식", "선수 과목", "선수과목", "선행 지식", "선행지식"),
        *("Voraussetzung", "Voraussetzungen", "Vorwissen", "Vorkenntnisse"),
        *("Prérequis", "Pré-requis", "Prerrequisitos", "Prerrequisito", "Pré-requisitos"),
        *("Requisitos previos", "Prerequisiti", "Prerequisito", "Voorkennis"),
        *("Förkunskaper", "Forkunnskaper", "Ön koşullar", "Wymagania wstępne"),
        *("Предпосылки", "Пререквизиты", "Предварительные знания", "Предварительные требования"),
    )
    needs_keys: tuple[str, ...] = ("requires", "builds-on", "built-on")
    needs_headings: tuple[str, ...] = (
        *("before you read", "before reading", "before reading this", "read before", "read first"),
        *("what you should know first", "what you need to know first"),
    )
    optional: tuple[str, ...] = (
        *("optional prerequisites", "optional prerequisite", "optional prereqs"),
        *("optional prereq", "prerequisites optional", "prerequisite optional", "prereqs optional"),
        *("recommended prerequisites", "recommended prereqs", "prerequisites recommended"),
        *("helpful prerequisites", "helpful prereqs", "prerequisites helpful"),
        *("soft prerequisites", "soft prereqs", "nice to have prerequisites"),
        *("可选前置", "可选前置知识", "선택 선수 지식", "empfohlene Voraussetzungen"),
        *("Prérequis facultatifs", "Prerrequisitos opcionales"),
    )
    depends_keys: tuple[str, ...] = ("depends-on",)
    unlocks: tuple[str, ...] = ("unlocks", "enables", "leads-to")
    next_keys: tuple[str, ...] = ("next",)
    next_headings: tuple[str, ...] = ("next up", "learn next", "read next", "study next")
    asides: tuple[str, ...] = (
        *("see also", "see", "cf", "related", "related notes", "related concepts"),
        *("related topics", "related papers", "references", "sources", "bibliography"),
        *("further reading", "links", "external links", "resources", "backlinks", "mentions"),
        *("used in", "applications", "part of", "up", "parent", "examples", "previous", "back"),
        *("siehe auch", "verwandt", "voir aussi", "ver también", "参考", "参考文献", "相关"),
        *("相关笔记", "관련", "관련 노트", "参照", "см. также"),
    )
    roots: tuple[str, ...] = (
        *("none", "nothing", "n/a", "n.a.", "na", "nil", "no", "not applicable"),
        *("no prerequisites", "no prerequisite", "no prereqs", "none needed", "none required"),
        *("keine", "keine nötig", "aucun", "aucune", "ninguno", "ninguna", "nenhum", "nessuno"),
        *("nessuna", "geen", "inga", "нет", "无", "無", "沒有", "没有", "なし", "特になし"),
        *("없음", "brak", "yok"),
    )
    optional_words: tuple[str, ...] = (
        *("optional", "recommended", "helpful", "nice to have", "not required", "soft"),
        *("可选", "可選", "任意", "선택", "facultatif", "opcional", "facoltativo", "empfohlen"),
        *("необязательно", "по желанию"),
    )
    status_columns: tuple[str, ...] = (
        *("status", "progress", "state", "done", "completed", "complete", "read", "learned"),
        *("mastery", "mastered", "studied", "finished", "状态", "狀態", "进度", "進度", "完成"),
        *("상태", "진도", "状況", "進捗", "Stand", "Fortschritt", "statut", "état", "estado"),
        *("progreso", "stato", "статус", "прогресс"),
    )
    status_signs: tuple[str, ...] = (
        *(
            "✅",
            "☑",
            "✔",
            "✓",
            "🟢",
            "📖",
            "📚",
            "🟡",
            "🚧",
            "⏳",
            "🔄",
            "⬜",
            "☐",
            "⭕",
            "🔴",
            "❌",
        ),
        *("◻", "▢", "🔲", "[x]", "[X]", "[ ]", "[/]", "[-]"),
    )
    hours_keys: tuple[str, ...] = (
        *("hours", "est hours", "estimated hours", "effort hours", "study hours", "time hours"),
    )
    minutes_keys: tuple[str, ...] = (
        *("minutes", "mins", "est minutes", "estimated minutes", "est mins", "reading minutes"),
        *("read minutes", "study minutes", "time minutes", "duration minutes"),
    )
    time_keys: tuple[str, ...] = (
        *("estimated time", "est time", "time to master", "time estimate", "study time"),
        *("time", "time box", "timebox", "duration", "effort", "estimate", "time required"),
        *("reading time", "read time", "time to read", "time to complete"),
        *("预计时间", "预计阅读时间", "阅读时间", "学习时间", "所要時間", "소요 시간", "소요시간"),
        *("Lesezeit", "Lesedauer", "Bearbeitungszeit", "Zeitaufwand", "Dauer"),
        *("temps de lecture", "tiempo de lectura", "duración", "время чтения"),
    )
    read_time_labels: tuple[str, ...] = (
        *("read time", "reading time", "estimated read time", "estimated reading time"),
        *("est reading time", "est read time", "time to read", "estimated time", "est time"),
        *("study time", "estimated study time", "time to complete", "time to master"),
        *("time required", "time needed", "time estimate", "time", "duration", "length"),
        *("预计", "预计时间", "预计阅读时间", "预计阅读", "预计用时", "预计学习时间", "預計"),
        *("阅读时间", "閱讀時間", "阅读时长", "学习时间", "学习时长", "读完约需", "用时", "耗时"),
        *("所要時間", "読了時間", "読了目安", "目安時間", "소요 시간", "소요시간", "읽는 시간"),
        *("예상 시간", "예상 소요 시간", "Lesezeit", "Lesedauer", "Bearbeitungszeit", "Dauer"),
        *("Zeitaufwand", "geschätzte Zeit", "temps de lecture", "temps estimé", "durée"),
        *("tiempo de lectura", "tiempo estimado", "duración", "tempo di lettura"),
        *("tempo de leitura", "tempo estimado", "leestijd", "время чтения", "время"),
    )
    placeholders: tuple[str, ...] = (
        *("tbd", "tba", "tbc", "todo", "to do", "tk", "wip", "work in progress", "coming soon"),
        *("placeholder", "fill in", "fill me in", "fill this in", "fill in later", "fill later"),
        *("fill out", "write me", "write here", "your notes here", "notes here", "notes go here"),
        *("add notes here", "add your notes here", "your thoughts here", "under construction"),
        *("lorem ipsum", "xxx", "insert here", "stub", "empty", "n/a", "n.a."),
        *("待补充", "待填写", "待完成", "待续", "待写", "待定", "未完成", "待補充", "待填寫"),
        *("추가 예정", "작성 예정", "작성 중", "未記入", "記入予定", "後で書く"),
        *("noch offen", "folgt", "folgt noch", "à compléter", "à remplir", "à venir"),
        *("por completar", "pendiente", "da completare", "a preencher"),
        *("заполнить", "дописать", "будет дополнено"),
    )
    placeholder_starts: tuple[str, ...] = (
        *("to be filled", "to be added", "to be written", "to be completed", "to be determined"),
        *("to be done", "to be expanded", "to be defined", "to be updated", "to be continued"),
        *("to be announced", "to be decided", "will be filled", "will be added"),
        *("will be written", "will be completed", "will be updated", "will be expanded"),
        *("fill in after", "fill in when", "fill in once", "fill in with", "add your", "add notes"),
        *("write your", "write a summary", "describe your", "your summary", "your notes"),
        *("wird noch", "muss noch", "noch auszufüllen", "sera complété", "se completará"),
    )

    def __repr__(self) -> str:
        """Only what differs from the default: signatures show this."""
        names = self.__struct_fields__
        own = [name for name in names if getattr(self, name) != getattr(DEFAULT, name)]
        return f"Vocabulary({', '.join(f'{name}=…' for name in own)})"


DEFAULT = Vocabulary()


class Meaning(NamedTuple):
    """What a key, heading or label announces; `depends` marks one that counts unless a task."""

    relation: Relation
    depends: bool = False


class Words(NamedTuple):
    """A vocabulary as lookup tables; keys are canonical.

    `placeholder_heads` are the first words of all phrases of a template, `placeholder_singles`
    those beginnings of one that are a single word: what starts otherwise is no such phrase.
    """

    property: dict[str, Meaning]
    field: dict[str, Meaning]
    label: dict[str, Meaning]
    heading: dict[str, Meaning]
    asides: frozenset[str]
    roots: frozenset[str]
    optional: frozenset[str]
    status_columns: frozenset[str]
    status_signs: tuple[str, ...]
    time: dict[str, Literal["hours", "minutes", ""]]
    read_time: frozenset[str]
    placeholders: frozenset[str]
    placeholder_starts: tuple[str, ...]
    placeholder_heads: frozenset[bytes]
    placeholder_singles: tuple[bytes, ...]


_PLAIN = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum()})
_NO_LETTER = re.compile(r"[\W_]")


class _Unaccented(dict[int, int | None]):
    """Each character stands for itself, but accents for nothing; looked up once each."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)) == "Mn" else code
        return self[code]


_UNACCENTED = _Unaccented()


@lru_cache(maxsize=4096)
def _canonical(text: str) -> str:
    folded = text.casefold()
    if folded.isascii():
        return " ".join(folded.translate(_PLAIN).split())
    folded = unicodedata.normalize("NFKD", folded).translate(_UNACCENTED)
    folded = unicodedata.normalize("NFC", folded)
    return " ".join(_NO_LETTER.sub(" ", folded).split())


def canonical(text: str) -> str:
    """The text with case, accents, punctuation, emoji and runs of spaces set aside."""
    return _canonical(text) if len(text) < 40 else _canonical.__wrapped__(text)


@lru_cache(maxsize=8)
def words(vocabulary: Vocabulary) -> Words:
    """The lookup tables of a vocabulary, made once."""
    v = vocabulary
    everywhere = {
        **_table(v.prerequisites, Meaning("needs")),
        **_table(v.unlocks, Meaning("unlocks")),
        **_table(v.optional, Meaning("optional")),
    }
    keyed = {**everywhere, **_table(v.needs_keys, Meaning("needs"))}
    following = _table(v.next_keys, Meaning("next"))
    headed = {
        **everywhere,
        **_table(v.needs_headings, Meaning("needs")),
        **_table(v.next_headings, Meaning("next")),
    }
    stored = {**keyed, **following, **_table(v.depends_keys, Meaning("needs", depends=True))}
    labels = {**headed, **keyed, **following}
    time: dict[str, Literal["hours", "minutes", ""]] = {}
    time.update((canonical(key), "") for key in v.time_keys)
    time.update((canonical(key), "hours") for key in v.hours_keys)
    time.update((canonical(key), "minutes") for key in v.minutes_keys)
    starts = tuple(map(canonical, v.placeholder_starts))
    return Words(
        property=stored,
        field=stored,
        label=labels,
        heading=headed,
        asides=frozenset(map(canonical, v.asides)),
        roots=frozenset(map(canonical, v.roots)),
        optional=frozenset(map(canonical, v.optional_words)),
        status_columns=frozenset(map(canonical, v.status_columns)),
        status_signs=v.status_signs,
        time=time,
        read_time=frozenset(map(canonical, v.read_time_labels)),
        placeholders=frozenset(map(canonical, v.placeholders)),
        placeholder_starts=starts,
        placeholder_heads=frozenset(
            phrase.partition(" ")[0].encode()
            for phrase in (*starts, *map(canonical, v.placeholders))
        ),
        placeholder_singles=tuple(start.encode() for start in starts if " " not in start),
    )


def _table(names: Iterable[str], meaning: Meaning) -> dict[str, Meaning]:
    return {canonical(name): meaning for name in names if canonical(name)}
