"""The table of rules: what each code means, with an example, a near miss and what to do."""

from __future__ import annotations

from typing import Literal

from kbpivot.record import Record

__all__ = ["GROUPS", "RULES", "Group", "Rule", "Severity", "rule_of", "rules_named"]

Severity = Literal["error", "warning", "info"]
Group = Literal["gaps", "links", "notes", "leaks"]

GROUPS: dict[Group, str] = {
    "gaps": "What a public note leans on and its reader cannot reach.",
    "links": "Links that lead elsewhere than meant, or nowhere on some sites.",
    "notes": "Files and properties that cannot be read as they are.",
    "leaks": "What a public note tells more than its author meant to.",
}


class Rule(Record, frozen=True):
    """One kind of finding.

    Attributes:
        code: its stable name.
        group: `gaps`, `links`, `notes` or `leaks`.
        severity: `error`, `warning` or `info`.
        summary: half a sentence.
        definition: when exactly it is told.
        example: what it looks like.
        near_miss: what looks alike and is not told.
        todo: what to do about it.
        on: whether `check` looks for it when nobody says otherwise.
        fixable: whether `check --fix` can mend it.
    """

    code: str
    group: Group
    severity: Severity
    summary: str
    definition: str
    example: str
    near_miss: str
    todo: str
    on: bool = True
    fixable: bool = False


