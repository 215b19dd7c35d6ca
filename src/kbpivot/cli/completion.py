"""Completion in bash, zsh and fish for names with blanks, colons and commas, also behind `=`."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING, Any, ClassVar

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["JoiningZsh", "QuotingBash", "WholeFish", "joined_words", "register"]

# Click's own script splits what it is offered at blanks and expands `*`, and reads backslashes
# away; note names are full of blanks, so each line is taken whole here.
_SOURCE = """\
%(complete_func)s() {
    local IFS=$'\\n' type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case "$type" in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" \\
        COMP_LINE="$COMP_LINE" %(complete_var)s=bash_complete "$1")
}

%(complete_func)s_setup() {
    complete -o nosort -F %(complete_func)s %(prog_name)s
}

%(complete_func)s_setup;
"""

# Click's own script cuts a name at its first comma.
_FISH = FishComplete.source_template.replace(
    'string split "," $completion', 'string split --max 1 "," $completion'
)
_BREAKS = ":="


def _lead(incomplete: str) -> str:
    """Return the option before the value that is being completed: `--format=` of `--format=j`."""
    found = re.match(r"--?[\w-]+=", incomplete)
    return found[0] if found else ""


def joined_words(words: Sequence[str], *, line: str = "") -> tuple[list[str], int]:
    """Put words together that bash took apart at a colon or an equals sign.

    Args:
        words: as in `COMP_WORDS`, up to the one that is being completed.
        line: the command as typed, which tells whether a blank stood between two words; else a
            sign belongs to what is on both sides.

    Returns:
        The words as the shell will pass them, and the length of what stands in the last one
        before the piece that bash is completing.

    >>> joined_words(["kbpivot", "show", "A", ":", "b"])
    (['kbpivot', 'show', 'A:b'], 2)
    """
    found: list[str] = []
    kept = at = 0
    before = ""
    for word in words:
        start = line.find(word, at) if line else at
        near = start == at if start >= 0 else True
        at = max(start, at) + len(word)
        is_break = bool(word) and not word.strip(_BREAKS)
        after_break = bool(before) and not before.strip(_BREAKS)
        if found and near and before and (is_break or after_break):
            kept = len(found[-1])
            found[-1] += word
        else:
            kept = 0
            found.append(word)
        if is_break and kept:
            kept = len(found[-1])  # bash completes what will stand behind the sign
        before = word
    return found, kept


class QuotingBash(BashComplete):
    """Bash completion that quotes a name the way the person began to."""

    source_template: ClassVar[str] = _SOURCE

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one to complete, and that one."""
        words = os.environ.get("COMP_WORDS", "").split("\n")
        place = int(os.environ.get("COMP_CWORD", "0"))
        words = [*words[: place + 1], *([""] if place >= len(words) else [])]
        joined, kept = joined_words(words, line=os.environ.get("COMP_LINE", ""))
        self._begun = joined[-1][kept:]
        plain = ["".join(split_arg_string(word)) for word in joined]
        self._passed = len("".join(split_arg_string(joined[-1][:kept])))
        self._option = _lead(plain[-1])
        return plain[1:-1], plain[-1]

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return the type and the value, quoted for the word that is being completed."""
        value = str(item.value)
        if item.type != "plain":
            return f"{item.type},{value}"
        rest = f"{self._option}{value}"[self._passed :]
        return f"plain,{_quoted(rest, begun=self._begun)}"


class JoiningZsh(ZshComplete):
    """Zsh completion that keeps the option before `=`, for zsh replaces the whole word."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one to complete, and that one."""
        words, incomplete = super().get_completion_args()
        self._option = _lead(incomplete)
        return words, incomplete

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return the type, the whole word and the help."""
        return super().format_completion(_with_option(item, self._option))


class WholeFish(FishComplete):
    """Fish completion of the whole word, commas and the option before `=` included."""

    source_template: ClassVar[str] = _FISH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one to complete, and that one."""
        words, incomplete = super().get_completion_args()
        self._option = _lead(incomplete)
        return words, incomplete

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return the type, the whole word and the help."""
        return super().format_completion(_with_option(item, self._option))


def _with_option(item: CompletionItem[str], option: str) -> CompletionItem[str]:
    if not option or item.type != "plain":
        return item
    return CompletionItem(f"{option}{item.value}", item.type, item.help)


def _quoted(value: str, *, begun: str) -> str:
    """Return a value as bash must insert it: readline keeps a quote that was opened."""
    if begun.startswith('"'):
        return re.sub(r'([$`"\\!])', r"\\\1", value)
    if begun.startswith("'"):
        return value.replace("'", "'\\''")
    if shlex.quote(value) == value:
        return value
    return re.sub(r"([^\w@%+=:,./\-])", r"\\\1", value)


def register() -> None:
    """Let click answer the shells with the classes here."""
    for kind in (QuotingBash, JoiningZsh, WholeFish):
        add_completion_class(kind)
