"""What checkers are known to cry wolf about, in one vault: nothing of it is told; and invariants."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.graph import prerequisite_graph
from kbpivot.publish import KINDS, gaps, public_notes
from kbpivot.publish.check import check
from kbpivot.traits import vault_traits
from kbpivot.vault import Vault
from small_vaults import vault_of

BAIT = """
    == README.md ==
    - [[Note]]
    - [[Other]]
    - [[2026-03-01]]
    - [docs](docs/) and [the licence](LICENSE) and [site](/about)
    == Note.md ==
    A fact from an encyclopedia.[[4]](https://example.org/wiki#4) And more …

    `[[Code span]]` and $[[LOAD, ALU]*N, STORE]$ and \\[[escaped]] and [https://a](https://b.c).

    ```js
    const link = "[[In a fence]]"; // ![[picture.png]]
    ```

        [[Indented code]]

    <div>[[In HTML]] ![[html.png]]</div>

    %% [[In a comment]] ![[comment.png]] %%

    <!-- [[In an HTML comment]] -->

    {{#each notes}}[[{{title}}]]{{/each}} and [[<% tp.file.title %>]] and [[${name}]]

    [[#A heading]], [x](#a-heading) and [7](#footnote-7) and [mail](mailto:a@example.org)

    ![x](https://example.org/x.png) ![y](/static/y.png) ![z](data:image/png;base64,AA)

    [[2026-03-02]] and [[2026-W10]] and [[plan.pdf]] and [[https://example.org]] and [[4]] [[...]]

    An API over HTTP in JSON, see NASA, World War II and the NOTE above. `/home/user/x`.

    ## A heading
    …
    == Other.md ==
    An API over HTTP in JSON, see NASA, World War II and the NOTE above. … [[Note]]
    == Third.md ==
    An API over HTTP in JSON, see NASA, World War II and the NOTE above. … [[Note#A heading]]
    == 2026-03-01.md ==
    Wrote about [[Something for later]] and [[note]] and ![[gone.png]]
    == Templates/concept.md ==
    ---
    title: {{title}}
    prerequisites: ["[[{{prerequisite}}]]"]
    ---
    [[{{link}}]] ![[{{picture}}]] [[Wanted by a template]]
    == CLAUDE.md ==
    Run `make`. See [[Agent things]] and [[note]]. ![[nope.png]]
    == Drawing.excalidraw.md ==
    ---
    excalidraw-plugin: parsed
    ---
    # Text Elements
    [[Drawn link]] ^abc
    == Clip.md ==
    ---
    type: clipping
    source: https://example.org
    ---
    [[Clipped link]] and [more](more.md) ![[clip.png]] [x](Old/Note.md)
    == docs/page.md ==
    … [[Note]]
"""


def test_no_cry_of_wolf():
    """Citations, code, formulas, HTML, comments, variables, days, files, drawings, clippings,
    templates, daily notes and manuals: no gap of any kind and no finding of any rule.
    """
    vault = vault_of(BAIT, files=["LICENSE"])
    traits = vault_traits(vault, template_folders=["Templates"])
    G = prerequisite_graph(vault, traits=traits)

    assert [
        (gap.kind, gap.path, gap.line, gap.target) for gap in gaps(vault, G, traits=traits)
    ] == []
    told = check(vault, G, traits=traits, select=["all"])
    assert [(one.code, one.path, one.line, one.subject) for one in told] == []


NAMES = [f"N{number}" for number in range(8)]
PLANS = ["Plan A", "Plan B"]
BODIES = st.lists(
    st.one_of(
        st.sampled_from(NAMES + PLANS).map("[[{}]]".format),
        st.sampled_from(NAMES).map("![[{}]]".format),
        st.sampled_from(NAMES).map("[[{}#Gone]]".format),
        st.just("Words of my own that tell what it is about, a dozen of them, and then some more."),
    ),
    max_size=4,
)
NOTES = st.tuples(
    st.sampled_from(["publish: true", "publish: false", "a: 1"]),
    st.lists(st.sampled_from(NAMES + PLANS), max_size=3),
    st.sampled_from(["concept", "paper", "index", "daily", ""]),
    BODIES,
)


def written(notes):
    texts = {}
    for name, (flag, needs, kind, body) in zip(NAMES, notes, strict=False):
        block = [flag, f"aliases: [Secret{name}]", f"type: {kind}" if kind else "b: 2"]
        block += ["prerequisites:", *(f'  - "[[{need}]]"' for need in needs)] if needs else []
        text = "\n".join(f"{line} {name}." for line in body)
        texts[f"{name}.md"] = "---\n" + "\n".join(block) + f"\n---\n{text}\n"
    return texts


@settings(max_examples=120, deadline=None)
@given(st.lists(NOTES, max_size=8), st.randoms(use_true_random=False))
def test_gaps_hold_what_they_promise(notes, chance):
    """Places are in public notes and exist; who is affected is public and sorted; what others are
    told names nothing private; one target is lacking once; and file order plays no role.
    """
    texts = written(notes)
    vault = Vault.from_texts(texts)
    G = prerequisite_graph(vault)
    public = public_notes(vault)
    found = gaps(vault, G)
    secret = [path[:-3] for path in vault.paths if path not in public.paths]

    for gap in found:
        assert gap.kind in KINDS
        assert gap.path in public.paths
        assert 1 <= gap.line <= vault[gap.path].lines
        assert gap.needed_by == tuple(sorted(set(gap.needed_by)))
        assert gap.needed_by
        assert public.paths >= set(gap.needed_by)
        assert gap.hours > 0
        told = (gap.shared or gap.message).replace(".", " ").replace(",", " ").split()
        assert not set(secret) & set(told)
        if gap.kind in ("private-prerequisite", "links-to-private", "embeds-private"):
            assert gap.target not in public
    lacking = [
        gap.target
        for gap in found
        if gap.kind not in ("cycle", "start-order", "depth-jump", "orphan-public", "embeds-private")
    ]
    assert len(lacking) == len(set(lacking))

    paths = list(texts)
    random.Random(chance.random()).shuffle(paths)
    turned = Vault.from_texts({path: texts[path] for path in paths})
    assert gaps(turned, prerequisite_graph(turned)) == found
