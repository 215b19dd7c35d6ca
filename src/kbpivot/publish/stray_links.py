"""Links that lead elsewhere than meant: moved notes, aliases, near names, capitals, equal names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from kbpivot.edit.fixes import Edit
from kbpivot.errors import KbpivotError
from kbpivot.publish.near_names import near_links
from kbpivot.record import Record
from kbpivot.vault import ResolvedLink, words_key

if TYPE_CHECKING:
    from kbpivot.model import Link
    from kbpivot.vault import LinkStyle, Near, Vault

__all__ = ["StrayLink", "namesakes", "stray_links", "stray_target"]

_EVERYWHERE = frozenset({"readme.md", "index.md", "readme", "index"})
_HABIT_LINKS, _HABIT_SHARE = 20, 0.1
_PART = re.compile(r"[\[\]|#^\\]")  # what ends the part of a link that names a heading
_DESTINATION = re.compile(r"\]\(\s*(?:<(?P<angled>[^<>#]*)|(?P<bare>[^\s()<>#]*))")


class StrayLink(Record, frozen=True):
    """A link that does not lead where it says, and what would.

    Attributes:
        code: `moved-note`, `alias-link`, `near-name`, `link-case` or `ambiguous-link`.
        link: the link.
        target: the file meant; of an ambiguous link, the one taken.
        rivals: the files an ambiguous link may open, or those a near name may mean.
        near: what a near name means.
        edit: what mends it, None where there is no one right answer.
    """

    code: str
    link: ResolvedLink
    target: str
    rivals: tuple[str, ...] = ()
    near: Near | None = None
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
    if _is_markdown(link.link) or link.link.embed:
        return None
    path = vault.find(written, source=link.source)
    if path is None:
        return None
    note = vault[path]
    called = {words_key(name) for name in (note.title, *note.aliases)}
    return ("alias-link", path) if words_key(written) in called else None


def stray_links(vault: Vault, *, style: LinkStyle = "shortest") -> Iterator[StrayLink]:
    """Yield every stray link in the text and the properties of a note, in order of note and place.

    Args:
        vault: the notes.
        style: how Obsidian writes links here.
    """
    names = namesakes(vault)
    wrong_case = [
        link
        for path in vault.paths
        for link in vault.links(path)
        if vault.dialect == "obsidian"
        and link.target is not None
        and link.link.span is not None
        and _differs_in_case(link)
    ]
    wiki = [link for link in wrong_case if not _is_markdown(link.link)]
    total = sum(
        1
        for path in vault.paths
        for link in vault.links(path)
        if link.target is not None and not _is_markdown(link.link)
    )
    if len(wiki) > _HABIT_LINKS and len(wiki) > _HABIT_SHARE * total:
        wrong_case = [link for link in wrong_case if _is_markdown(link.link)]
    found: list[StrayLink] = []
    for link in wrong_case:
        if link.target is not None:
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
    for use in near_links(vault):
        if use.link is not None:
            known = ResolvedLink(use.path, use.link, None)
            if stray_target(vault, known, names) is None:
                edit = _near_edit(vault, known, use.near, style)
                target = use.near.paths[0]
                found.append(
                    StrayLink("near-name", known, target, use.near.paths, near=use.near, edit=edit)
                )
    for one in vault.ambiguous():
        if one.link.span is not None:
            resolved = ResolvedLink(one.source, one.link, one.target)
            found.append(StrayLink("ambiguous-link", resolved, one.target, one.candidates))
    found.sort(key=lambda one: (one.link.source, _start(one.link.link), one.code))
    yield from found


def _is_markdown(link: Link) -> bool:
    """Whether a link is written `[text](target)`, in the text or as the value of a property."""
    return link.kind == "markdown" or (
        link.kind == "property" and link.original.startswith("[") and not _is_one_wikilink(link)
    )


def _is_one_wikilink(link: Link) -> bool:
    return link.original.startswith("[[") and link.original.endswith("]]")


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
    target = link.target or ""
    if target.endswith((link.linkpath, f"{link.linkpath}.md")):
        return False  # the usual link is the end of its path, letter by letter
    parts, own = _tail(link.linkpath, target)
    return bool(parts) and parts != own and [_key(p) for p in parts] == [_key(p) for p in own]


def _near_edit(vault: Vault, link: ResolvedLink, near: Near, style: LinkStyle) -> Edit | None:
    """What makes a near name lead to its note, where only one spelling or heading is meant."""
    target = near.paths[0]
    if len(near.paths) > 1 or near.how == "acronym" or target == link.source:
        return None
    if link.link.kind == "property" or link.link.embed:
        return None
    if near.heading:
        part = " ".join(_PART.sub(" ", near.heading).split())
        if link.link.subpath or link.link.kind != "wikilink":
            return None
        if not vault.resolve_subpath(target, part):
            return None
        return _edit(vault, link, target, style, code="near-name", part=f"#{part}")
    return _edit(vault, link, target, style, code="near-name")


def _edit(
    vault: Vault, link: ResolvedLink, target: str, style: LinkStyle, *, code: str, part: str = ""
) -> Edit | None:
    """The least edit after which the link leads to `target`; None where nothing is sure.

    `part` is what names a heading there, with its `#`. Links of Logseq and Dendron lead by other
    rules, so none of theirs is ever written anew.
    """
    if vault.dialect != "obsidian":
        return None
    written, span = link.link, link.link.span
    if span is None or (
        written.subpath and target in vault and not vault.resolve_subpath(target, written.subpath)
    ):
        return None
    parts, own = _tail(link.linkpath, target)
    if code == "link-case":
        lead = link.linkpath.strip()[: len(link.linkpath.strip()) - len("/".join(parts))]
        new = lead + "/".join(own)
    elif _is_markdown(written):
        new = _relative(target, link.source)
        if not link.linkpath.lower().endswith(".md") and new.lower().endswith(".md"):
            new = new[:-3]
    else:
        new = vault.link_text(target, source=link.source, style=style)
    if vault.resolve(new, source=link.source) != target:
        return None
    if _is_markdown(written):
        changed = _markdown(written.original, link.linkpath, new)
    elif written.kind == "property":
        alone = _is_one_wikilink(written) and "]]" not in written.original[:-2]
        changed = _wikilink(written, new, code=code, row="text") if alone else None
    else:
        new += part
        changed = _wikilink(written, new, code=code, row=_row(vault, link))
    if changed is None or changed == written.original:
        return None
    edit = Edit(link.source, span.start, span.end, written.original, changed)
    if written.kind == "property" and not _is_safe(vault, written, edit, new):
        return None
    return edit


def _is_safe(vault: Vault, link: Link, edit: Edit, new: str) -> bool:
    """Tell whether an edit in the properties changes the one link that it is about, no more.

    The value stands in quotes, and no letter of the new one has a meaning between them; and what
    is read from the note afterwards differs in the target of this link alone.
    """
    from kbpivot.notes import parse_links

    try:
        text = vault.text(edit.path)
    except (KbpivotError, OSError):
        return False
    mark = text[edit.start - 1 : edit.start]
    quoted = mark in ("'", '"') and text[edit.end : edit.end + 1] == mark
    if (
        not quoted
        or mark in edit.new
        or "\\" in edit.new
        or text[edit.start : edit.end] != edit.old
    ):
        return False
    before = parse_links(edit.path, text)
    after = parse_links(edit.path, text[: edit.start] + edit.new + text[edit.end :])
    target = unquote(new) if _is_markdown(link) else new
    return after.frontmatter == before.frontmatter and [
        (one.kind, one.property, one.linkpath, one.subpath) for one in after.links
    ] == [
        (one.kind, one.property, target if one == link else one.linkpath, one.subpath)
        for one in before.links
    ]


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
