"""The text of a new note: a template filled in, what an import knows, what it may build on."""

from kbpivot.render.documents.newnote.guesses import with_guesses
from kbpivot.render.documents.newnote.paper import Paper, with_paper
from kbpivot.render.documents.newnote.properties import with_values
from kbpivot.render.documents.newnote.template import filled, is_fillable

__all__ = [
    "Paper",
    "filled",
    "is_fillable",
    "with_guesses",
    "with_paper",
    "with_values",
]
