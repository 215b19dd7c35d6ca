"""The text of a new note: filled templates, set properties, papers, needs and guesses."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kbpivot.edit.new_note import (
    Paper,
    filled,
    is_fillable,
    with_guesses,
    with_paper,
    with_values,
)
from kbpivot.edit.new_note.date_format import formatted
from kbpivot.errors import RefusedError
from kbpivot.notes import parse_note
from kbpivot.safe_text import one_line
from kbpivot.shell.bundled import bundled_folder
from kbpivot.vault.filename import file_name

NOW = datetime(2026, 3, 1, 15, 4, 5, 67000, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
WORDS = st.text(st.characters(codec="utf-8"), max_size=40)


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        *(("YYYY-MM-DD", "2026-03-01"), ("YY/M/D", "26/3/1"), ("dddd Do MMMM", "Sunday 1st March")),
        *(("ddd dd d E MMM", "Sun Su 0 7 Mar"), ("[Week] GGGG-[W]WW", "Week 2026-W09")),
        *(
            ("gggg w ww", "2026 10 10"),
            ("HH:mm:ss.SSS", "15:04:05.067"),
            ("h:mm a A", "3:04 pm PM"),
        ),
        *(("DDD DDDD DDDo Q Qo", "60 060 60th 1 1st"), ("Z ZZ", "-03:30 -0330")),
        *(("L LT", "03/01/2026 3:04 PM"), ("LL", "March 1, 2026"), ("kk k H", "15 15 15")),
        *(("X", str(int(NOW.timestamp()))), ("[no] \\Y bcj", "no Y bcj"), ("", "")),
    ],
)
def test_dates_in_moments_letters(pattern, written):
    """Dates are written as Moment.js writes them, in English."""
    assert formatted(NOW, pattern) == written


@pytest.mark.parametrize(
    ("day", "week"),
    [
        *(((2025, 12, 27), "2025 52"), ((2025, 12, 28), "2026 1"), ((2026, 1, 1), "2026 1")),
        *(((2022, 1, 1), "2022 1"), ((2021, 12, 25), "2021 52"), ((2023, 1, 1), "2023 1")),
    ],
)
def test_american_weeks(day, week):
    """A week starts on Sunday, and the one with 1 January is the first of its year."""
    assert formatted(datetime(*day, tzinfo=UTC), "gggg w") == week


@pytest.mark.parametrize(
    ("title", "name"),
    [
        *(
            ("Attention Is All You Need", "Attention Is All You Need"),
            ("A/B testing", "A-B testing"),
        ),
        *(("BERT: Pre-training", "BERT - Pre-training"), ("What? Why?", "What Why")),
        *(("C# [draft] ^1", "C draft 1"), ("CON", "CON_"), ("nul.txt", "nul_.txt")),
        *(("com¹", "com¹_"), ("Console", "Console"), (".hidden", "hidden"), ("end. . ", "end")),
        *(("a\x00b\u202ec\nd", "abc d"), ("注意力：机制", "注意力：机制"), ("e\u0301", "é")),
        *(
            ("a <b> | c", "a b c"),
            ("👩\u200d💻 work", "👩\u200d💻 work"),
            ("...", None),
            ("", None),
        ),
        *(("\u200d", None), ("///", None)),
    ],
)
def test_file_names(title, name):
    """A title becomes a name that every platform takes; one without a letter is refused."""
    if name is None:
        with pytest.raises(RefusedError, match="No file name"):
            file_name(title)
    else:
        assert file_name(title) == name


@given(WORDS | st.text("aé한👩\u200d.: /", min_size=100, max_size=400))
@example("AUX.AUX")
@example("0: : ")
@example("a" * 119 + " bc")
def test_every_file_name_is_safe(title):
    """No name is hidden, too long, a device of Windows, or holds a sign that means something."""
    try:
        name = file_name(title)
    except RefusedError:
        return

    assert len(f"{name}.md".encode()) <= 250
    assert name == unicodedata.normalize("NFC", name).strip(" .")
    assert not set(name) & set('<>:"/\\|?*#^[]')
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in name)
    assert name.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert file_name(name) == name


@pytest.mark.parametrize("kind", ["concept", "paper", "source", "track", "weekly-review"])
@given(title=WORDS)
@example(title='He said "no": \\ # x')
@example(title="[[A]]")
@example(title="1984")
def test_title_survives_our_templates(kind, title):
    """Whatever the title, the properties can be read and hold it."""
    title = one_line(title) or "x"
    template = (bundled_folder("templates") / f"{kind}.md").read_text(encoding="utf-8")

    note = parse_note("note.md", filled(template, title=title, now=NOW))

    assert note.frontmatter == "ok"
    assert note.properties["title"] == " ".join(title.split())
    assert note.properties["created"] == "2026-03-01"
    assert note.prose.variables == 0


@pytest.mark.parametrize(
    ("line", "read"),
    [
        *(("t: {{title}}", 'A: "b" #c'), ("t: '{{title}}'", 'A: "b" #c'), ("t: {{time}}", "15:04")),
        *(('t: "x {{title}}"', 'x A: "b" #c'), ("t: x {{Title}} y", 'x A: "b" #c y')),
        *(("t: {{date:YYYY}}", 2026), ("t: {{date:dddd: HH}}", "Sunday: 15")),
        *(("t: [{{date}}]", ["2026-03-01"]), ("t: {{ date : YYYY-MM }}", "2026-03")),
        *(("t: <% tp.file.title %>", 'A: "b" #c'), ('t: <% tp.date.now("YY-MM") %>', "26-03")),
    ],
)
def test_variables_in_properties(line, read):
    """A value is quoted where it must be, by the rules of the quotes it stands in."""
    text = filled(f"---\n{line}\n---\n", title='A: "b" #c', now=NOW)

    note = parse_note("note.md", text)

    assert (note.frontmatter, dict(note.properties)) == ("ok", {"t": read})


def test_variables_in_the_body():
    """In the body the title stands as it is, and formats of the settings are used."""
    text = filled(
        "# {{title}}\r\n{{date}} {{time}} {{x}}<% tp.file.cursor(1) %>",
        title="A: #1",
        now=NOW,
        date_format="DD.MM.YYYY",
        time_format="H",
    )

    assert text == "# A: #1\r\n01.03.2026 15 {{x}}"


def test_templater_code_is_not_run():
    """A template that computes something with JavaScript cannot be filled here."""
    assert is_fillable("<% tp.file.title %> <%- tp.date.now() -%> <% tp.file.cursor() %>")
    assert not is_fillable("<%* const x = 1 %>")
    assert not is_fillable("<% await tp.system.prompt('Year') %>")


TITLES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
PAPERS = st.builds(
    Paper,
    title=TITLES.map(one_line).filter(bool),
    authors=st.lists(TITLES.map(one_line).filter(bool), max_size=3).map(tuple),
    year=st.none() | st.integers(1900, 2030),
    venue=TITLES.map(one_line),
    arxiv=st.sampled_from(["", "1412.6980", "cs/0112017"]),
    doi=st.sampled_from(["", "10.1000/ab_c(1)"]),
    citekey=st.sampled_from(["", "key2017a"]),
    abstract=TITLES,
)
NOTES = st.sampled_from(
    [
        "",
        "Some words.\n",
        "---\n---\n",
        "---\r\nauthor: A, B\r\njournal:\r\n---\r\n# T\r\n\r\n## Abstract\r\n\r\n## Mine\r\n",
        "\ufeff---\n'Title': x\nauthors: [A]\narxiv: 1412.6980\n---\n## Own\n",
        (bundled_folder("templates") / "paper.md").read_text(encoding="utf-8"),
    ]
)


@given(NOTES, PAPERS)
def test_a_paper_is_put_in_once(text, paper):
    """What a bibliography says can be read from the note; saying it again changes nothing."""
    once = with_paper(text, paper)

    note = parse_note("note.md", once)
    keys = {key.lower(): value for key, value in note.properties.items()}

    assert with_paper(once, paper) == once
    assert note.frontmatter != "error"
    assert note.title == " ".join(paper.title.split())
    if paper.arxiv:
        assert paper.arxiv in note.ids.arxiv
    if paper.doi:
        assert note.ids.dois == (paper.doi,)
    if paper.year:
        assert keys["year"] == paper.year
    if paper.authors:
        assert (keys.get("authors") or keys.get("author")) == list(paper.authors)


def test_what_is_said_already_is_left_alone():
    """A fact counts as there however it is written; other lines are never touched."""
    text = (
        "---\nauthors: [A B, C D] # mine\nyear: '2014'\narxiv: 1412.6980\nstatus: read\n---\n"
        "> [!quote] Abstract\n> We introduce\n> Adam.\n\nMy words.\n"
    )
    paper = Paper(
        title="Adam",
        authors=("A B", "C D"),
        year=2014,
        arxiv="1412.6980",
        abstract="We introduce Adam.",
    )

    assert with_paper(text, paper, path="Papers/Adam.md") == text


def test_an_abstract_is_no_markup():
    """Links, tags, comments and HTML in an abstract stay words; formulas stay formulas."""
    abstract = "See [[A]], #tag, %%x%%, <b>, ==y==, a*b*c, `d`, $[[x]]_*$ and p<0.05."

    text = with_paper("", Paper(title="T", abstract=abstract))
    note = parse_note("note.md", text)

    assert note.links == ()
    assert note.tags == ()
    assert note.prose.words == 0
    assert "$[[x]]_*$ and p<0.05." in text


@given(NOTES, st.lists(st.sampled_from(["[[A]]", "[[B/C|d]]", "[[Été]]"]), unique=True))
def test_a_guess_is_never_stated(text, links):
    """Guesses are links in the body, and nothing reads them as prerequisites."""
    before = parse_note("note.md", text)

    note = parse_note("note.md", with_guesses(text, links))

    assert note.statements == before.statements
    assert note.properties == before.properties
    assert len(note.links) == len(before.links) + len(links)
    assert [heading.text for heading in note.headings] == [h.text for h in before.headings]


@given(
    NOTES,
    st.dictionaries(
        st.sampled_from(["year", "authors", "new key", "TITLE"]),
        st.integers(0, 3000) | TITLES | st.lists(TITLES, max_size=3),
    ),
)
def test_properties_are_read_back(text, values):
    """A property that was set holds the value, whatever stood there; the body is as it was."""
    note = parse_note("note.md", with_values(text, values))
    held = {key.lower(): value for key, value in note.properties.items()}

    assert note.frontmatter in ({"ok"} if values else {"ok", "empty", "none"})
    for key, value in values.items():
        if isinstance(value, list):
            wanted = [one_line(item) for item in value]
        else:
            wanted = value if isinstance(value, int) else one_line(value)
        assert held[key.lower()] == wanted
    assert note.headings == () or note.headings[-1].text in text
