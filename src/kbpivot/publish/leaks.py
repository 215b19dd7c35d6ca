"""Before you push: what in a public note tells more than its author meant to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kbpivot.record import Record

if TYPE_CHECKING:
    from kbpivot.model import Note

__all__ = ["Leak", "note_leaks"]


class Leak(Record, frozen=True):
    """A place that tells too much; what it tells is never part of this record.

    Attributes:
        code: `home-path`, `local-link`, `email-in-property` or `secret-shaped`.
        line: 1-based line of the first one.
        column: 1-based column, 1 for a property.
        message: one sentence without the words in question.
        hint: what to do about it.
        times: how often it stands in the note.
    """

    code: str
    line: int
    column: int
    message: str
    hint: str
    times: int = 1


# Names of people nobody is: tutorials, containers, virtual machines, placeholders.
_NOBODY = frozenset(
    (  # noqa: SIM905
        "user users username user-name your-name yourname your_name yourusername your-username you"
        " me myuser myusername name someone somebody foo bar baz alice bob jane john johndoe"
        " john.doe jdoe janedoe xxx xxxx xyz abc test tester example demo admin administrator root"
        " ubuntu debian fedora centos ec2-user pi vagrant vscode runner runneradmin jovyan node"
        " app appuser git www www-data nginx mysql postgres redis docker hadoop spark airflow"
        " coder gitpod codespace sandbox guest public shared default path to dir directory home"
        " usr opt var project projects work workspace builder build ci jenkins circleci travis"
        " conda anaconda linuxbrew student dev developer devuser"
    ).split()
)
_HOME = re.compile(
    r"(?:(?<![\w/.:~%-])|(?<=file://)|(?<=file:)|(?<=[A-Za-z]:))"
    r"[/\\]{1,2}(?:home|Users|Documents and Settings)[/\\]{1,2}"
    r"(?P<name>[^\s/\\\"'`<>|:*?(){}\[\]$%,;&]+)(?P<more>[/\\])?"
)
_LOCAL = re.compile(
    r"(?P<file>\bfile://(?!/?(?:path|your|\.\.\.|…|<|\{|\$|host\b|example))[^\s<>\"'`)\]]+)"
    r"|(?P<zotero>\bzotero://[^\s<>\"'`)\]]+)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+/@-])[\w.+-]+@(?P<host>(?:[\w-]+\.)+[A-Za-z]{2,})(?![\w@/])")
_NO_MAIL = re.compile(
    r"(?:^|\.)(?:example|test|invalid|localhost|domain|email|company|yourdomain|noreply)\b"
    r"|users\.noreply\.github",
    re.IGNORECASE,
)
_HOMES = ("home", "Users", "Documents and Settings")
_KEYS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (name, signs, re.compile(rf"(?<![\w/+=-])(?:{pattern})(?![\w/+=-])"))
    for name, signs, pattern in (
        ("an AWS access key", ("AKIA", "ASIA"), r"(?:AKIA|ASIA)[0-9A-Z]{16}"),
        (
            "a GitHub token",
            ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
            r"gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,}",
        ),
        ("a GitLab token", ("glpat-",), r"glpat-[A-Za-z0-9_-]{20,}"),
        (
            "an OpenAI key",
            ("sk-",),
            r"sk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{40,}|sk-[A-Za-z0-9]{32,}",
        ),
        ("an Anthropic key", ("sk-ant-",), r"sk-ant-[A-Za-z0-9_-]{40,}"),
        ("a Google key", ("AIza",), r"AIza[0-9A-Za-z_-]{35}"),
        ("a Slack token", ("xox",), r"xox[abeoprs]-[0-9A-Za-z-]{20,}"),
        ("a Hugging Face token", ("hf_",), r"hf_[A-Za-z0-9]{30,}"),
        ("a Stripe key", ("k_live_",), r"[sr]k_live_[0-9A-Za-z]{20,}"),
    )
)
_PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{64}")
_SECRETS = (*_KEYS, ("a private key", ("PRIVATE KEY-----",), _PRIVATE_KEY))
_FAKE = re.compile(
    r"example|sample|dummy|fake|placeholder|your|xxxx|0000|1234567|abcdef", re.IGNORECASE
)
_DISTINCT = 10  # a real key repeats few of its characters


def note_leaks(note: Note, text: str) -> Iterator[Leak]:
    """Yield what a note tells too much, each kind once, at its first place.

    Args:
        note: the note.
        text: its whole text.
    """
    # Hardly any note has one of these, and a look for a few letters spares the patterns.
    if any(one in text for one in _HOMES):
        yield from _told(
            text,
            "home-path",
            "This is a path on your own computer, and it names its user.",
            "Write a path below the project, or `~`.",
            (m for m in _HOME.finditer(text) if _names_a_person(m)),
        )
    if "://" in text:
        yield from _told(
            text,
            "local-link",
            "This link opens only on your own computer.",
            "Link to the source itself, or name it in words.",
            _LOCAL.finditer(text),
        )
    yield from _mails(note)
    for name, signs, pattern in _SECRETS:
        if not any(sign in text for sign in signs):
            continue
        yield from _told(
            text,
            "secret-shaped",
            f"This is shaped like {name}.",
            "If it is real, revoke it now: what was pushed once stays in the history.",
            (m for m in pattern.finditer(text) if _looks_real(m[0])),
        )


def _told(
    text: str, code: str, message: str, hint: str, matches: Iterable[re.Match[str]]
) -> Iterator[Leak]:
    places = [match.start() for match in matches]
    if places:
        first = places[0]
        before = text[:first].replace("\r\n", "\n").replace("\r", "\n")
        line = before.count("\n") + 1
        more = "" if len(places) == 1 else f" There are {len(places)} of them in this note."
        column = len(before) - before.rfind("\n")
        yield Leak(code, line, column, message + more, hint, len(places))


def _names_a_person(match: re.Match[str]) -> bool:
    name = match["name"].rstrip(".").casefold()
    if name in _NOBODY or not any(char.isalpha() for char in name) or len(name) < 2:
        return False
    # `/home/about` in running text is an address more often than a folder; below it is more.
    return match["more"] is not None


def _looks_real(found: str) -> bool:
    """Tell a key from words: it is mixed of capitals, small letters and digits."""
    tail = found[8:]
    mixed = (
        any(char.isdigit() for char in tail)
        + any(char.isupper() for char in tail)
        + any(char.islower() for char in tail)
    )
    return mixed > 1 and len(set(found)) >= _DISTINCT and not _FAKE.search(found)


def _mails(note: Note) -> Iterator[Leak]:
    for key, value in note.properties.items():
        told = sum(
            1
            for words in _texts(value)
            for match in _EMAIL.finditer(words)
            if not _NO_MAIL.search(match["host"]) and not match[0].startswith(("git@", "noreply"))
        )
        if told:
            yield Leak(
                "email-in-property",
                note.property_lines.get(key, 1),
                1,
                f"The property {key!r} holds an e-mail address.",
                "Leave it out of public notes, or write it where you mean it to be read.",
                told,
            )


def _texts(value: object) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list | tuple):
            waiting.extend(one)
        elif isinstance(one, dict):
            waiting.extend(one.values())
