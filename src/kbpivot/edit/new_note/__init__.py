"""The text of a new note: a template filled in, what an import knows, what it may build on."""

from kbpivot.edit.new_note.guesses import with_guesses
from kbpivot.edit.new_note.map_entry import with_aliases, with_sources
from kbpivot.edit.new_note.paper import Paper, with_paper
from kbpivot.edit.new_note.properties import with_values
from kbpivot.edit.new_note.template import filled, is_fillable

__all__ = [
    "Paper",
    "filled",
    "is_fillable",
    "with_aliases",
    "with_guesses",
    "with_paper",
    "with_sources",
    "with_values",
]
