"""Regular expressions that a vault brings: tried for a bounded time, however they are written.

A short expression such as `(a+)+$` may take longer than anybody lives. Each expression has a
budget for all the paths it is asked about; what happens behind it is for the caller to say.
"""

from __future__ import annotations

import re
import time
import warnings
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from regex import Pattern

__all__ = ["BoundedPattern"]

_BUDGET: Final = 0.5  # seconds
_LONGEST: Final = 1000  # characters of an expression
_REPEAT: Final = re.compile(r"\{\d{4,}|\{\d*,\d{4,}")


class BoundedPattern:
    """One expression, searched in paths.

    Attributes:
        source: the expression.
        trouble: why it is not used, or not used any more; empty while it is.
    """

    def __init__(
        self,
        source: str,
        *,
        in_doubt: bool,
        ignore_case: bool = True,
        longest: int = _LONGEST,
        budget: float = _BUDGET,
    ) -> None:
        """Compile an expression, as JavaScript writes it.

        Args:
            source: the expression.
            in_doubt: the answer where it cannot be read or takes too long.
            ignore_case: whether `a` is found in `A`.
            longest: characters; a longer one is not used.
            budget: seconds for all searches together.
        """
        self.source = source
        self.trouble = ""
        self._in_doubt = in_doubt
        self._left = budget
        self._pattern = self._compiled(ignore_case=ignore_case, longest=longest)

    def search(self, path: str) -> bool:
        """Tell whether the expression is found in a path."""
        if self._pattern is None:
            return self._in_doubt
        begin = time.perf_counter()
        try:
            found = self._pattern.search(path, timeout=self._left) is not None
        except (TimeoutError, MemoryError):
            self._left = 0.0
        else:
            self._left -= time.perf_counter() - begin
        if self._left > 0.0:
            return found
        self.trouble = "takes too long to search for"
        self._pattern = None
        return self._in_doubt

    def _compiled(self, *, ignore_case: bool, longest: int) -> Pattern[str] | None:
        import regex

        if len(self.source) > longest or _REPEAT.search(self.source):
            self.trouble = "is too long"
            return None
        named = re.sub(r"\(\?<(?=[A-Za-z_$])", "(?P<", self.source)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                flags = regex.IGNORECASE if ignore_case else 0
                return regex.compile(named, flags, cache_pattern=False)
        except (regex.error, RecursionError, OverflowError, MemoryError, ValueError):
            self.trouble = "is no regular expression that can be read"
            return None
