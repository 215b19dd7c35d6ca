"""Whether a file is called by a day, a week or a month, in whatever way it is written."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from kbpivot.traits.words import ASIDE_FOLDERS, folder_word

__all__ = ["is_dated"]

_MONTHS: Final = {
    1: "january jan januar janvier janv enero ene janeiro gennaio gen januari января январь янв"
    " styczeń stycznia ocak leden ledna",
    2: "february feb februar février févr fevr febrero fevereiro fev febbraio februari февраля"
    " февраль фев luty lutego şubat únor února",
    3: "march mar märz mrz mars marzo março marco maart марта март мар marzec marca mart březen"
    " března",
    4: "april apr avril avr abril abr aprile апреля апрель апр kwiecień kwietnia nisan duben dubna",
    5: "may mai mayo maio maggio mag mei мая май maj maja mayıs květen května",
    6: "june jun juni juin junio junho giugno giu июня июнь июн czerwiec czerwca haziran červen"
    " června",
    7: "july jul juli juillet juil julio julho luglio lug июля июль июл lipiec lipca temmuz"
    " červenec července",
    8: "august aug août aout agosto ago augustus augusti августа август авг sierpień sierpnia"
    " ağustos srpen srpna",
    9: "september sep sept septembre septiembre setembro set settembre сентября сентябрь сен сент"
    " wrzesień września eylül září",
    10: "october oct oktober okt octobre octubre outubro out ottobre ott октября октябрь окт"
    " październik października ekim říjen října",
    11: "november nov novembre noviembre novembro ноября ноябрь ноя listopad listopada kasım",
    12: "december dec dezember dez décembre déc diciembre dic dezembro dicembre декабря декабрь"
    " дек grudzień grudnia aralık prosinec prosince",
}
_DAYS: Final = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri"
    " sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr"
    " sa so lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim lunes"
    " martes miércoles jueves viernes sábado domingo mié jue vie sáb segunda terça quarta quinta"
    " sexta lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag"
    " donderdag vrijdag zaterdag zondag понедельник вторник среда четверг пятница суббота"
    " воскресенье пн вт ср чт пт сб вс poniedziałek wtorek środa czwartek piątek sobota niedziela"
)
_SMALL: Final = "de del the of at on le la el den der am at um il dia den and st nd rd th er º w kw"
_JOURNAL: Final = (
    "daily dailies journal journals diary log logs logbook worklog devlog note notes entry entries"
    " dnp weekly monthly week review reviews standup scratch today tagebuch tagesnotiz journalier"
    " diario diários diários diario dagboek dagbok dziennik günlük дневник запись 日记 日記 日志"
    " 日誌 周记 周报 週報 일기 일지 daybook bitácora bitacora woche wochennotiz semaine semana"
    " settimana неделя"
)
_RECORD: Final = (
    "daily dailies journal journals diary log logs logbook worklog devlog dnp daybook"
    " tagebuch diario diários dagboek dagbok dziennik günlük дневник 日记 日記 日志 日誌 일기 일지"
    " bitácora bitacora"
)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in folded if unicodedata.category(char) != "Mn")


_MONTH: Final = {_plain(word): n for n, words in _MONTHS.items() for word in words.split()}
_DAY: Final = frozenset(map(_plain, _DAYS.split()))
_FILLER: Final = frozenset(map(_plain, _SMALL.split()))
_WRITING: Final = frozenset(map(_plain, _JOURNAL.split()))
_RECORDS: Final = frozenset(map(_plain, _RECORD.split()))

_LEADING: Final = re.compile(r"\d+")
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
_ASIAN: Final = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일])?")
_WEEKDAY: Final = re.compile(
    r"(?:星期|周|週)[一二三四五六日天]|[月火水木金土日]曜日?|[월화수목금토일]요일"
)
_WEEK: Final = re.compile(
    r"\d{4}\W?_?(?:w|kw|week)\W?_?\d{1,2}|(?:w|kw|week|semaine|semana|woche)\W?_?\d{1,2}\W{1,2}\d{4}"
    r"|\d{4}\W?q[1-4]|q[1-4]\W?\d{4}|\d{4}年第?\d{1,2}[周週]",
)


def is_dated(path: str) -> bool:
    """Tell whether a note is called by its date, its folders included, and by nothing else.

    A name with a subject behind the date (`2024-05-01 A talk on attention`) is none, unless a
    word says that it is a record of that day (`log`, `journal`), or its folder does. A number
    that could be a day but need not (`0412`) counts only in a folder of daily notes.
    """
    folders, name = path.split("/")[:-1], path.rpartition("/")[2].removesuffix(".md")
    if not any(char.isdigit() for char in name):
        return False
    recorded = any(ASIDE_FOLDERS.get(folder_word(folder)) == "daily" for folder in folders)
    if _is_date(name, recorded=recorded):
        return True
    # `2025/04/12.md`: the folders say the rest of the date.
    numbers = [part for part in folders[-2:] if re.fullmatch(r"\d{1,4}(?:[-_. ].{0,12})?", part)]
    joined = "-".join([*(_LEADING.findall(part)[0] for part in numbers), name])
    alone = re.fullmatch(r"[\d\W_]+", name) is not None
    return bool(numbers) and alone and _is_date(joined, recorded=recorded)


def _is_date(name: str, *, recorded: bool) -> bool:
    text = _plain(name)
    text = unicodedata.normalize("NFC", text)
    asian = _ASIAN.search(unicodedata.normalize("NFKC", name))
    if asian is not None:
        rest = _WEEKDAY.sub("", _ASIAN.sub("", unicodedata.normalize("NFKC", name)))
        left = [word for word in _TOKEN.findall(_plain(rest)) if word not in _WRITING | _DAY]
        return not left or recorded
    if _WEEK.fullmatch(text.strip()):
        return True
    words, numbers, months = list[str](), list[str](), list[int]()
    for token in _TOKEN.findall(text):
        if token.isdigit():
            numbers.append(token)
        elif token in _MONTH and not months:
            months.append(_MONTH[token])
        else:
            words.append(token)
    others = sum(word not in _WRITING | _DAY | _FILLER for word in words)
    written = recorded or not _RECORDS.isdisjoint(words)
    whole = _full_date(numbers, months, compact=written or len(words) == 0)
    if whole:
        return others == 0 or written
    # A month of a year, or a day without one.
    partial = _month_of_year(numbers, months) or (recorded and 0 < len(numbers) <= 2)
    return partial and others == 0


def _full_date(numbers: list[str], months: list[int], *, compact: bool) -> bool:
    """Whether the numbers are a day with its year, in any usual order."""
    if months:
        years = [n for n in numbers if len(n) == 4 and _is_year(n)]
        days = [n for n in numbers if len(n) <= 2 and 1 <= int(n) <= 31]
        return len(years) == 1 and len(days) >= 1
    if len(numbers) in (1, 2, 3) and len(numbers[0]) == 8:
        return compact and _eight(numbers[0])
    if 3 <= len(numbers) <= 6:
        first, second, third = numbers[:3]
        clock = all(len(n) <= 2 for n in numbers[3:])
        if len(first) == 4 and _is_year(first) and len(second) <= 2 and len(third) <= 2:
            return clock and _is_day(first, second, third)
        if len(third) == 4 and _is_year(third) and len(first) <= 2 and len(second) <= 2:
            return clock and (_is_day(third, second, first) or _is_day(third, first, second))
    return False


def _eight(digits: str) -> bool:
    return (
        (_is_year(digits[:4]) and _is_day(digits[:4], digits[4:6], digits[6:]))
        or (_is_year(digits[4:]) and _is_day(digits[4:], digits[2:4], digits[:2]))
        or (_is_year(digits[4:]) and _is_day(digits[4:], digits[:2], digits[2:4]))
    )


def _month_of_year(numbers: list[str], months: list[int]) -> bool:
    if months:
        years = [n for n in numbers if len(n) == 4 and _is_year(n)]
        return len(years) == 1 and len(numbers) <= 2
    return (
        len(numbers) == 2
        and len(numbers[0]) == 4
        and _is_year(numbers[0])
        and len(numbers[1]) == 2
        and 1 <= int(numbers[1]) <= 12
    )


def _is_year(digits: str) -> bool:
    return 1900 <= int(digits) <= 2099


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
