"""The words that give a property, heading, label, field or table column its meaning."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "DEFAULT",
    "Meaning",
    "Phrases",
    "Place",
    "Relation",
    "Vocabulary",
    "Words",
    "canonical",
    "phrases",
    "words",
]

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
        courses: in the name or heading of a note, say that it lays out a course of study.
        orders: in a heading or the line above a list, say that the list is an order.
        sets: the same, that it is none.
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
    courses: tuple[str, ...] = (
        *("learning path", "learning paths", "learning track", "learning plan", "learning order"),
        *("learning sequence", "learning journey", "study path", "study plan", "study order"),
        *("study sequence", "study track", "study program", "study programme", "curriculum"),
        *("curricula", "syllabus", "roadmap", "road map", "reading order", "reading path"),
        *("reading sequence", "reading plan", "course plan", "course outline", "course schedule"),
        *("course contents", "lesson plan", "lecture schedule", "exam objectives"),
        *("Lernpfad", "Lernweg", "Lernplan", "Lernreihenfolge", "Studienplan", "Lehrplan"),
        *("Lesereihenfolge", "Leseplan", "Kursplan", "Ausbildungsplan", "Studienverlauf"),
        *("parcours", "parcours d'apprentissage", "plan d'études", "plan d'étude", "plan de cours"),
        *("programme du cours", "feuille de route", "ordre de lecture", "cursus"),
        *("plan d'apprentissage", "chemin d'apprentissage"),
        *("ruta de aprendizaje", "camino de aprendizaje", "plan de estudio", "plan de estudios"),
        *("ruta de estudio", "hoja de ruta", "temario", "programa del curso", "orden de lectura"),
        *("itinerario de aprendizaje", "orden de estudio", "currículo", "plan de aprendizaje"),
        *("trilha de aprendizagem", "trilha de aprendizado", "trilha de estudos"),
        *("trilha de estudo", "roteiro de estudos", "roteiro de estudo", "plano de estudos"),
        *("plano de estudo", "plano de aprendizagem", "ordem de leitura", "ordem de estudo"),
        *("caminho de aprendizagem", "ementa", "percurso de aprendizagem", "grade curricular"),
        *("план обучения", "учебный план", "план изучения", "дорожная карта", "программа курса"),
        *("программа обучения", "учебная программа", "порядок чтения", "порядок изучения"),
        *("маршрут обучения", "путь обучения", "траектория обучения", "роадмап", "план занятий"),
        *("学习路线", "学习路径", "学习计划", "学习顺序", "阅读顺序", "课程大纲", "教学大纲"),
        *("教学计划", "路线图", "课程表", "课程安排", "培养方案", "学习路线图", "學習路線"),
        *(
            "學習路徑",
            "學習計畫",
            "學習計劃",
            "學習順序",
            "閱讀順序",
            "課程大綱",
            "路線圖",
            "教學大綱",
        ),
        *("学習パス", "ロードマップ", "学習計画", "学習順序", "学習順", "学習の順番", "読む順番"),
        *("読む順", "カリキュラム", "シラバス", "学習の流れ", "学習ルート", "ラーニングパス"),
        *("학습 경로", "학습 순서", "학습 계획", "학습경로", "학습순서", "학습계획", "로드맵"),
        *("커리큘럼", "강의 계획", "강의계획서", "읽는 순서", "공부 순서", "공부 계획", "교육과정"),
        *("교육 과정", "실라버스", "학습 로드맵"),
    )
    orders: tuple[str, ...] = (
        *("start here", "begin here", "where to start", "where to begin", "in this order"),
        *("in that order", "in the following order", "in order", "suggested order"),
        *("recommended order", "step by step", "one after the other", "read in sequence"),
        *("hier anfangen", "hier beginnen", "fang hier an", "starte hier", "hier starten"),
        *("in dieser Reihenfolge", "in folgender Reihenfolge", "Reihenfolge", "der Reihe nach"),
        *("Schritt für Schritt", "womit anfangen", "nacheinander"),
        *("commencer ici", "commencez ici", "par où commencer", "dans cet ordre", "pas à pas"),
        *("dans l'ordre", "étape par étape", "l'un après l'autre"),
        *("empieza aquí", "empezar aquí", "comienza aquí", "comenzar aquí", "por dónde empezar"),
        *("en este orden", "en orden", "paso a paso", "uno tras otro"),
        *("comece aqui", "comece por aqui", "por onde começar", "nesta ordem", "em ordem"),
        *("passo a passo", "um após o outro"),
        *("начните здесь", "начни здесь", "начать здесь", "с чего начать", "в таком порядке"),
        *("в этом порядке", "в следующем порядке", "по порядку", "шаг за шагом"),
        *("从这里开始", "由此开始", "從這裡開始", "按顺序", "按以下顺序", "按此顺序", "依次"),
        *("按照顺序", "依序", "按順序", "循序渐进", "入门路线"),
        *("ここから始める", "ここから", "この順", "この順番", "順番に", "まず読む", "最初に読む"),
        *("여기서 시작", "여기부터", "이 순서", "순서대로", "차례대로"),
    )
    sets: tuple[str, ...] = (
        *("no particular order", "in no order", "no order", "any order", "not in order"),
        *("unordered", "random order", "alphabetical", "alphabetically", "alphabetical order"),
        *("chronological", "newest first", "latest first", "order of appearance", "by date"),
        *("curriculum learning", "curriculum vitae", "glossary", "by topic", "by tag"),
        *("beliebige Reihenfolge", "beliebiger Reihenfolge", "ohne Reihenfolge", "alphabetisch"),
        *("keine Reihenfolge", "ungeordnet", "chronologisch", "Glossar"),
        *("sans ordre", "ordre alphabétique", "peu importe l'ordre", "n'importe quel ordre"),
        *("chronologique", "glossaire"),
        *("sin orden", "cualquier orden", "orden alfabético", "cronológico", "glosario"),
        *("sem ordem", "qualquer ordem", "ordem alfabética", "cronológica", "glossário"),
        *("без порядка", "в любом порядке", "в произвольном порядке", "алфавитном порядке"),
        *("по алфавиту", "хронологическом порядке", "глоссарий"),
        *("顺序不限", "不分先后", "排名不分先后", "无特定顺序", "按字母", "按时间", "順不同"),
        *("五十音順", "アルファベット順", "時系列", "順番は問わない", "用語集", "術語表", "术语表"),
        *("순서 무관", "순서는 상관없", "순서 없이", "가나다순", "알파벳순", "용어집"),
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


class Phrases(NamedTuple):
    """Phrases to look for inside a text: whole words, or signs where words are not spaced."""

    spaced: re.Pattern[str]
    signs: tuple[str, ...]

    def within(self, said: str) -> bool:
        """Tell whether a canonical text holds one of the phrases."""
        if self.spaced.search(said) is not None:
            return True
        return not said.isascii() and any(sign in said for sign in self.signs)


_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def phrases(listed: Iterable[str]) -> Phrases:
    """Prepare phrases to be looked for."""
    known = sorted({canonical(one) for one in listed} - {""}, key=lambda one: (-len(one), one))
    signs = tuple(one for one in known if _UNSPACED.search(one))
    spaced = "|".join(re.escape(one) for one in known if not _UNSPACED.search(one))
    return Phrases(re.compile(rf"(?<![^\W_])(?:{spaced or '(?!)'})(?![^\W_])"), signs)


class Words(NamedTuple):
    """A vocabulary as lookup tables; keys are canonical.

    `placeholder_heads` are the first words of all phrases of a template, `placeholder_singles`
    those beginnings of one that are a single word: what starts otherwise is no such phrase.
    """

    property: dict[str, Meaning]
    field: dict[str, Meaning]
    label: dict[str, Meaning]
    heading: dict[str, Meaning]
    noun: dict[str, Meaning]
    asides: frozenset[str]
    courses: Phrases
    orders: Phrases
    sets: Phrases
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
        noun={
            **_table(v.prerequisites, Meaning("needs")),
            **_table(v.optional, Meaning("optional")),
        },
        asides=frozenset(map(canonical, v.asides)),
        courses=phrases(v.courses),
        orders=phrases(v.orders),
        sets=phrases(v.sets),
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
