"""An edit is taken back byte for byte, or not at all."""

from __future__ import annotations

import pytest

from kbpivot.edit.convention import vault_convention, with_edge
from kbpivot.edit.taken_back import taken_back
from kbpivot.traits import vault_traits
from kbpivot.vault import Vault

TEXTS = [
    "Words.\n",
    "",
    "---\ntags: [x]\n---\nWords.\n",
    '---\nprerequisites: ["[[A]]"]\n---\nWords.\n',
    '---\nprerequisites:\n  - "[[A]]"\n---\nWords.\n',
    "---\nprerequisites:\n---\nWords.\n",
    "---\r\ntags: [x]\r\n---\r\nWords.\r\n",
    "# Later\n\n## Prerequisites\n\n- [[A]]\n\n## More\n\nWords on [[B]].\n",
    "**Prerequisites:** [[A]]\n\nWords on B.\n",
]


@pytest.mark.parametrize("text", TEXTS)
def test_what_was_added_is_taken_out_again(text: str) -> None:
    """Whatever the note looked like, it is as it was before the yes."""
    vault = Vault.from_texts({"A.md": "a\n", "B.md": "b\n", "Later.md": text})
    convention = vault_convention(vault, traits=vault_traits(vault))

    def again(given: str) -> str:
        return with_edge(vault, "B.md", "Later.md", text=given, convention=convention)

    edited = again(text)

    assert edited != text
    assert taken_back(edited, "B", again, was=lambda trial: trial == text) == text


def test_a_text_that_is_not_understood_stays() -> None:
    """Where no way back is proved there is none."""
    assert taken_back("Nothing of it here.\n", "B", lambda text: text + "- [[B]]\n") is None
