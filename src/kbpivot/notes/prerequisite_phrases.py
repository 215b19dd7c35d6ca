"""Phrases that announce prerequisites: in headings and labels, and in sentences around links.

The vocabulary lists names; here are the patterns of eight languages that names are put into:
"Knowledge required for …", "Assumes familiarity with …", "Read … first". All texts are canonical.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from kbpivot.notes.vocabulary import Meaning

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["announced", "meaning_of", "opened", "remarked"]

Need = Literal["needs", "optional", ""]

_REST = r"(?: .{1,60})?"
_PAGE = (
    r"note|page|article|post|lesson|chapter|section|text|tutorial|lecture|topic|document|module"
    r"|part|week|unit|essay|exercise|lab|notebook|guide|course"
)

# --------------------------------------------------------------------------- headings and labels

_NAMED = "|".join(
    (
        # English
        rf"(?:[\w ]{{1,30}} )?prerequisites?(?: (?:for|to|of|before|and (?:background|knowledge)){_REST})?",
        rf"(?:pre requisites?|prereqs?) (?:for|to|of){_REST}",
        (
            r"(?:(?:required|necessary|needed|assumed|prior|background|prerequisite|presupposed|expected)"
            rf" )+(?:knowledge|concepts?|notes?|topics?|understanding|skills){_REST}"
        ),
        (
            r"(?:knowledge|concepts?|background|notes?|topics?|skills|material)"
            rf" (?:that (?:is|are) )?(?:required|needed|necessary|assumed|presupposed|expected){_REST}"
        ),
        (
            rf"(?:what|things) (?:you|one|to)(?: should| need to| must| have to| ought to)?(?: already)?"
            rf" (?:know|understand)(?: (?:first|before|beforehand|already|to|for){_REST})?"
        ),
        rf"before (?:you (?:read|start|begin|continue|go on)|reading|starting)(?: (?:this|the){_REST})?",
        r"(?:read|see|know|learn|study|understand)(?: this| these| those)? (?:first|beforehand|before this)",
        r"(?:first|please first) (?:read|see|know|learn|study|understand)",
        rf"(?:this (?:{_PAGE}) )?(?:assumes|presupposes|requires knowledge of|requires familiarity with)",
        # German
        r"(?:voraussetzung(?:en)?|vorwissen|vorkenntnisse) (?:fur|zu|zum|zur|um)" + _REST,
        (
            r"(?:benotigte[sr]?|notwendige[sr]?|erforderliche[sr]?|notige[sr]?|vorausgesetzte[sr]?)"
            rf" (?:vor)?(?:kenntnisse|wissen|grundlagen|notizen){_REST}"
        ),
        rf"was (?:man|du|sie)(?: vorher| schon| zuerst)? wissen (?:sollte|solltest|sollten|muss|musst|mussen){_REST}",
        r"(?:zuerst|vorher|vorab|zunachst) (?:zu )?(?:lesen|lernen|ansehen)",
        rf"vor dem lesen{_REST}",
        r"(?:lies|bitte|bitte lies) (?:zuerst|vorher|zunachst)|setzt voraus|vorausgesetzt(?: wird| werden)?",
        # French
        rf"prerequis (?:pour|de|du|a){_REST}",
        rf"(?:connaissances?|notions?) (?:requises?|necessaires?|prealables?|prerequises?|supposees?){_REST}",
        rf"ce qu (?:il faut|on doit) (?:savoir|connaitre){_REST}",
        rf"avant (?:de lire|la lecture|de commencer){_REST}",
        r"(?:a )?(?:lire|voir|etudier) (?:d abord|avant|au prealable|en premier)",
        r"(?:lisez|lis|voyez) (?:d abord|avant)|d abord (?:lire|lisez|voir)",
        # Spanish
        rf"(?:prerrequisitos?|requisitos? previos?) (?:para|de|del){_REST}",
        rf"conocimientos? (?:previos?|necesarios?|requeridos?){_REST}",
        rf"antes de (?:leer|empezar|comenzar){_REST}",
        rf"(?:lo )?que (?:debes|hay que|necesitas|se debe) (?:saber|conocer){_REST}",
        r"(?:leer|lee|lea|ver|estudiar) (?:antes|primero)|(?:primero|antes) (?:leer|lee|lea|ver)",
        # Portuguese
        rf"pre requisitos? (?:para|de|do|da){_REST}",
        rf"conhecimentos? (?:previos?|necessarios?|requeridos?|exigidos?){_REST}",
        rf"antes de (?:ler|comecar){_REST}",
        rf"o que (?:voce )?(?:precisa|deve) saber{_REST}",
        r"(?:ler|leia|ver|veja|estude) (?:antes|primeiro)|(?:primeiro|antes) (?:ler|leia|ver|veja)",
        # Russian
        rf"(?:необходимые|требуемые|нужные|предварительные) (?:знания|сведения|темы|понятия|навыки){_REST}",
        rf"(?:знания|сведения) (?:необходимые|нужные|требуемые){_REST}",
        rf"что (?:нужно|надо|необходимо|следует) (?:заранее |сначала )?знать{_REST}",
        (
            r"(?:прочитать|прочесть|прочитаите|прочтите|читать|изучить|изучите)"
            r" (?:сначала|прежде|заранее|предварительно|до этого)"
        ),
        r"(?:сначала|прежде|предварительно) (?:прочитать|прочесть|прочитаите|прочтите|читать|изучить|изучите)",
        rf"перед (?:чтением|изучением){_REST}",
        rf"(?:предпосылки|пререквизиты) (?:для|к){_REST}",
        # Chinese
        (
            r"\w{0,10}(?:前置|先修|预备|預備|先备|先備|先决|先決)"
            r"(?:知识|知識|条件|條件|概念|笔记|筆記|阅读|閱讀|课程|課程|内容|內容|学习|學習|要求|基础|基礎|材料)"
        ),
        r"\w{0,8}(?:所需|需要)的?(?:前置|先修|预备)?(?:知识|知識)",
        r"(?:阅读|学习|閱讀|學習|读|讀)(?:本文|本章|本节|本節|此文|本笔记)?(?:之)?前\w{0,8}",
        r"(?:请|請)?(?:首)?先(?:读|看|学|阅读|了解|掌握|閱讀|學|讀|学习|學習)(?:的?笔记|的?内容)?",
        # Japanese
        r"\w{0,12}(?:前提知識|前提条件|前提となる(?:知識|ノート)|予備知識|事前知識|必要な(?:前提)?知識|必要知識)",
        r"(?:先に|まず|事前に|はじめに)読(?:む|んで)\w{0,10}|\w{0,8}読む前に\w{0,8}",
        # Korean
        r"[\w ]{0,12}(?:선수|선행) ?(?:지식|학습|과목|개념|조건|노트|강의|이해)",
        r"[\w ]{0,12}(?:사전|전제|필요한) ?지식|필수 ?(?:선수|선행|사전) ?지식",
        r"먼저 (?:읽|볼|알|학습|공부)[\w ]{0,10}|[\w ]{0,8}읽기 전에[\w ]{0,8}",
    )
)
_NAME = re.compile(rf"(?:{_NAMED})")
_REFUSED = re.compile(r"(?:no|without|not|non|missing|keine|ohne|sans|sin|sem|без|无|無)(?: |$)")
_HELPS = re.compile(
    r"(?<![^\W_])(?:optional|recommended|suggested|helpful|useful|soft|nice to have|empfohlene?[nrs]?"
    r"|hilfreiche?[nrs]?|facultati\w+|recommandee?s?|opcional\w*|recomendad\w+|желательн\w+"
    r"|рекомендуем\w+)(?![^\W_])|可选|可選|建议|建議|推荐|推薦|任意|推奨|선택|권장"
)


@lru_cache(maxsize=4096)
def announced(said: str) -> Need:
    """Tell whether a heading or label announces prerequisites; the text is canonical."""
    if not 4 <= len(said) <= 100 and said.isascii():
        return ""
    if _NAME.fullmatch(said) is None or _REFUSED.match(said):
        return ""
    return "optional" if _HELPS.search(said) else "needs"


def meaning_of(table: Mapping[str, Meaning], said: str) -> Meaning | None:
    """What a key, heading or label announces, by the vocabulary or as a phrase around its names."""
    known = table.get(said)
    if known is None and (phrase := announced(said)):
        return Meaning(phrase)
    return known


# --------------------------------------------------------------------------- sentences

_THIS = rf"(?:(?:this|the) (?:{_PAGE}) |here )?(?:also |generally |mostly |implicitly )?"
_KNOWING = (
    r"(?:(?:a|an|some|basic|good|prior|solid|working|the|your|elementary|any|previous|passing|deep"
    r"|general|rough|at least) )*(?:knowledge|understanding|familiarity|grasp|command|mastery"
    r"|basics|background|experience|acquaintance|fluency)(?: (?:of|with|in|on|about|from|the|how"
    r"|basics|ideas?|concepts?|notes?|both))+"
    r"|(?:that )?(?:(?:the )?(?:you|one|readers?|we|i) )?(?:to |have |has |already |are |is )*"
    r"(?:know|knows|understand|understands|read|seen|studied|familiar with|comfortable with"
    r"|know about)"
)
_READ = r"(?:read|see|study|learn|review|revise|know|understand|go through|work through|finish|do)"
_BEFORE_LINK = "|".join(
    (
        (
            rf"(?:{_THIS}|it |we |i )(?:requires?|assumes?|presupposes?|presumes?|expects?|needs?|demands?)"
            rf" (?:{_KNOWING})"
        ),
        rf"{_THIS}(?:requires|assumes|presupposes|builds (?:up)?on|build (?:up)?on)(?: on)?",
        r"(?:its |the |my )?(?:prerequisites?|prereqs?)(?: for this(?: \w+)?)?(?: is| are| include| includes)",
        rf"(?:please )?first (?:of all )?{_READ}(?: the| about)?",
        (
            r"before (?:reading|starting|continuing|you (?:read|start|continue|go on))(?: this| the| on)*"
            rf"(?: (?:{_PAGE}))?(?: please| first| you should| make sure you| you need to| have)* {_READ}(?: the| about)?"
        ),
        (
            r"(?:you|one|readers?) (?:should|must|need to|have to|ought to)(?: already| first)*"
            r" (?:know|understand|have read|be familiar with|have seen|be comfortable with)(?: about| the)?"
        ),
        r"(?:make|be) sure(?: that)?(?: you)?(?: to)? (?:know|understand|have read|are familiar with)(?: the)?",
        # German
        (
            r"(?:(?:diese|dieser|dieses|die|der|das) (?:notiz|seite|kapitel|abschnitt|text|artikel|lektion"
            r"|beitrag) )?(?:baut auf|aufbauend auf|(?:benotigt|erfordert|verlangt|braucht)"
            r" (?:kenntnisse|grundkenntnisse|wissen|verstandnis|kenntnis)(?: (?:in|von|uber|zu|der|des|den|die))*)"
        ),
        r"vorausgesetzt(?: (?:wird|werden|sind))?(?: kenntnisse)?(?: (?:in|von|uber|zu))?",
        r"(?:bitte )?(?:zuerst|vorher|zunachst|vorab) (?:lesen|ansehen|lernen)",
        r"(?:bitte )?(?:lies|lest|lesen sie)(?: bitte)? (?:zuerst|vorher|zunachst)",
        # French
        (
            r"(?:(?:cette|ce|cet|la|le) (?:note|page|article|chapitre|section|texte|lecon|cours) )?"
            r"(?:suppose|presuppose|necessite|requiert|exige)(?: (?:de|des|d|une|la|les|le|bonnes?|bonne"
            r"|notions?|connaissances?|connaissance|maitrise|comprehension|connaitre|avoir lu|savoir|en|sur|du))*"
        ),
        r"(?:a )?(?:lire|voir|etudier|lisez|lis|voyez|etudiez) (?:d abord|avant|au prealable)",
        r"(?:d abord|avant) (?:lire|voir|lisez|lis|etudier)",
        r"il faut (?:d abord )?(?:connaitre|avoir lu|savoir|maitriser|comprendre)",
        # Spanish and Portuguese
        (
            r"(?:(?:esta|este) (?:nota|pagina|articulo|artigo|capitulo|seccion|secao|texto|leccion|licao"
            r"|clase|aula) )?(?:requiere|supone|presupone|asume|requer|supoe|pressupoe|assume|exige)"
            r"(?: (?:de|que|conocer|conhecer|conocimientos?|conhecimentos?|conoces|conozcas|voce|conhece"
            r"|conheca|saber|sepas|saiba|haber leido|hayas leido|ter lido|tenha lido|comprension"
            r"|compreensao|dominio|sobre|en|em|previos?|basicos?|el|la|los|las|o|a|os|as|un|una|um|uma"
            r"|buen|bom|familiaridad|familiaridade|con|com|entender))*"
        ),
        r"(?:primero|antes|primeiro) (?:lee|leer|lea|ve|ver|estudia|estudiar|leia|ler|veja|estude)",
        r"(?:lee|leer|lea|ver|estudia|estudiar|leia|ler|veja|estude) (?:primero|antes|primeiro)",
        (
            r"(?:hay que|debes|es necesario|e preciso|voce deve|voce precisa)"
            r" (?:conocer|saber|haber leido|entender|conhecer|ter lido)"
        ),
        # Russian
        (
            r"(?:(?:эта|этот|это) (?:заметка|статья|глава|раздел|текст|урок|лекция) )?(?:требует|требуется"
            r"|требуются|предполагает|подразумевает)(?: (?:знания?|знакомств[ао]|понимани[ея]|с|основ|что"
            r"|вы|читатель|знаете|знает|уже))*"
        ),
        (
            r"(?:нужно|необходимо|надо|следует)(?: (?:сначала|заранее|предварительно|уже))*"
            r" (?:знать|знание|понимать|прочитать|прочесть|изучить)"
        ),
        (
            r"(?:сначала|прежде|предварительно) (?:прочитаите|прочтите|прочитать|прочесть|изучите|изучить"
            r"|посмотрите|читать|читаите|ознакомьтесь с|см)"
        ),
        r"опирается на",
        # Chinese
        (
            r"(?:(?:阅读|閱讀|学习|學習|读|讀)(?:本文|本章|本节|本節|此文|本笔记|本课)?(?:之)?前 ?)?"
            r"(?:本文|本章|本节|本節|本笔记|这篇笔记)?(?:请|請|需要?|应|應|应该|要求|要|须|須|假设|假設|默认)+"
            r"(?:您|你|读者|讀者)?(?:已经|已經|已|首先|先|事先)*(?:了解|掌握|熟悉|阅读|閱讀|学习|學習|学过|读过|读"
            r"|看|知道|理解|懂|具备)(?:了|过|過)?(?:以下|关于)?"
        ),
        r"(?:首先|先)(?:阅读|閱讀|了解|掌握|学习|學習|读|看)",
    )
)
_HELPFUL = (
    r"(?:it )?(?:helps|is helpful|is useful|may help|might help|would help) (?:to )?"
    r"(?:know|have read|understand|be familiar with)(?: about)?|helpful to know"
    r"|(?:建议|建議|推荐|推薦)(?:您|你)?(?:首先|先)(?:阅读|閱讀|了解|学习|读|看)"
)
_OPENS = re.compile(rf"(?:{_BEFORE_LINK})")
_HELPS_TO_KNOW = re.compile(rf"(?:{_HELPFUL})")
_AROUND = re.compile(
    "|".join(
        (
            (
                rf"(?:please |you should |make sure to )?{_READ}(?: the)?\0(?:note )?(?:first|beforehand"
                r"|before (?:this|reading|you|going|continuing|starting|that)).*"
            ),
            (
                r"(?:(?:diese|dieser|dieses|die|der|das) \w+ )?setzt(?: (?:kenntnisse|wissen|grundkenntnisse"
                r"|die kenntnis|das wissen))?(?: (?:in|von|uber|zu|den|die|das|der))*\0(?:\w+ ){0,3}voraus.*"
            ),
            (
                r"(?:bitte )?(?:zuerst|vorher|zunachst|vorab|erst)(?: bitte| die| den| das)?\0(?:lesen|ansehen|lernen"
                r"|anschauen).*"
            ),
            r"(?:bitte )?(?:lies|lest|lesen sie)(?: bitte)?\0(?:zuerst|vorher|zunachst).*",
            r"(?:lisez|lire|lis|voyez|voir)\0(?:d abord|avant|en premier|au prealable).*",
            r"(?:lee|leer|lea|estudia|leia|ler|estude)\0(?:primero|antes|primeiro).*",
            r"(?:прочитаите|прочтите|изучите)\0(?:сначала|прежде|предварительно).*",
            r"(?:(?:この|本)(?:記事|ノート|ページ|章|節|稿|文書)(?:は|では))?\0(?:の(?:知識|理解|基礎))?を前提.*",
            r"(?:(?:この|本)(?:記事|ノート|ページ|章|節|稿|文書)(?:は|では|には))?\0の(?:知識|理解)が必要.*",
            r"(?:先に|まず|事前に|はじめに)\0を?(?:読|参照|学|見).*",
            (
                r"(?:먼저|우선|사전에|(?:이 (?:글|노트|문서)를? )?읽기 전에)\0(?:을|를|부터)? ?(?:먼저 )?(?:읽|보|학습|공부"
                r"|알|이해).*"
            ),
            r"(?:이 (?:글|노트|문서|장)(?:은|는) ?)?\0(?:에 대한 (?:지식|이해)|의 지식)(?:이|가|을|를) ?(?:필요|전제|가정).*",
            r"(?:이 (?:글|노트|문서|장)(?:은|는) ?)?\0(?:을|를) 전제로.*",
        )
    )
)
_BARE = frozenset(
    [
        "requires",
        "assumes",
        "presupposes",
        "suppose",
        "presuppose",
        "necessite",
        "requiert",
        "exige",
        "requiere",
        "supone",
        "presupone",
        "asume",
        "requer",
        "supoe",
        "pressupoe",
        "assume",
        "требует",
        "требуется",
        "требуются",
        "предполагает",
        "подразумевает",
    ]
)
_IN_BRIEF = 90


def opened(before: str, after: str) -> Need:
    """Tell whether words around links state a prerequisite.

    Args:
        before: canonical words of the line before the first link.
        after: canonical words behind the last of the links that belong together.
    """
    if len(before) > _IN_BRIEF:
        return ""
    if before:
        if _OPENS.fullmatch(before):
            # "Assumes [[Independence]] between …" is about the subject, not about the reader.
            return "" if after and before in _BARE else "needs"
        if _HELPS_TO_KNOW.fullmatch(before):
            return "optional"
    return "needs" if _AROUND.fullmatch(f"{before}\0{after[:_IN_BRIEF]}") else ""


_SMALL = re.compile(
    r"(?:(?:is|are|as|a|an|the|my|hard|direct|important|main|key|ist|sind|eine?|est|un|une|es|el|la"
    r"|uma?|e|это) )+"
)


def remarked(said: str) -> str:
    """The words behind a link without those that may stand before "prerequisite"."""
    return _SMALL.sub("", f"{said} ", count=1).strip() if _SMALL.match(f"{said} ") else said