_TABLE: tuple[Rule, ...] = (
    # Gaps -------------------------------------------------------------------------------
    Rule(
        "private-prerequisite", "gaps", "warning",
        "a public note builds on a private one",
        "A public note states a prerequisite, directly or through other prerequisites, whose note "
        "is not public. Told once for each private note, in the nearest public note that needs it.",
        "`GRPO.md` is public and says `prerequisites: [[Policy gradient]]`; `Policy gradient.md` "
        "says `publish: false`.",
        "A plain link to a private note (that is `links-to-private`), a guessed prerequisite, or a "
        "private note that builds on a private one.",
        "Publish the note, explain the idea in a public one, or say where else to learn it.",
    ),
    Rule(
        "planned-prerequisite", "gaps", "info",
        "a public note builds on one that is not written yet",
        "A public note states a prerequisite, directly or not, that no note answers to by path, "
        "title, alias or slug.",
        "`prerequisites: [[Importance sampling]]`, and there is no such note.",
        "`prerequisites: None`, or a name that is the alias of a note or comes near one (`near-name`).",
        "Write the note (`kbpivot gaps --make NAME` begins it) or name a source outside.",
    ),
    Rule(
        "stub-prerequisite", "gaps", "info",
        "a public note builds on one that is still a template",
        "The prerequisite has a public note with fewer than 15 words of its own: headings, links "
        "alone on a line, template phrases and lines shared with sibling notes set aside.",
        '`Sampling.md` holds headings and "TBD", and `Test-time compute.md` builds on it.',
        "A note that explains by formulas, code, a picture or another note shown in it.",
        "Fill the note in.",
    ),
    Rule(
        "goal-gap", "gaps", "info",
        "a note on the way to one of your goals has no public explanation",
        "A goal (from `kbpivot.toml`, a track, or `--goal`) or something it builds on is private, "
        "planned or a template, and no other gap says so.",
        "The track for engineers ends with a note that is not public.",
        "A note on the way that a reader can open and learn from.",
        "Write or publish it, or name a source outside.",
        on=False,
    ),
    Rule(
        "embeds-private", "gaps", "warning",
        "a public note shows a private note or file",
        "`![[…]]` in a public note names a note or file that is not public.",
        "`![[private/plan.png]]` in a public note.",
        "An embed in code or in a `%% comment %%`.",
        "Publish what is shown, or take the embed out.",
    ),
    Rule(
        "links-to-private", "gaps", "warning",
        "a public note links to a private one",
        "A link in the text of a public note or index leads to a note that is not public, and the "
        "note is no private prerequisite already. A reader finds nothing, and the title is told.",
        "`See [[Interview prep]]` in a public plan.",
        "A link in a property, in code, in a comment, in a daily note or in a private note.",
        "Publish the note, or say it without the link.",
    ),
    Rule(
        "cycle", "gaps", "info",
        "notes build on each other in a circle",
        "Stated prerequisites lead from a note back to itself, and a reader sees at least one of "
        "the notes. One shortest circle for each knot is told.",
        "`Meaning` builds on `Understanding`, which builds on `Meaning`.",
        "Notes that only link to each other.",
        "Take one of the prerequisites out, or explain in one note what the other needs.",
    ),
    Rule(
        "start-order", "gaps", "info",
        "a list has a note before what it needs",
        "A list, table or numbered row of files that readers see puts a note before another public "
        "one in the same list that it builds on.",
        '"Start here" lists Attention, then Softmax; Attention builds on Softmax.',
        'A list in alphabetical order, a "See also" list, or two notes that need each other.',
        "Move the entry, or take the prerequisite out if the note can be read without.",
    ),
    Rule(
        "depth-jump", "gaps", "info",
        "a public note rests on much that is explained nowhere",
        "Five or more notes in all that a public note builds on are private, planned or templates, "
        "or three of them build on each other. Only the first such note on the way is told.",
        "`Reasoning models` needs five notes that no reader can open.",
        "Four of them, or notes further on that build on the one that is told.",
        "Say at the top of the note what a reader should know and where to learn it.",
        on=False,
    ),
    Rule(
        "unexplained-concept", "gaps", "info",
        "three public notes use a concept that no public note explains",
        "The title or alias of a private or unfilled note, or the name of a planned one, is linked "
        "or (two words or more) named in the text of three public notes.",
        "Eight notes link to `attention.md`, which is still a template.",
        "Two notes that use it; a single common word in running text.",
        "Explain it in a public note, or in a sentence where it is used first.",
        on=False,
    ),
    Rule(
        "unexplained-fundamental", "gaps", "info",
        "public notes lean on a concept by the map, and none explains it",
        "By kbpivot's map of AI two public notes or more need a concept, directly or through two "
        "others, and no public note is about it, has it in its title or a heading, or links out "
        "under its name. Told only by `kbpivot gaps --kind unexplained-fundamental`, or with "
        "`gaps = true` under `[map]` in `kbpivot.toml`; never by `check`.",
        "Notes on `RLHF` and `Fine-tuning`, and nothing on gradient descent.",
        "School mathematics and a first programming course, which are taken for granted.",
        "Explain it in a public note, or link to where a reader can learn it.",
        on=False,
    ),
    Rule(
        "planned-link", "gaps", "info",
        "a link to a note that is not written yet",
        "A link in the text of a public note or index leads to no file, and its name is that of no "
        "planned prerequisite. Told once for each name, the most wanted first.",
        "`[[Speculative decoding]]`, and there is no such note.",
        "`[[4]](https://…)`, `[[{{title}}]]`, a day, a file such as `[[plan.pdf]]`, code, or a name that "
        "comes near a note (`near-name`).",
        "Write the note or leave the wish: a plan is no mistake.",
        on=False,
    ),
    Rule(
        "missing-embed", "gaps", "warning",
        "a picture or note to be shown is not there",
        "An embed in a public note names a file that the vault does not hold. Told once for each note; "
        "where most of the files that notes show are missing, asked once.",
        "`![[loss curve.png]]`, and the file was renamed.",
        "`![x](/static/x.png)`, an address of the site, or a template's variable.",
        "Put the file back, or take the embed out.",
    ),
    Rule(
        "missing-heading", "gaps", "info",
        "a link names a heading or block that is not there",
        "A link in a public note leads to a public note that has no such heading, block or "
        "footnote, also not as GitHub, a site or the plugin of a drawing spells it.",
        '`[[Attention#Heads]]` after the heading was renamed to "Several heads".',
        "`[x](note.md#several-heads)`, which is how GitHub spells it.",
        "Name a heading that is there, or link to the note alone.",
    ),
    Rule(
        "undefined-acronym", "gaps", "info",
        "three public notes use an acronym that none spells out",
        "Three to six capitals in the running text of three public notes; no public note has the "
        "full name beside it or as its title, or words in a row that begin with its letters.",
        "Five notes speak of PPO.",
        "What everybody knows (API, PDF), conferences, labs and machines, Roman numerals, the name of "
        "a note, shouted words.",
        "Spell it out where it is used first: full name (PPO).",
        on=False,
    ),
    Rule(
        "orphan-public", "gaps", "info",
        "no public note leads to this one",
        "No public note or canvas links to a public note, and none builds on it. Told only where an "
        "index leads readers to most of the notes, and of three notes or one in twenty at most.",
        "A note that was published and never entered into the index.",
        "Indexes, daily notes, and vaults that readers browse by folder.",
        "Link to it where it helps, or from an index.",
        on=False,
    ),
    Rule(
        "paper-without-concepts", "gaps", "info",
        "a note on a paper links to no concept",
        "A public note of kind paper links to no other note but papers, while most of your notes "
        "on papers do.",
        "`GPT-3.md` names its authors and nothing it builds on.",
        "A vault in which papers stand for themselves.",
        "Link the one or two ideas a reader has to know.",
        on=False,
    ),
    Rule(
        "concept-without-source", "gaps", "info",
        "a note on a concept names no source",
        "A public note of kind concept has no paper, address, DOI, footnote or citation, while most "
        "of your concept notes have.",
        "`Softmax.md` says what it is and not where that is from.",
        "A link to the note of a paper or book.",
        "Say where it comes from.",
        on=False,
    ),
    # Links ------------------------------------------------------------------------------
    Rule(
        "moved-note", "links", "warning",
        "a link with a path to a note that lies elsewhere",
        "A link, in the text, a field or a property, leads nowhere, has a folder in it, and exactly "
        "one note of the vault has its name.",
        "`[[Old/Attention]]`, and the only `Attention.md` lies in `Concepts`.",
        "Two notes of that name, or none.",
        "Let `check --fix` write the new path.",
        fixable=True,
    ),
    Rule(
        "alias-link", "links", "info",
        "a link spells an alias or title, which Obsidian does not follow",
        "A link, in the text, a field or a property, leads to no file and spells the title or alias "
        "of exactly one note. Obsidian would make a new note.",
        "`[[LoRA]]`, an alias of `Low-rank adaptation.md`.",
        "A name that two notes have, or a link that leads to a file.",
        "Let `check --fix` write `[[Low-rank adaptation|LoRA]]`.",
        fixable=True,
    ),
    Rule(
        "near-name", "links", "info",
        "a name of no note that looks like one which is there",
        "A link, or a name in a property, answers to no note by path, title or alias, and one to "
        "three notes come near: by the same name without its numbering, with other capitals, "
        "spaces, hyphens, apostrophes or accents, or in the other number; by the first heading; by "
        "an acronym or the words for it; or by a heading inside the note.",
        "`[[Cross_Validation]]`, and there is `04_Cross_Validation.md`; `[[GRU]]` and "
        "`Gated recurrent unit.md`.",
        "`[[Attention sink]]` beside `Attention.md`, `[[Week 3 notes]]` beside `Week 2 notes.md`, or "
        "a name that comes near more than three notes.",
        "Link the note, or add the name to its aliases; where one note of that spelling or one "
        "heading is meant, `check --fix` writes the link.",
        fixable=True,
    ),
    Rule(
        "link-case", "links", "info",
        "a link is spelled with other capitals than the file",
        "A link, also in a property, leads to a file of another case: Obsidian follows it, GitHub "
        "and most sites do not. Wikilinks are left alone where writing them so is a habit (more "
        "than twenty, and more than one in ten).",
        "`[notes](attention.md)` for `Attention.md`.",
        "A display text in lower case: `[[Attention|attention]]`.",
        "Let `check --fix` spell the target as the file is and keep the words shown.",
        fixable=True,
    ),
    Rule(
        "ambiguous-link", "links", "warning",
        "a link that two files answer to equally well",
        "Obsidian's rules leave several files for a link; it may open any of them.",
        "`[[Notes]]` with `a/Notes.md` and `b/Notes.md`.",
        "A link with a path, or one file nearer than the others.",
        "Write enough of the path to tell them apart.",
    ),
    # Notes ------------------------------------------------------------------------------
    Rule(
        "bad-frontmatter", "notes", "warning",
        "properties that are no valid YAML",
        "The block between the `---` lines cannot be read; Obsidian shows none of it.",
        "`title: Attention: a primer` without quotes.",
        "A template with variables in its properties.",
        "Put the value in quotes.",
    ),
    Rule(
        "bad-canvas", "notes", "error",
        "a canvas that cannot be read",
        "A `.canvas` file is no JSON, or no canvas object; nothing in it counts as a link.",
        "A canvas in which a merge left its markers.", "An empty canvas, or one without cards.",
        "Mend the file, or take an older version of it.",
    ),
    Rule(
        "bad-map", "notes", "warning",
        "a map of your own that cannot be read as one",
        "A file or vault under `[map] use` in `kbpivot.toml` is not there, an entry in it has no "
        "name, needs what no entry is or goes round in a circle, or a line of `[map.needs]` or "
        "`[map.not]` names nothing on the map. The rest of the map counts.",
        '`needs.matrix-rnk = "…"` where the entry is `matrix-rank`.',
        "A map without reasons, hours or sources: only names are needed.",
        "Write the entry as the message says.",
    ),
    Rule(
        "bad-encoding", "notes", "warning",
        "a file that is not UTF-8",
        "Some bytes are no UTF-8; they are read as U+FFFD and the file is never written.",
        "A note saved as Windows-1252.", "A byte order mark.", "Save the file as UTF-8.",
    ),
    Rule(
        "bad-file-name", "notes", "warning",
        "a file name that is not UTF-8",
        "The name on disk holds bytes that are no UTF-8.", "A file from an old archive.",
        "Emoji or accents in a name.", "Rename the file.",
    ),
    Rule(
        "name-collision", "notes", "warning",
        "two files spelled alike",
        "Two names on disk differ only in how accents or spaces are encoded; one is read.",
        "`Café.md` twice, composed and decomposed.", "Two notes of one name in two folders.",
        "Rename one of them.",
    ),
    Rule(
        "conflict-copy", "notes", "warning",
        "a copy that a synchroniser made",
        "Two machines changed a note at once and the client kept both: by its name (Syncthing, "
        "Dropbox, Nextcloud, Obsidian Sync and others), or beside its original with nearly the "
        "same text (iCloud, OneDrive, Google Drive). It is not read as a note.",
        "`Attention.sync-conflict-20260102-030405-ABCDEFG.md`, `Attention 2.md` beside "
        "`Attention.md` with the same words.",
        "`Lecture 2.md` beside `Lecture.md` with words of its own.",
        "Take over what the original lacks, then delete the copy.",
    ),
    Rule(
        "unreadable", "notes", "error",
        "a file or folder that cannot be read",
        "The operating system refuses to open it.", "A folder without permission.",
        "A file that is not a note.", "Give yourself the right to read it.",
    ),
    Rule(
        "not-downloaded", "notes", "info",
        "a note that iCloud has not fetched",
        "Only a placeholder lies on this computer.", "`.Attention.md.icloud`.",
        "A note that is there.", "Download its folder.",
        on=False,
    ),
    Rule(
        "symlink", "notes", "info",
        "a symbolic link that is not followed",
        "It leads nowhere, or to what is read elsewhere.", "A link to the vault itself.",
        "A link to a folder outside.", "Remove it, or leave it.",
        on=False,
    ),
    Rule(
        "self-prerequisite", "notes", "info",
        "a note that names itself as a prerequisite",
        "The prerequisite resolves to the note it stands in.",
        "`Softmax.md` with `prerequisites: [[softmax]]`.", "A link to a heading of the note.",
        "Take the entry out, or name the note that was meant.",
    ),
    Rule(
        "unknown-status", "notes", "info",
        "a word for progress that kbpivot does not know",
        "A status property holds a word that means neither mastered, started nor not started.",
        "`status: simmering`.", "Words of maturity such as `evergreen`.",
        "Give the word a meaning under `[status]` in `kbpivot.toml`.",
        on=False,
    ),
    Rule(
        "broken-log-line", "notes", "warning",
        "a line of your log that cannot be read",
        "A line of your log (`.kbpivot/log.jsonl`) is no JSON object of the known form; it is passed over.",
        "A line cut off by a crash.", "A field kbpivot does not know.",
        "Mend or delete the line.",
    ),
    Rule(
        "stale-anchor", "notes", "info",
        "a line of code that a note names has moved",
        "A note with a property `clone` names a file, a line and its text, as `kbpivot new code` writes "
        "them, and the file in that clone has another text there. Where the clone is not on this "
        "computer, nothing is told.",
        "The note says line 287, and `class UsageError(ClickException):` is on line 301 by now.",
        "A note without `clone`, or a line that is where the note has it.",
        "Write the line as it is now.",
    ),
    # Leaks ------------------------------------------------------------------------------
    Rule(
        "home-path", "leaks", "warning",
        "a path on your own computer",
        "A public note holds a path below a home folder that names a person.",
        "`/Users/` and a name, then a folder.",
        "`/home/user/…`, `/home/ubuntu/…`, `https://example.org/home/about/`.",
        "Write a path below the project, or `~`.",
    ),
    Rule(
        "local-link", "leaks", "warning",
        "a link that opens only on your own computer",
        "A public note holds a `file://` or `zotero://` address.",
        "`zotero://select/…` behind a title.", "`file:///path/to/…` in an explanation.",
        "Link to the source itself, or name it in words.",
    ),
    Rule(
        "email-in-property", "leaks", "warning",
        "an e-mail address in a property",
        "A property of a public note holds an address with a real host.",
        "An `author` property with an address.", "An address in the text, which a reader is meant "
        "to see, or one at example.org.",
        "Leave it out, or write it where it is meant to be read.",
    ),
    Rule(
        "secret-shaped", "leaks", "error",
        "characters shaped like a key",
        "A public note holds what has the exact shape of an access key or private key of a known "
        "service, and is no obvious example. The characters are never printed.",
        "An access key in a pasted command.", "`sk-your-key-here`, keys that say EXAMPLE.",
        "If it is real, revoke it now: what was pushed stays in the history.",
    ),
)  # fmt: skip

RULES: dict[str, Rule] = {rule.code: rule for rule in _TABLE}
"""Every rule by its code, gaps first."""


def rule_of(code: str) -> Rule:
    """Return the rule of a code; a code without one is a plain remark about a note."""
    known = RULES.get(code)
    return known or Rule(code, "notes", "info", code.replace("-", " "), "", "", "", "")


def rules_named(names: tuple[str, ...]) -> frozenset[str]:
    """Return the codes that names mean: codes, groups (`leaks`) or `all`.

    Raises:
        ValueError: a name is none of these; the message says what was perhaps meant.
    """
    found: set[str] = set()
    for name in names:
        if name == "all":
            found.update(RULES)
        elif name in RULES:
            found.add(name)
        elif name in GROUPS:
            found.update(rule.code for rule in _TABLE if rule.group == name)
        else:
            import difflib

            near = difflib.get_close_matches(name, [*RULES, *GROUPS], n=1)
            hint = f" Did you mean {near[0]!r}?" if near else " `kbpivot explain` lists them."
            raise ValueError(f"There is no rule {name!r}.{hint}")
    return frozenset(found)
