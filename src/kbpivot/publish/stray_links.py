"""Links that lead elsewhere than meant: moved notes, aliases, other capitals, equal names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from kbpivot.edit.fixes import Edit
from kbpivot.errors import KbpivotError
from kbpivot.vault import ResolvedLink, words_key

if TYPE_CHECKING:
    from kbpivot.model import Link
    from kbpivot.vault import LinkStyle, Vault

__all__ = ["StrayLink", "namesakes", "stray_links", "stray_target"]

_EVERYWHERE = frozenset({"readme.md", "index.md", "readme", "index"})
_HABIT_LINKS, _HABIT_SHARE = 20, 0.1
_DESTINATION = re.compile(r"\]\(\s*(?:<(?P<angled>[^<>#]*)|(?P<bare>[^\s()<>#]*))")


@dataclass(frozen=True, slots=True)
class StrayLink:
    """A link that does not lead where it says, and what would.

    Attributes:
        code: `moved-note`, `alias-link`, `link-case` or `ambiguous-link`.
        link: the link.
        target: the file meant; of an ambiguous link, the one taken.
        rivals: the files an ambiguous link may open.
        edit: what mends it, None where there is no one right answer.
    """

    code: str
    link: ResolvedLink
    target: str
    rivals: tuple[str, ...] = ()
    edit: Edit | None = None


def namesakes(vault: Vault) -> dict[str, list[str]]:
    """Every file of the vault by its base name in lower case, a note also without `.md`."""
    found: dict[str, list[str]] = {}
    for path in (*vault.paths, *vault.files):
        base = _key(path.rpartition("/")[2])
        found.setdefault(base, []).append(path)
        if base.endswith(".md"):
            found.setdefault(base[:-3], []).append(path)
    return found


def stray_target(
    vault: Vault, link: ResolvedLink, names: dict[str, list[str]]
) -> tuple[str, str] | None:
    """Return the rule and the file that an unresolved link means, or None when it is a plan.

    A link with a folder in it means the only file of that name; a link without one means the
    only note that has it as title or alias.
    """
    written = link.linkpath.strip()
    if link.target is not None or not written or written.endswith("/"):
        return None
    base = written.rpartition("/")[2]
    if "/" in written:
        found = names.get(_key(base), [])
        if len(found) == 1 and _key(base) not in _EVERYWHERE:
            return "moved-note", found[0]
        return None
    if link.link.kind != "wikilink" or link.link.embed:
        return None
    path = vault.find(written, source=link.source)
    if path is None:
        return None
    note = vault[path]
    called = {words_key(name) for name in (note.title, *note.aliases)}
    return ("alias-link", path) if words_key(written) in called else None


def stray_links(vault: Vault, *, style: LinkStyle = "shortest") -> Iterator[StrayLink]:
    """Yield every stray link in the text of a note, in order of note and place.

    Args:
        vault: the notes.
        style: how Obsidian writes links here.
    """
    names = namesakes(vault)
    wrong_case = [
        link
        for path in vault.paths
        for link in vault.links(path)
        if link.target is not None and link.link.span is not None and _differs_in_case(link)
    ]
    wiki = [link for link in wrong_case if link.link.kind == "wikilink"]
    total = sum(
        1
        for path in vault.paths
        for link in vault.links(path)
        if link.target is not None and link.link.kind == "wikilink"
    )
    if len(wiki) > _HABIT_LINKS and len(wiki) > _HABIT_SHARE * total:
        wrong_case = [link for link in wrong_case if link.link.kind == "markdown"]
    found: list[StrayLink] = []
    for link in wrong_case:
        if link.link.kind != "property" and link.target is not None:
            edit = _edit(vault, link, link.target, style, code="link-case")
            found.append(StrayLink("link-case", link, link.target, edit=edit))
    for link in vault.unresolved():
        if link.link.span is None or link.source not in vault:
            continue
        meant = stray_target(vault, link, names)
        if meant is not None:
            code, target = meant
            edit = _edit(vault, link, target, style, code=code)
            found.append(StrayLink(code, link, target, edit=edit))
    for one in vault.ambiguous():
        if one.link.kind != "property" and one.link.span is not None:
            resolved = ResolvedLink(one.source, one.link, one.target)
            found.append(StrayLink("ambiguous-link", resolved, one.target, one.candidates))
    found.sort(key=lambda one: (one.link.source, _start(one.link.link), one.code))
    yield from found


def _start(link: Link) -> int:
    return -1 if link.span is None else link.span.start


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _tail(linkpath: str, target: str) -> tuple[list[str], list[str]]:
    """The names of a link's path, and as many of the target's last names, spelled alike."""
    parts = [part for part in linkpath.strip().split("/") if part not in ("", ".", "..")]
    own = target.split("/")[-len(parts) :] if parts else []
    if own and parts[-1][-3:].lower() != ".md" and own[-1][-3:].lower() == ".md":
        own[-1] = own[-1][:-3]
    return [unicodedata.normalize("NFC", part) for part in parts], own


def _differs_in_case(link: ResolvedLink) -> bool:
    parts, own = _tail(link.linkpath, link.target or "")
    return bool(parts) and parts != own and [_key(p) for p in parts] == [_key(p) for p in own]


def _edit(
    vault: Vault, link: ResolvedLink, target: str, style: LinkStyle, *, code: str
) -> Edit | None:
    """The least edit after which the link leads to `target`; None where nothing is sure."""
    written, span = link.link, link.link.span
    if span is None or (
        written.subpath and target in vault and not vault.resolve_subpath(target, written.subpath)
    ):
        return None
    parts, own = _tail(link.linkpath, target)
    if code == "link-case":
        lead = link.linkpath.strip()[: len(link.linkpath.strip()) - len("/".join(parts))]
        new = lead + "/".join(own)
    elif written.kind == "markdown":
        new = _relative(target, link.source)
        if not link.linkpath.lower().endswith(".md") and new.lower().endswith(".md"):
            new = new[:-3]
    else:
        new = vault.link_text(target, source=link.source, style=style)
    if vault.resolve(new, source=link.source) != target:
        return None
    if written.kind == "property" and not _is_one_link(written.original, new):
        return None
    if written.kind == "markdown":
        changed = _markdown(written.original, link.linkpath, new)
    else:
        changed = _wikilink(written, new, code=code, row=_row(vault, link))
    if changed is None or changed == written.original:
        return None
    return Edit(link.source, span.start, span.end, written.original, changed)


def _is_one_link(original: str, new: str) -> bool:
    """Whether a property's value is one wikilink in which a name may stand as it is."""
    whole = original.startswith("[[") and original.endswith("]]") and original.count("[[") == 1
    return whole and not set("'\"\\").intersection(new)


