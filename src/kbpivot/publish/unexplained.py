"""Gaps in what public notes take for granted: concepts that nobody explains."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kbpivot.language.ordinary import frequency, is_ordinary
from kbpivot.publish.dead_links import planned_links
from kbpivot.publish.gap import Gap
from kbpivot.publish.no_subject import is_no_subject, stands_in_a_sentence
from kbpivot.vault import commonest_name
from kbpivot.vault.names import NAMES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kbpivot.publish.readership import Readership

__all__ = ["concept_gaps"]

_USED_BY = 3
_TO_EXPLAIN = 0.25  # hours: a private note is written already
_MENTION_VALUE = 0.5
_SHORTEST = 4  # letters of a name that is looked for in running text
_EVERYDAY = 10**-3.4  # of all words: the few hundred most usual ones
_WORD = re.compile(r"\w+")
_TELLING = re.compile(r"^\w*\w[A-Z\d]\w*$")


class _Use(NamedTuple):
    """A public note that uses a name, and where."""

    path: str
    line: int


def concept_gaps(readers: Readership, *, said: Collection[str]) -> Iterator[Gap]:
    """Yield an `unexplained-concept` gap for each name that three public notes use.

    A name is the title or alias of a note that is private or still a template, or that of a
    planned note. A use is the name in running text, or a link; to a note that is there, a link
    in a sentence.

    Args:
        readers: the vault and who can read what.
        said: nodes, and keys of planned notes, that are gaps already.
    """
    names: dict[str, tuple[str, ...]] = {}
    uses: dict[str, dict[str, int]] = {}
    for path, note in readers.vault.each(NAMES).items():
        known = readers.traits.get(path)
        if path in said or known is None or not known.in_advice or readers.explains(path):
            continue
        if known.kind in ("concept", "other"):  # a paper is cited, not explained
            names[path] = (note.title, *note.aliases)
    for key, links in planned_links(readers).items():
        if key not in said:
            name = commonest_name(link.linkpath for link in links)
            if is_no_subject(readers, name, links):
                continue
            names[name] = (name,)
            uses[name] = _first(_Use(link.source, readers.place(link.link)) for link in links)
    for link in readers.links:
        if (
            link.target in names
            and link.target != link.source
            and readers.is_seen(link)
            and stands_in_a_sentence(readers, link)
        ):
            use = _Use(link.source, readers.place(link.link))
            uses.setdefault(link.target, {}).setdefault(*use)
    linked = {node: len(found) for node, found in uses.items()}
    for node, mentions in _mentions(readers, names).items():
        into = uses.setdefault(node, {})
        for path, line in mentions.items():
            if path != node:
                into.setdefault(path, line)
    headings = _Headings(readers)
    for node, found in uses.items():
        used_by = tuple(path for path in sorted(found) if path in readers.counted)
        if len(used_by) < _USED_BY:
            continue
        if linked.get(node, 0) >= _USED_BY or not headings.have(names[node]):
            yield _concept_gap(readers, node, used_by, found)


class _Headings:
    """The headings of public notes: what stands over a text is explained there, not nowhere."""

    def __init__(self, readers: Readership) -> None:
        self._readers = readers

    def have(self, names: tuple[str, ...]) -> bool:
        """Tell whether one of some names stands in a heading."""
        return any(f" {' '.join(_WORD.findall(name.casefold()))} " in self._text for name in names)

    @cached_property
    def _text(self) -> str:
        # A line each, so that no name is found across two of them.
        return "\n".join(
            f" {' '.join(_WORD.findall(heading.text.casefold()))} "
            for path in self._readers.notes
            if self._readers.explains(path)
            for heading in self._readers.vault[path].headings
        )


def _first(uses: Iterator[_Use]) -> dict[str, int]:
    found: dict[str, int] = {}
    for path, line in uses:
        found.setdefault(path, line)
    return found


def _mentions(readers: Readership, names: dict[str, tuple[str, ...]]) -> dict[str, dict[str, int]]:
    """Public notes that name a concept in running text, by its node, with the line.

    Only names that do not turn up by chance: two words or more in any case, or one with capitals
    or digits inside (`GRPO`, `word2vec`) spelled just so; another word alone may mean anything.
    The raw text is searched first, by the word of a name that the fewest notes have, so that few
    texts are read closely.
    """
    phrases: list[tuple[tuple[str, ...], str]] = []
    for node, spelled in names.items():
        for name in spelled:
            words = tuple(_WORD.findall(name.casefold()))
            if len(words) > 1 and sum(map(len, words)) >= _SHORTEST:
                if _is_everyday(words, readers.vault.languages):
                    continue
                phrases.append((words, node))
            elif len(words) == 1 and _TELLING.search(name):
                phrases.append((tuple(_WORD.findall(name)), node))
    found: dict[str, dict[str, int]] = {}
    if not phrases:
        return found
    parts = {word.casefold() for words, _ in phrases for word in words}
    present = {
        path: parts.intersection(_WORD.findall(readers.text(path).casefold()))
        for path in readers.notes
    }
    frequency = Counter(word for words in present.values() for word in words)
    by_word: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, node in phrases:
        rarest = min((word.casefold() for word in words), key=lambda word: (frequency[word], word))
        by_word.setdefault(rarest, []).append((words, node))
    for path, here_words in present.items():
        wanted = [
            entry
            for word in sorted(by_word.keys() & here_words)
            for entry in by_word[word]
            if all(part.casefold() in here_words for part in entry[0])
        ]
        if not wanted:
            continue
        text = readers.running_text(path)
        tokens = [(match[0], match.start()) for match in _WORD.finditer(text)]
        folded = [word.casefold() for word, _ in tokens]
        places: dict[str, list[int]] = {}
        for index, word in enumerate(folded):
            places.setdefault(word, []).append(index)
        for phrase, node in wanted:
            for index in places.get(phrase[0].casefold(), ()):
                here = tokens[index : index + len(phrase)]
                said = folded[index : index + len(phrase)] if len(phrase) > 1 else [here[0][0]]
                if tuple(said) == phrase and _together(text, here):
                    line = readers.line_at(path, here[0][1])
                    found.setdefault(node, {}).setdefault(path, line)
                    break
    return found


def _is_everyday(words: tuple[str, ...], languages: tuple[str, ...]) -> bool:
    """Tell a phrase that turns up by chance: "this article", "the best way", "questo articolo"."""
    languages = (*languages, "en")
    return all(is_ordinary(word, languages) for word in words) and any(
        frequency(word, languages) >= _EVERYDAY for word in words
    )


def _together(text: str, tokens: list[tuple[str, int]]) -> bool:
    """Tell whether words stand in one phrase: only spaces, hyphens or one line end between."""
    for (word, start), (_, after) in pairwise(tokens):
        between = text[start + len(word) : after]
        if between.strip(" \t\r\n-‐–'’&/") or between.count("\n") > 1:
            return False
    return True


def _concept_gap(
    readers: Readership, node: str, used_by: tuple[str, ...], found: dict[str, int]
) -> Gap:
    title = readers.title(node)
    hidden = node in readers.vault and node not in readers.public.paths
    if node not in readers.vault:
        state, hours = "there is no note yet", readers.planned_hours
    elif hidden:
        state, hours = "its note is private", _TO_EXPLAIN
    else:
        empty = readers.traits[node].maturity == "empty"
        state = f"its note is still {'empty' if empty else 'a template'}"
        hours = readers.hours(node)
    said = "{title} is used by {count} public notes, and {state}."
    return Gap(
        kind="unexplained-concept",
        path=used_by[0],
        line=found[used_by[0]],
        target=node,
        needed_by=used_by,
        message=said.format(title=title, count=len(used_by), state=state),
        hint="Explain it in a public note of its own, or in a sentence where it is used first.",
        shared=said.format(title="A private note's subject", count=len(used_by), state=state)
        if hidden
        else "",
        private=hidden,
        hours=hours,
        value=_MENTION_VALUE * readers.value(used_by),
    )
