"""Completion in bash for names that hold blanks; zsh and fish quote by themselves."""

from __future__ import annotations

import os
import re
import shlex
from typing import Any, ClassVar

from click.shell_completion import BashComplete, CompletionItem, add_completion_class

__all__ = ["QuotingBash", "register"]

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
        %(complete_var)s=bash_complete "$1")
}

%(complete_func)s_setup() {
    complete -o nosort -F %(complete_func)s %(prog_name)s
}

%(complete_func)s_setup;
"""


class QuotingBash(BashComplete):
    """Bash completion that quotes a name the way the person began to."""

    source_template: ClassVar[str] = _SOURCE

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return the type and the value, quoted for the word that is being completed."""
        value = str(item.value)
        return (
            f"{item.type},{_quoted(value, begun=self._begun()) if item.type == 'plain' else value}"
        )

    @staticmethod
    def _begun() -> str:
        words = os.environ.get("COMP_WORDS", "").split("\n")
        place = int(os.environ.get("COMP_CWORD", "0"))
        return words[place] if place < len(words) else ""


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
    """Let click answer bash with `QuotingBash`."""
    add_completion_class(QuotingBash)
