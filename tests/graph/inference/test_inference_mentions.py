"""What is read in one note: counts, the first sentence, and the part a mention stands in."""

from __future__ import annotations

import time

import pytest

from kbpivot.graph.inference.articles import vault_articles
from kbpivot.graph.inference.mentions import Mention, Passage, Reading, read_passages
from kbpivot.graph.inference.names import names_of
from kbpivot.graph.inference.readings import vault_names, vault_readings
from kbpivot.graph.inference.section_roles import heading_place, label_place
from kbpivot.language.words import Stemmer
from kbpivot.vault import Vault


def reading_of(
    text: str, *, others: tuple[str, ...] = ("Sets", "Rings", "Kernel trick")
) -> Reading:
    """What is read in a note called `Here` beside some others."""
    texts = {"Here.md": text, **{f"{name}.md": "" for name in others}}
    vault = Vault.from_texts(texts)
    return vault_readings(vault, names=vault_names(vault))["Here.md"]


def mention_of(text: str, name: str) -> Mention | None:
    found = [m for m in reading_of(text).mentions if m.target == f"{name}.md"]
    return found[0] if found else None


def test_mentions_are_counted_and_located() -> None:
    """The count is of the whole note, the place is of the first mention in the file."""
    text = "---\ntitle: Here\n---\n# Here\n\nA word. Then rings.\n\nMore about Rings and rings.\n"

    mention = mention_of(text, "Rings")

    assert mention is not None
    assert mention.prose == 3
    assert text[mention.start : mention.end] == "rings"
    assert mention.start == text.index("rings")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("# Here\n\nBuilt on rings. Also sets.\n", {"Rings"}),
        ("# Here\n\nBuilt on\nrings. Also sets.\n", {"Rings"}),
        ("# Here\n\nNothing yet. Then rings.\n", set()),
        ("- rings\n- sets\n", set()),
        ("# Here\n\n## Required knowledge\n\nSome rings.\n", {"Rings"}),
    ],
)
def test_the_first_sentence_is_told_from_the_rest(text: str, first: set[str]) -> None:
    """Only prose opens a note; what a note says it needs counts as much."""
    found = {m.target.removesuffix(".md") for m in reading_of(text).mentions if m.first}

    assert found == first


def test_a_see_also_section_speaks_for_what_comes_after() -> None:
    """Under See also, its subsections, or its label, a mention is no mention in prose."""
    text = (
        "# Here\n\nSome sets.\n\n## See also\n\nrings\n\n### Deeper\n\nrings again\n\n"
        "## Proof\n\nKernel trick.\n\n**See also:** kernel trick\n"
    )

    after = {m.target: (m.prose, m.after) for m in reading_of(text).mentions}

    assert after == {"Sets.md": (1, 0), "Rings.md": (0, 2), "Kernel trick.md": (1, 1)}


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Sets.\n\n- **Used by:** rings\n- more sets\n", {"Rings"}),
        ("Sets.\n\nSee also: rings,\nrings again\n", {"Rings"}),
        ("- **Related:**\n  - rings\n- more sets\n", {"Rings"}),
        ("Sets.\n\n**See also:**\n\n- rings\n\nSets and the kernel trick.\n", {"Rings"}),
        ("Related: rings\nStatus: sets\n", {"Rings"}),
        ("A rule: rings are sets.\n", set()),
    ],
)
def test_a_label_rules_its_own_lines(text: str, after: set[str]) -> None:
    """A label in a list or a paragraph speaks for its item, not for what stands beside it."""
    found = reading_of(text).mentions

    assert after == {m.target.removesuffix(".md") for m in found if not m.prose}


def test_a_note_may_be_called_as_a_section_is() -> None:
    """The note's own title says nothing about its text; a second top heading does."""
    after = {m.target: m.after for m in reading_of("# Applications\n\nrings\n").mentions}
    later = {m.target: m.after for m in reading_of("# Here\n\n# See also\n\nrings\n").mentions}

    assert (after, later) == ({"Rings.md": 0}, {"Rings.md": 1})


def test_references_mention_nothing() -> None:
    """The title of a book is no mention of a note."""
    assert mention_of("# Here\n\n## References\n\n- Halmos, Rings and sets\n", "Rings") is None


def test_code_formulas_and_link_targets_are_not_read() -> None:
    """Only what a reader sees as words counts."""
    text = "`rings` and $rings$ and https://x.org/rings\n\n```\nrings\n```\n\n[[Rings|those]] ![[Rings]]\n"

    assert mention_of(text, "Rings") is None


def test_a_link_without_other_words_is_read() -> None:
    """`[[Rings]]` and `[[folder/Rings#part]]` show the name."""
    mention = mention_of("Take [[Rings]] and [[Rings#part]].\n", "Rings")

    assert mention is not None
    assert mention.prose == 2


