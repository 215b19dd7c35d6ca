"""Lines of terminal text: styled pieces, wrapped between pieces and never inside a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.style import Style
from rich.text import Span, Text

from kbpivot.record import Record
from kbpivot.safe_text import one_line

__all__ = [
    "Layout",
    "Lines",
    "Text",
    "bold",
    "clean",
    "shortened",
    "state_sign",
    "styled",
]

Piece = str | Text


_ENDLESS = 100_000


def _no_address(_path: str) -> str | None:
    return None


class Layout(Record, frozen=True):
    """How wide the lines may be, and where a click on a path leads.

    Attributes:
        width: columns.
        address: the URI that opens a note, by its path, or None for plain text.
        whole: whether nothing in a table is cut to fit, because no terminal shows it.
    """

    width: int = 80
    address: Callable[[str], str | None] = _no_address
    whole: bool = False

    @property
    def room(self) -> int:
        """Columns that a line of a table may fill."""
        return _ENDLESS if self.whole else self.width

    def fit(self, text: str, width: int) -> str:
        """Return a name in a table, cut to a width in columns where that is needed."""
        return shortened(text, _ENDLESS if self.whole else width)

    def place(self, path: str, line: int | None = None, *, style: str = "") -> Text:
        """Return `path` or `path:line`, clickable where a terminal can."""
        shown = clean(path if line is None else f"{path}:{line}")
        address = self.address(path)
        return Text(shown, style=Style.parse(style) + Style(link=address) if address else style)


def state_sign(state: str) -> Text:
    """Return the sign of a state, the same as in drawings; blank for a word that is no state."""
    from kbpivot.render.drawing.theme import STATE_LOOKS

    for one, look in STATE_LOOKS.items():
        if one == state:
            return Text(look.sign, look.terminal)
    return Text(" ")


@dataclass
class Lines:
    """Lines in the making."""

    layout: Layout = field(default_factory=Layout)
    _lines: list[Text] = field(default_factory=list)

    def add(self, *pieces: Piece) -> None:
        """Add one line as it stands, however long."""
        line = Text()
        for piece in pieces:
            line.append_text(styled(piece))
        line.rstrip()
        self._lines.append(line)

    def wrap(
        self, *pieces: Piece, first: Piece = "", hang: int | None = None, style: str = ""
    ) -> None:
        """Add words that may go over several lines.

        A plain string is broken at its spaces, a `Text` is kept whole. Strings that do not begin
        with a space stay glued to what stands before them, so punctuation never starts a line.

        Args:
            pieces: what is said.
            first: stands before it on the first line.
            hang: columns by which further lines are indented; None for the width of `first`.
            style: how plain strings look.
        """
        start = len(self._lines)
        head = Text().append_text(styled(first))  # a style of its own, not of the whole line
        indent = cell_len(head.plain) if hang is None else hang
        line, used = head, cell_len(head.plain)
        empty = True
        room = self.layout.room if self.layout.whole else max(self.layout.width - indent, 1)
        for space, word in _words(pieces, style, room=room):
            gap = space
            width = cell_len(word.plain)
            if not empty and gap and used + 1 + width > self.layout.width:
                self._lines.append(line)
                line, used, gap = Text(" " * indent), indent, False
            if gap and not empty:
                line.append(" ")
                used += 1
            line.append_text(word)
            used += width
            empty = False
        line.rstrip()
        self._lines.append(line)
        for line in self._lines[start:]:
            _join_spans(line)

    def blank(self) -> None:
        """Add an empty line, unless there is nothing yet or one already."""
        if self._lines and self._lines[-1].plain:
            self._lines.append(Text())

    def table(self, rows: Iterable[tuple[Piece, ...]], *, indent: int = 0, right: str = "") -> None:
        """Add rows in columns two spaces apart; `right` has "r" at columns of numbers."""
        cells = [[styled(cell) for cell in row] for row in rows]
        widths = [
            max((cell_len(cell.plain) for cell in column), default=0)
            for column in zip(*cells, strict=True)
        ]
        for row in cells:
            line = Text(" " * indent)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True)):
                room = " " * (width - cell_len(cell.plain))
                if right[number : number + 1] == "r":
                    line.append(room)
                    line.append_text(cell)
                else:
                    line.append_text(cell)
                    line.append(room)
                line.append("  ")
            line.rstrip()
            self._lines.append(line)

    def text(self) -> Text:
        """Return the lines as one text without a last newline.

        In a terminal none is wider than that: what does not fit ends with an ellipsis.
        """
        lines = self._lines
        for line in lines:
            if cell_len(line.plain) > self.layout.room:
                line.truncate(self.layout.room, overflow="ellipsis")
        while lines and not lines[-1].plain:
            lines = lines[:-1]
        return Text("\n").join(lines)

    def __len__(self) -> int:
        return len(self._lines)


def _words(pieces: Iterable[Piece], style: str, *, room: int) -> Iterable[tuple[bool, Text]]:
    """Yield each unbreakable word with whether a space may stand before it.

    A name is one word, unless it has no room in a line of its own.
    """
    gap = True
    for piece in pieces:
        if isinstance(piece, Text) and cell_len(piece.plain) > room and " " in piece.plain:
            for number, part in enumerate(one for one in piece.split(" ") if one.plain):
                yield gap or number > 0, part
            gap = False
            continue
        if isinstance(piece, Text):
            yield gap, piece
            gap = False
            continue
        text = clean(piece, keep_ends=True)
        if text[:1] == " ":
            gap = True
        for number, word in enumerate(text.split()):
            yield gap or number > 0, Text(word, style=style)
            gap = False
        if text[-1:] == " ":
            gap = True


def _join_spans(line: Text) -> None:
    """Make one span of words in one style, so that a terminal is told of it once."""
    spans: list[Span] = []
    for span in line.spans:
        last = spans[-1] if spans else None
        if (
            last is not None
            and last.style == span.style
            and last.end <= span.start
            and not line.plain[last.end : span.start].strip()
        ):
            spans[-1] = Span(last.start, span.end, span.style)
        elif span.style:
            spans.append(span)
    line.spans = spans


def bold(text: str) -> list[Piece]:
    """Return words in bold that may go over several lines."""
    pieces: list[Piece] = []
    for word in clean(text).split():
        pieces += [" " if pieces else "", Text(word, style="bold")]
    return pieces


def styled(piece: Piece, style: str = "") -> Text:
    """Return a piece as text, in a style when it was a plain string."""
    return piece if isinstance(piece, Text) else Text(clean(piece, keep_ends=True), style=style)


def clean(text: str, *, keep_ends: bool = False) -> str:
    """Return words of a note as one line that cannot steer a terminal."""
    if not text.isprintable():
        before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
        text = f"{before}{one_line(text)}{after}"
    return text if keep_ends else text.rstrip()


def shortened(text: str, width: int) -> str:
    """Return text cut to a width in columns, with an ellipsis where something is missing."""
    text = " ".join(clean(text).split())
    if cell_len(text) <= width:
        return text
    kept = ""
    for word in text.split(" "):
        longer = f"{kept} {word}" if kept else word
        if cell_len(longer) > width - 2:
            break
        kept = longer
    if not kept:
        kept = text
        while cell_len(kept) > max(width - 1, 1):
            kept = kept[:-1]
        return f"{kept}…"
    return f"{kept} …"