def _wikilink(link: Link, new: str, *, code: str, row: str) -> str | None:
    """A wikilink with another target; what it shows stays, where it is words of a sentence."""
    mark = link.original.index("[[") + 2
    inside = link.original[mark:-2]
    cut = len(inside)
    for sign in ("#", "\\|", "|"):
        at = inside.find(sign)
        if 0 <= at < cut:
            cut = at
    rest = inside[cut:]
    if not rest and not link.embed and code != "moved-note":
        bar = "\\|" if row == "table" else "|"
        if row == "unsure":
            return None
        rest = f"{bar}{inside.strip()}"
    return f"{link.original[:mark]}{new}{rest}]]"


def _row(vault: Vault, link: ResolvedLink) -> str:
    """Whether a link stands in a table row, where a pipe needs a backslash."""
    span = link.link.span
    try:
        text = vault.text(link.source)
    except (KbpivotError, OSError):
        return "unsure"
    if span is None:
        return "unsure"
    start = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    line = text[start : span.start] + re.split(r"[\r\n]", text[span.end :], maxsplit=1)[0]
    bare = re.sub(r"\[\[[^\]]*\]\]|\\\|", "", line)
    if bare.lstrip(" \t>").startswith("|"):
        return "table"
    return "unsure" if "|" in bare else "text"


def _markdown(original: str, old: str, new: str) -> str | None:
    """A Markdown link with another path, written in the way the old one was."""
    found = None
    for match in _DESTINATION.finditer(original):
        found = match  # the last `](`: an image may stand in the text
    if found is None:
        return None
    angled = found["angled"] is not None
    raw = found["angled"] if angled else found["bare"]
    if unquote(raw).strip() != old.strip():
        return None
    group = "angled" if angled else "bare"
    path = new if angled else quote(new, safe="/!$&'*+,;=:@~-._" + _unquoted(raw))
    return original[: found.start(group)] + path + original[found.end(group) :]


def _unquoted(raw: str) -> str:
    """Letters beyond ASCII stay as they are where the author writes them so."""
    return "".join(sorted({char for char in raw if ord(char) > 127}))


def _relative(target: str, source: str) -> str:
    there, here = target.split("/"), source.split("/")[:-1]
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "/".join((*[".."] * (len(here) - shared), *there[shared:]))