def test_what_a_note_states_is_not_read() -> None:
    """A stated prerequisite is no evidence for a guess."""
    assert mention_of("# Here\n\n## Prerequisites\n\n- [[Rings]]: basics\n", "Rings") is None


def test_a_note_does_not_mention_itself() -> None:
    """Its own name in a text says nothing."""
    assert reading_of("Here we are: Here.\n").mentions == ()


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("See also", "after"),
        ("🔗 Related notes", "after"),
        ("3. Applications and uses", "after"),
        ("Applications of the theorem", "after"),
        ("References", "references"),
        ("参考文献", "references"),
        ("Before you read", "requires"),
        ("Voraussetzungen", "requires"),
        ("Seeing is believing", "prose"),
        ("", "prose"),
    ],
)
def test_headings_say_what_a_section_is_for(heading: str, place: str) -> None:
    """By their words, whatever stands around them; an unknown heading is prose."""
    assert heading_place(heading) == place


def test_labels_say_what_a_paragraph_is_for() -> None:
    """A label is at the start and ends in a colon; a sentence with a colon is none."""
    assert label_place("> **Related:** rings") == "after"
    assert label_place("Used by: rings") == "after"
    assert label_place("Take three things: rings") is None


def test_time_grows_with_the_text_and_not_with_the_names() -> None:
    """Twenty times the names must not cost twenty times the time."""
    words = " ".join(f"alpha{k % 50} beta{k % 7}" for k in range(20_000))

    def seconds(count: int) -> float:
        names = names_of([(f"{k}.md", [f"alpha{k} gamma{k}"], []) for k in range(count)])
        start = time.process_time()
        read_passages([Passage("", 0, words, 0)], path="x", names=names, stem=Stemmer("en"))
        return time.process_time() - start

    few = min(seconds(500) for _ in range(3))
    many = min(seconds(10_000) for _ in range(3))

    assert many < 5 * few + 0.05


@pytest.mark.parametrize(
    "text",
    [
        "Nothing. For more see [[Rings]].\n",
        "There are structures such as rings.\n",
        "Structures, e.g. the rings.\n",
        "There are many, for example sets and rings.\n",
        "Mehr dazu siehe [[Rings]].\n",
        "更多内容参见 [[Rings]]。\n",
    ],
)
def test_a_word_that_points_on_is_no_mention_in_prose(text: str) -> None:
    """`see`, `such as` and the like name what comes later or what is only an instance."""
    mention = mention_of(text, "Rings")

    assert mention is not None
    assert (mention.prose, mention.pointed) == (0, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Built from rings.\n",
        "See sets. The rings are next.\n",
        "As we see, some rings.\n",
        "Many like sets need rings.\n",
    ],
)
def test_pointing_ends_with_what_is_pointed_to(text: str) -> None:
    """A pointing word elsewhere in the sentence says nothing of a name."""
    mention = mention_of(text, "Rings")

    assert mention is not None
    assert (mention.prose, mention.pointed) == (1, 0)


def test_a_bold_line_does_the_work_of_a_heading() -> None:
    """`**See also**` on a line of its own rules what follows; the same words in a list do not."""
    bold = mention_of("Sets.\n\n**See also**\n\n- rings\n\nmore rings\n", "Rings")
    listed = mention_of("Sets.\n\n- Applications\n- rings\n", "Rings")

    assert bold is not None
    assert listed is not None
    assert (bold.prose, bold.after) == (0, 2)
    assert (listed.pointed, listed.after) == (1, 0)


@pytest.mark.parametrize(
    "line",
    [
        "- https://example.org/a on rings",
        "https://example.org/a on rings",
        "* [A talk](https://example.org/a) about rings",
        "1. **[A talk](https://example.org/a)** about rings",
    ],
)
def test_a_line_that_opens_with_an_address_mentions_nothing(line: str) -> None:
    """It says what stands elsewhere; the lines beside it are the note's own."""
    text = f"Words ahead.\n\n{line}\n- then sets\n"

    assert mention_of(text, "Rings") is None
    assert mention_of(text, "Sets") is not None


def test_a_note_of_many_addresses_and_links_is_read_in_linear_time() -> None:
    """Finding the part in which a link stands does not walk through all parts."""
    lines = "- https://example.org/a on x\n- [[Rings]] and more\n" * 10_000
    start = time.process_time()
    vault = Vault.from_texts({"Here.md": lines, "Rings.md": "Sets.\n"})
    names = vault_names(vault)

    vault_articles(vault, names, vault_readings(vault, names=names))

    assert time.process_time() - start < 10.0
