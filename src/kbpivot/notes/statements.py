"""Prerequisites and other relations in a note's body: sections, labels and inline fields."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kbpivot.model import Reference, Statement
from kbpivot.notes.phrases import (
    is_connector,
    is_placeholder,
    plain_text,
    reason_after,
    says_none,
    says_optional,
    without_optional,
)
from kbpivot.notes.prerequisite_phrases import announced, meaning_of, opened, remarked
from kbpivot.notes.property_statements import Stated
from kbpivot.notes.ranges import Ranges
from kbpivot.notes.vocabulary import Meaning, canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Literal

    from kbpivot.model import Field, Link, Span
    from kbpivot.notes.lines import Lines
    from kbpivot.notes.structure import Leaf, Structure
    from kbpivot.notes.vocabulary import Relation, Words

__all__ = ["body_statements"]

_LINE = re.compile(r"[^\r\n]+")
_PREFIX = re.compile(
    r"[ \t]*(?:>[ \t]?)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:\[[^\]\[]\][ \t]+)?"
)
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^\[\]\r\n*]{2,60}?)(?<=\S)\1[ \t]*([:：]?)(?!:)")
_PLAIN_LABEL = re.compile(r"[^|·•:：\[\]\r\n]{2,60}[:：](?![:：])")
_BARRED_LABEL = re.compile(rf"[ \t][|·•][ \t]{_PLAIN_LABEL.pattern}")
_LETTER = re.compile(r"[^\W_]")
_MARKUP = " \t\r\n*_~=`>"
_CALLOUT = re.compile(r"[ \t]*+(?:>[ \t]?)*+[ \t]*+\[!([^\]\[\r\n]+)\][+-]?[ \t]*([^\r\n]*)")
_SENTENCE_END = re.compile(
    r"(?:(?<!e\.g)(?<!i\.e)(?<!\bcf)(?<!\bvs)(?<!\besp)[.!?][ \t]+|[。！？])[^\W_]"
)
_COMMA_BEFORE = re.compile(r"(?:[,，;；、|]|\b(?:and|und|et|y|и)\b|和)[\s*_]*$")
_OPEN_REASON = re.compile(
    r"[\s*_~=`)]*+(?:(?<=[ \t\u00a0])[-–—]{1,3}[ \t\u00a0]|[—–:：]|[(（])(?P<said>.*)", re.DOTALL
)
_UNFINISHED = re.compile(r"[,，、;；][ \t]*$")
_NUMBERING = re.compile(r"^(?:\d+(?: \d+)*|[ivx]+) ")
_COMMAS = re.compile(r"[,;，；、]")
_ATTACHMENT = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|pdf|mp[34]|m4a|wav|ogg|webm|mov|canvas|base|csv|zip)$",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"[\s*_]*(?:[-–—:：]{1,3}|[(（\[]|←|<-)\s*[*_]*([^:：,，;；.。()（）—–\[\]\r\n]{2,40}?)[*_]*\s*"
    r"(?:[:：,，;；.。)）\]—–]|[ ]-[ ]|$)"
)
_INDEX_NAMES = frozenset({"readme", "index", "home", "overview", "toc", "moc"})
_LONGEST_OPENING = 160  # characters before a link that may say what it is
_LONGEST_NAME = 8  # words: a longer item is a sentence, not the name of a note


class _Section:
    """An open run of lines that belong to a heading, a callout or a label without a value."""

    __slots__ = (
        *("aside", "block", "form", "item", "key"),
        *("level", "linked", "meaning", "optional", "plain"),
    )

    def __init__(
        self,
        form: Literal["section", "label", "field"],
        meaning: Meaning,
        key: str,
        *,
        level: int = 0,
        block: int = -1,
        item: int = -1,
    ) -> None:
        self.form, self.meaning, self.key = form, meaning, key
        self.level, self.block, self.item = level, block, item
        self.optional = self.aside = 0  # level of a subheading that says so
        self.linked = False
        self.plain: list[Statement] = []


class _Label(NamedTuple):
    """A label in a line: where it starts, where its value starts, what it means, its words."""

    start: int
    value: int
    meaning: Meaning | None
    key: str


def body_statements(
    text: str,
    shape: Structure,
    links: Sequence[Link],
    fields: Sequence[Field],
    lines: Lines,
    words: Words,
    *,
    is_task: Callable[[], bool] = lambda: False,
    path: str = "",
) -> Stated:
    """Relations stated in the body, in source order.

    Args:
        text: the whole file.
        shape: its structure.
        links: its body links in source order.
        fields: its inline fields.
        lines: its lines.
        words: the vocabulary's lookup tables.
        is_task: tells whether the note is a task, where `depends-on` says nothing.
        path: where the note lies: in a note called "Prerequisites" a heading of that name says
            what the note lists, and nothing of what it needs.
    """
    reader = _Reader(text, shape, links, lines, words)
    reader.is_about_prerequisites = _is_about_prerequisites(path, words)
    reader.read_fields(fields, is_task=is_task)
    reader.read_leaves()
    found = sorted(reader.found, key=lambda one: (one.span.start, one.span.end))
    needs = any(one.relation == "needs" for one in found)
    return Stated(found, None if needs else reader.root)


class _Reader:
    """One pass over the leaves of a body, in source order."""

    def __init__(
        self, text: str, shape: Structure, links: Sequence[Link], lines: Lines, words: Words
    ) -> None:
        self.text, self.shape, self.lines, self.words = text, shape, lines, words
        self._written = links
        self.is_about_prerequisites = False
        self.found: list[Statement] = []
        self.root: int | None = None
        self.dead: tuple[Leaf | None, Ranges] = (None, Ranges(()))
        self.taken: set[int] = set()  # lines that an inline field or callout title has spoken for
        self.section: _Section | None = None
        self.label: _Section | None = None
        self.row: tuple[int, int, _Section | None] = (-1, -1, None)  # table, row, its label
        self.named_row: tuple[int, int] = (-1, -1)  # a row whose first link is a target

    # Most notes state nothing in their body, so the links are looked at only when asked for.

    @cached_property
    def links(self) -> list[tuple[Link, Span]]:
        """The links that may be a target, with their places, in source order."""
        return [
            (link, link.span)
            for link in self._written
            if link.span is not None and not link.citation
        ]

    @cached_property
    def starts(self) -> list[int]:
        """Where each of `links` starts."""
        return [span.start for _, span in self.links]

    # ------------------------------------------------------------------------ fields

    def read_fields(self, fields: Sequence[Field], *, is_task: Callable[[], bool]) -> None:
        """Read `key:: value`; its line says nothing else."""
        for field in fields:
            meaning = meaning_of(self.words.field, canonical(field.key))
            if meaning is None or (meaning.depends and is_task()):
                continue
            start, end = field.span.start, field.span.end
            self.taken.add(field.span.line)
            value = self.text.find("::", start, end) + 2
            section = _Section("field", meaning, field.key)
            if not self._value(section, value, end):
                for name in _COMMAS.split(field.value or ""):
                    self._plain(section, name, field.span, self.found)

    # ------------------------------------------------------------------------ leaves

    def read_leaves(self) -> None:
        """Read sections, labels and label rows."""
        text = self.text
        signs = [sign for sign in (":", "**", "：", "__") if sign in text]
        for leaf in self.shape.leaves:
            kind, start, end = leaf.kind, leaf.start, leaf.end
            if kind == "comment":
                continue
            if kind == "heading":
                if leaf.top:
                    self._heading(leaf)
                continue
            is_open = self.section is not None or self.label is not None
            if is_open:
                self._close(leaf)
                is_open = self.section is not None or self.label is not None
            if leaf.quote:
                self._callout(leaf)
                is_open = self.section is not None or self.label is not None
            if kind == "cell":
                self._cell(leaf)
                continue
            if not is_open:  # then only a label says anything, or a sentence around a link
                for sign in signs:
                    if text.find(sign, start, end) >= 0:
                        break
                else:
                    if not self._holds_link(start, end):
                        continue
            for match in _LINE.finditer(text, start, end):
                self._line(leaf, match.start(), match.end())
        self._end_label()
        self._end_section()

    def _may_hold_label(self, start: int, end: int) -> bool:
        """False for most cells: a label needs a colon or bold letters."""
        find = self.text.find
        return (
            find(":", start, end) >= 0
            or find("**", start, end) >= 0
            or find("：", start, end) >= 0
            or find("__", start, end) >= 0
        )

    def _heading(self, leaf: Leaf) -> None:
        source = self.text[leaf.start : leaf.end]
        title = source.strip("# \t\r\n=-")
        self._end_label()
        section = self.section
        if section is not None and 0 < section.level < leaf.level:
            said = canonical(title)
            if section.optional >= leaf.level:
                section.optional = 0
            if section.aside >= leaf.level:
                section.aside = 0
            if said in self.words.optional:
                section.optional = leaf.level
            elif said in self.words.asides:
                section.aside = leaf.level
            return
        self._end_section()
        head, colon, _ = title.partition("：" if "：" in title else ":")
        for name in (title, head) if colon else (title,):
            meaning = meaning_of(self.words.heading, _NUMBERING.sub("", canonical(name)))
            if meaning is not None and self.is_about_prerequisites and self._is_title(leaf):
                return
            if meaning is not None:
                self.section = _Section("section", meaning, plain_text(name), level=leaf.level)
                if colon:
                    start = leaf.start + source.index(colon) + 1
                    self.section.linked = self._linked(self.section, start, leaf.end)
                return

    def _is_title(self, leaf: Leaf) -> bool:
        """True for the first heading of a note, and for any of the first level."""
        first = next((one for one in self.shape.leaves if one.kind == "heading" and one.top), leaf)
        return leaf is first or leaf.level == 1

    def _callout(self, leaf: Leaf) -> None:
        first = _CALLOUT.match(self.text, leaf.start, leaf.end)
        if first is None:
            return
        title = first[2].strip().rstrip(":：")
        head, colon, _ = title.partition("：" if "：" in title else ":")
        for name in (title, head if colon else title, first[1].partition("|")[0]):
            meaning = meaning_of(self.words.heading, canonical(name))
            if meaning is not None:
                self._end_section()
                key = plain_text(head if name == head else title) or name
                self.section = _Section("section", meaning, key, block=leaf.block)
                self.taken.add(self.lines.line(first.start(1)))
                if name == head and colon:
                    start = first.start(2) + len(head) + 1
                    self.section.linked = self._value(self.section, start, first.end(2))
                return

    def _close(self, leaf: Leaf) -> None:
        """Close the callout or label that the leaf stands outside of."""
        if self.section is not None and 0 <= self.section.block != leaf.block:
            self._end_section()
        label = self.label
        if label is None:
            return
        if label.item >= 0:
            item = leaf.item
            while item >= 0 and item != label.item:
                item = self.shape.items[item].parent
            if item < 0:
                self._end_label()
        elif leaf.item < 0 or leaf.block > label.block + 1:
            self._end_label()

    def _end_section(self) -> None:
        if self.section is not None and self.section.linked:
            self.found.extend(self.section.plain)
        self.section = None

    def _end_label(self) -> None:
        if self.label is not None and self.label.linked:
            self.found.extend(self.label.plain)
        self.label = None

    # ------------------------------------------------------------------------ one line

    def _line(self, leaf: Leaf, start: int, end: int) -> None:
        if self.taken and self.lines.line(start) in self.taken:
            return
        is_open = self.section is not None or self.label is not None
        if not is_open and not (self._may_hold_label(start, end) or self._holds_link(start, end)):
            return
        prefix = _PREFIX.match(self.text, start, end)
        start = prefix.end() if prefix else start
        if start >= end:
            return
        labels = self._labels(leaf, start, end)
        if any(label.meaning for label in labels):
            self._end_label()
            for number, label in enumerate(labels):
                stop = labels[number + 1].start if number + 1 < len(labels) else end
                if label.meaning is not None:
                    self._label(leaf, label, stop)
        elif self.label is not None:
            self._item(self.label, start, end, leaf)
            if leaf.item < 0 and not _UNFINISHED.search(self.text, start, end):
                self._end_label()
        elif self.section is None and self._sentence(leaf, start, end):
            return
        elif self.section is not None and not self.section.aside:
            first = canonical(labels[0].key) if labels and labels[0].start == start else ""
            if first not in self.words.asides:
                self._item(self.section, start, end, leaf)

    def _holds_link(self, start: int, end: int) -> bool:
        first = bisect_left(self.starts, start)
        return first < len(self.starts) and self.starts[first] < end

    def _sentence(self, leaf: Leaf, start: int, end: int) -> bool:
        """Read "Requires knowledge of [[A]] and [[B]].", and "[[A]] — prerequisite: …" in a list."""
        first = bisect_left(self.starts, start)
        if first == len(self.starts) or not start <= self.starts[first] < end:
            return False
        link, span = self.links[first]
        before = self.text[start : span.start]
        if len(before) > _LONGEST_OPENING or not link.linkpath:
            return False
        last = first
        while (
            last + 1 < len(self.links)
            and self.starts[last + 1] < end
            and is_connector(self.text[self.links[last][1].end : self.starts[last + 1]])
        ):
            last += 1
        stop = self.starts[last + 1] if last + 1 < len(self.starts) else end
        stop = min(stop, end)
        tail = self.text[self.links[last][1].end : stop]
        closed = _SENTENCE_END.search(tail)
        said = canonical(before)
        after = ""
        if _OPEN_REASON.match(tail) is None:
            after = canonical((tail[: closed.start() + 1] if closed else tail)[:_LONGEST_OPENING])
        relation: Relation | Literal[""] = opened(said, after)
        known = self.words.noun.get(said)
        if not relation and known is not None and not after:
            relation = known.relation
        key = plain_text(before) or plain_text(tail[:_LONGEST_OPENING])
        if not relation and not said and leaf.item >= 0:
            relation, key = self._behind(tail)
        if not relation:
            return False
        section = _Section("label", Meaning(relation), key, block=leaf.block, item=leaf.item)
        return self._linked(section, span.start, stop)

    def _behind(self, tail: str) -> tuple[Relation | Literal[""], str]:
        """What the words behind a link say it is: "— prerequisite: …", "(optional prerequisite)"."""
        found = _REMARK.match(tail)
        if found is None:
            return "", ""
        meaning = self.words.noun.get(remarked(canonical(found[1])))
        return ("", "") if meaning is None else (meaning.relation, plain_text(found[1]))

    def _labels(self, leaf: Leaf, start: int, end: int) -> list[_Label]:
        """Labels of a line: bold words, or plain words before a colon at its start or a bar."""
        text, table = self.text, self.words.label
        found: list[_Label] = []
        worded = _LETTER.search(text, start, end)
        first = worded.start() if worded else end
        if text.find("**", start, end) >= 0 or text.find("__", start, end) >= 0:
            for match in _bold_words(text, start, end):
                inner = match[2]
                colon = bool(match[3]) or inner.endswith((":", "："))
                leads = match.start() <= first
                if colon or leads:
                    meaning = meaning_of(table, canonical(inner))
                    if colon or meaning is not None:
                        key = inner.rstrip(":： ")
                        found.append(_Label(match.start(), match.end(), meaning, key))
        leads = bool(found) and found[0].start <= first
        for match in _plain_labels(text, start, end):
            if leads and match.start() == start:
                continue
            head = match[0].strip("|·• \t:：*_")
            meaning = meaning_of(table, canonical(head))
            if meaning is not None or match.start() > start:
                found.append(_Label(match.start(), match.end(), meaning, head))
        if found:
            dead = self._dead_of(leaf)
            found = [label for label in found if label.start not in dead]
        return sorted(found, key=lambda label: label.start)

    def _dead_of(self, leaf: Leaf) -> Ranges:
        """Where a leaf holds code or HTML; worked out once for all its lines."""
        if self.dead[0] is not leaf:
            marks = self.shape.opaque[slice(*leaf.opaque)]
            spans = ((one.start, one.end) for one in marks if one.kind in ("code", "html"))
            self.dead = (leaf, Ranges(spans))
        return self.dead[1]

    def _label(self, leaf: Leaf, label: _Label, stop: int) -> None:
        """Read the value of a label, or remember it for the list or line below."""
        assert label.meaning is not None
        section = _Section(
            "label", label.meaning, plain_text(label.key), block=leaf.block, item=leaf.item
        )
        value = self.text[label.value : stop].strip(_MARKUP)
        if not value:
            self.label = section
            return
        if self._value(section, label.value, stop):
            if _UNFINISHED.search(self.text, label.value, stop):
                self.label = section
                self.label.linked = True
            return
        span = self.lines.span(label.start, stop)
        for name in _COMMAS.split(value):
            self._plain(section, name, span, self.found)

    def _value(self, section: _Section, start: int, end: int) -> bool:
        """Read "None" or links; False when the value is something else."""
        if says_none(self.text[start:end], self.words):
            self._none(section, start)
            return True
        return self._linked(section, start, end)

    def _item(self, section: _Section, start: int, end: int, leaf: Leaf) -> None:
        """Read one line of a section."""
        if self._linked(section, start, end):
            section.linked = True
            return
        said = self.text[start:end]
        if not said.strip(_MARKUP + "-"):
            return
        if says_none(said, self.words):
            self._none(section, start)
        elif leaf.item >= 0 and leaf.kind in ("item", "paragraph"):
            self._plain(section, said, self.lines.span(start, end), section.plain)

    def _cell(self, leaf: Leaf) -> None:
        text, place = self.text, (leaf.table, leaf.row)
        if leaf.column == 0:
            said = text[leaf.start : leaf.end]
            meaning = self.words.label.get(canonical(said))
            if meaning is not None:
                self.row = (*place, _Section("label", meaning, plain_text(said).rstrip(":：")))
                return
            self.row = (*place, None)
        elif self.row[:2] == place and self.row[2] is not None:
            said = text[leaf.start : leaf.end]
            if not self._value(self.row[2], leaf.start, leaf.end) and leaf.row:
                span = self.lines.span(leaf.start, leaf.end)
                for name in _COMMAS.split(said):
                    self._plain(self.row[2], name, span, self.found)
            return
        section = self.section
        if section is None or section.aside:
            if self._may_hold_label(leaf.start, leaf.end):
                self._line(leaf, leaf.start, leaf.end)
        elif leaf.row and self.named_row == place:
            reason = plain_text(text[leaf.start : leaf.end])
            if reason and not self.found[-1].reason:
                self.found[-1] = _with_reason(self.found[-1], reason)
        elif leaf.row and self._linked(section, leaf.start, leaf.end):
            section.linked = True
            self.named_row = place

    # ------------------------------------------------------------------------ targets

    def _none(self, section: _Section, offset: int) -> None:
        if section.meaning.relation == "needs" and self.root is None:
            self.root = self.lines.line(offset)

    def _linked(self, section: _Section, start: int, end: int) -> bool:
        """Add a statement for each link that is a target and no part of a reason."""
        text = self.text
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end)
        targets: list[tuple[Link, Span]] = []
        reading_reason = False
        previous = start
        for link, span in self.links[first:last]:
            gap = text[previous : span.start]
            previous = span.end
            if targets:
                if section.form != "section" and _SENTENCE_END.search(f"{gap}x"):
                    end = span.start
                    break
                if not reading_reason:
                    reason = _OPEN_REASON.match(gap)
                    reading_reason = reason is not None and _has_word(reason["said"])
                if reading_reason and not _COMMA_BEFORE.search(gap):
                    continue
                reading_reason = False
            targets.append((link, span))
        named = False
        for number, (link, span) in enumerate(targets):
            if not link.linkpath or _ATTACHMENT.search(link.linkpath):
                continue
            stop = targets[number + 1][1].start if number + 1 < len(targets) else end
            tail = text[span.end : stop]
            if section.form != "section":
                closed = _SENTENCE_END.search(tail)
                tail = tail[: closed.start() + 1] if closed else tail
            before = text[start : span.start] if number == 0 else ""
            named = True
            self.found.append(
                Statement(
                    section.form,
                    self._relation(section, f"{before}\0{tail}"),
                    section.key,
                    Reference(link.linkpath, True),
                    reason_after(without_optional(tail, self.words), loose=len(targets) == 1)
                    if _has_word(tail)
                    else "",
                    span,
                )
            )
        return named

    def _plain(self, section: _Section, said: str, span: Span, into: list[Statement]) -> None:
        """Add a name that is no link; the graph decides whether a note answers to it."""
        name = plain_text(without_optional(said, self.words)).strip(" .。")
        if said.lstrip().startswith("`"):
            return  # a command or a package
        if not name or "://" in name or is_placeholder(name, self.words):
            return
        if says_none(name, self.words):
            self._none(section, span.start)
            return
        if len(name.split()) > _LONGEST_NAME or not _has_word(name):
            return
        into.append(
            Statement(
                section.form,
                self._relation(section, said),
                section.key,
                Reference(name, False),
                "",
                span,
            )
        )

    def _relation(self, section: _Section, around: str) -> Relation:
        relation = section.meaning.relation
        if relation == "needs" and (section.optional or says_optional(around, self.words)):
            return "optional"
        return relation


def _is_about_prerequisites(path: str, words: Words) -> bool:
    """True for a note, or the index of a folder, that is called "Prerequisites"."""
    *folders, name = path.removesuffix(".md").split("/")
    said = _NUMBERING.sub("", canonical(name))
    if said in _INDEX_NAMES and folders:
        said = _NUMBERING.sub("", canonical(folders[-1]))
    meaning = words.noun.get(said)
    return meaning is not None or announced(said) != ""


def _bold_words(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Matches of `_BOLD`, tried only where two marks stand: most of a line is plain."""
    stars = lines = -1
    while True:
        if stars < start:
            stars = text.find("**", start, end)
            stars = end if stars < 0 else stars
        if lines < start:
            lines = text.find("__", start, end)
            lines = end if lines < 0 else lines
        at = min(stars, lines)
        if at >= end:
            return
        match = _BOLD.match(text, at, end)
        if match is not None:
            yield match
        start = at + 1 if match is None else match.end()


def _plain_labels(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Words before a colon where a line begins, and behind each bar in it."""
    leading = _PLAIN_LABEL.match(text, start, end)
    if leading is not None:
        yield leading
        start = leading.end()
    for sign in "|·•":
        if text.find(sign, start, end) >= 0:
            yield from _BARRED_LABEL.finditer(text, start, end)
            return


def _has_word(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _with_reason(statement: Statement, reason: str) -> Statement:
    return Statement(
        statement.form,
        statement.relation,
        statement.key,
        statement.target,
        reason,
        statement.span,
    )
