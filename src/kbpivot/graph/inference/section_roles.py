"""What a part of a note is for: prose, what it requires, what comes after, comparison, sources."""

from __future__ import annotations

import re
from typing import Final, Literal

__all__ = ["Place", "heading_place", "label_place", "label_stands_alone", "title_place"]

Place = Literal["prose", "requires", "after", "aside", "references"]

_PHRASES: Final[dict[Place, str]] = {
    "requires": "prerequisites|prerequisite|prereqs|prereq|requires|required knowledge|"
    "before you read|before reading|builds on|depends on|assumed knowledge|assumes|"
    "what you need to know|前置|前置知识|先修|预备知识|前提知識|선수|선수 지식|선행 지식|"
    "voraussetzungen|vorwissen|prérequis|prerrequisitos|pré-requisitos|prerequisiti|предпосылки|"
    "пререквизиты",
    "after": "see also|related|related notes|related concepts|related topics|related pages|"
    "related ideas|related reading|similar|next|next steps|next up|what next|what's next|"
    "where to go next|learn next|read next|further|further reading|further topics|going further|"
    "applications|application|use cases|examples|example|extensions|extension|variants|variations|"
    "used by|used in|unlocks|enables|leads to|follow-ups|follow ups|backlinks|mentioned in|"
    "linked from|connections|links|see|siehe auch|verwandt|verwandte themen|anwendungen|"
    "beispiele|voir aussi|applications et exemples|exemples|véase también|ver también|"
    "aplicaciones|ejemplos|veja também|ver também|aplicações|exemplos|vedi anche|voci correlate|"
    "applicazioni|esempi|см также|см. также|примеры|相关|相关概念|相关笔记|参见|另见|延伸阅读|应用|"
    "例子|関連|関連項目|関連ノート|応用|例|관련|관련 문서|관련 노트|같이 보기|응용|예시",
    "aside": "comparison|comparisons|compared|compare|contrast|contrasts|differences|difference|"
    "versus|vs|alternatives|alternative approaches|pros and cons|quiz|quizzes|self-test|self test|"
    "check yourself|test yourself|questions|review questions|practice questions|"
    "interview questions|exam questions|exercises|practice problems|flashcards|cards|"
    "what i read today|changelog|log|"
    "vergleich|abgrenzung|unterschiede|alternativen|übungen|aufgaben|fragen|lernfragen|"
    "comparaison|différences|alternatives et comparaison|questions d'examen|exercices|"
    "comparación|diferencias|preguntas|ejercicios|comparação|diferenças|perguntas|exercícios|"
    "confronto|differenze|domande|esercizi|сравнение|отличия|вопросы|упражнения|"
    "对比|比较|区别|异同|测验|测试题|习题|练习|面试题|思考题|比較|違い|演習|問題|비교|차이|차이점|퀴즈|연습문제|문제",
    "references": "references|reference|bibliography|sources|source|resources|external links|"
    "citations|footnotes|literature|reading list|works cited|papers|quellen|literatur|weblinks|"
    "références|sources et liens|liens externes|referencias|bibliografía|enlaces externos|"
    "referências|riferimenti|bibliografia|note|collegamenti esterni|литература|источники|"
    "примечания|ссылки|参考|参考文献|参考资料|资料|出典|脚注|참고|참고 문헌|참고문헌|출처",
}
_PLACES: Final[dict[str, Place]] = {
    phrase: place for place, phrases in _PHRASES.items() for phrase in phrases.split("|")
}
_VERSUS: Final = re.compile(r"\b(?:vs|versus)\b")
_DECORATION: Final = re.compile(r"^[\W\d_]+|[\W_]+$")
_LABEL: Final = re.compile(r"^[\s>*+\-_~]*([^\W\d_][^:\n\[\]]{0,30}?)[\s*_]*[:：]")

_LONGEST_TITLE: Final = 40
_NO_TITLE: Final = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+\S|[:：|]")


def _place(words: str) -> Place | None:
    plain = _plain(words)
    found = _PLACES.get(plain)
    if found is None and _VERSUS.search(plain) is not None:
        return "aside"
    if found is None:
        # "See also: probability", "Applications and examples", "Related work in robotics".
        head = re.split(r"\s*(?:[:：(/&,]|\band\b|\bof\b|\bin\b)\s*", plain, maxsplit=1)[0]
        found = _PLACES.get(head)
    return found


def _plain(words: str) -> str:
    return " ".join(_DECORATION.sub("", words).casefold().replace("’", "'").split())


def heading_place(heading: str, *, inherited: Place = "prose") -> Place:
    """Say what a section is for by its heading; an unknown one continues its parent section."""
    return _place(heading) or inherited


def label_place(line: str) -> Place | None:
    """Say what a line that opens with a label (`**See also:** …`) is for, None without one."""
    match = _LABEL.match(line)
    return None if match is None else _place(match.group(1))


def title_place(line: str) -> Place | None:
    """Say what a line is for that does the work of a heading (`**See also**`), else None."""
    if len(line) > _LONGEST_TITLE or _NO_TITLE.search(line):
        return None
    return _PLACES.get(_plain(line))


def label_stands_alone(text: str) -> bool:
    """Tell a label with nothing behind it, which rules the paragraph below."""
    match = _LABEL.match(text)
    return (
        match is not None
        and _place(match.group(1)) is not None
        and not re.search(r"\w", text[match.end() :])
    )
