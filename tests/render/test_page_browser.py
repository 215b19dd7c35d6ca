"""The study page in a real browser: it answers, works by any means, and nothing in it runs."""

from __future__ import annotations

import json
import random

import networkx as nx
import pytest

import chromium
from drawn_graphs import (
    HOSTILE_NAMES,
    evidence,
    hostile_graph,
    hostile_states,
    large_graph,
    learning_graph,
    learning_states,
    simple_states,
)
from kbpivot.render.drawing.html import Lane, NextNote, StudyPage, html
from kbpivot.render.drawing.html import page_data as data_of
from kbpivot.render.drawing.picture import picture
from kbpivot.wording import duration

pytestmark = pytest.mark.browser

TEXT = """---
hidden: property
---
# Attention

A mean of values, weighted by [[Softmax]]; see also [[Nowhere]].

> [!tip] Soft lookup
> $\\operatorname{softmax}(QK^\\top)V$

#### A heading that skips levels
"""
WHY = "You started it. Step 3 of 37 toward Transformer."


def learning_page(**words):
    """The page on the way to one goal."""
    graph = learning_graph()
    shown = picture(
        graph,
        states=learning_states(graph),
        goal="Concepts/Transformer.md",
        follow=("stated", "ordered", "inferred"),
        tracks={"Language": ["Concepts/Attention.md"], "Numbers": ["Concepts/Entropy.md"]},
    )
    left = [node.id for node in shown.nodes if node.state != "mastered"]
    first = next(node for node in shown.nodes if node.state == "started")
    order = (first.id, *(one for one in left if one != first.id))
    ready = [node for node in shown.nodes if node.state == "ready"][:2]
    study = StudyPage(
        shown,
        suggestions=(
            NextNote(first.id, first.title, first.hours, "as the note says", WHY),
            *(NextNote(one.id, one.title, one.hours, "", "") for one in ready),
        ),
        order=order,
        lanes=(Lane("Transformer", "goal", (shown.goal.id,), tuple(n.id for n in shown.nodes)),),
        on_way=tuple(node.id for node in shown.nodes),
        weekly_hours=4.0,
    )
    return html(
        study,
        text=lambda _: TEXT,
        resolve=lambda link, _: f"Concepts/{link}.md" if f"Concepts/{link}.md" in graph else None,
        quote_of=lambda path, line: f"prerequisites: line {line} of {path}",
        vault_name="My vault",
        **words,
    )


@pytest.fixture
def page(browser, tmp_path):
    """Open a page at a size, in a theme, at a fragment of its address."""

    def show(text, **wishes):
        return chromium.opened(browser, tmp_path, text, **wishes)

    yield show
    browser.execute_script("try { localStorage.clear() } catch {}")


def script(driver, text, *arguments):
    return driver.execute_script(text, *arguments)


def find(driver, selector):
    return driver.find_element("css selector", selector)


def chip(driver, title):
    return script(
        driver,
        "return [...document.querySelectorAll('.chip')]"
        ".find(e => e.querySelector('.title').textContent === arguments[0])",
        title,
    )


def shown_stages(driver):
    """The stages of the page: name and titles."""
    return script(
        driver,
        "return [...document.querySelectorAll('.lane-body .stage')].map(s => "
        "[s.querySelector('h3').firstChild.textContent,"
        " [...s.querySelectorAll('.chip .title')].map(e => e.textContent)])",
    )


INSIDE = """
const b = arguments[0].getBoundingClientRect();
return b.width > 0 && b.left >= -1 && b.top >= -1 && b.right <= innerWidth + 1 && b.bottom <= innerHeight + 1
  && (arguments[0].contains(document.elementFromPoint((b.left + b.right) / 2, (b.top + b.bottom) / 2))
      || arguments[0] === document.elementFromPoint((b.left + b.right) / 2, (b.top + b.bottom) / 2));
"""


def is_seen(driver, element):
    return script(driver, INSIDE, element)


def sideways(driver):
    return script(driver, "return document.documentElement.scrollWidth > innerWidth")


def test_it_loads_without_an_error_or_a_request(page):
    """The console stays empty, and nothing but the file itself is asked for."""
    driver = page(learning_page())

    requests = [
        entry["message"]
        for entry in driver.get_log("performance")
        if '"Network.requestWillBeSent"' in entry["message"]
    ]
    assert driver.get_log("browser") == []
    assert all("page-" in message and "file:///" in message for message in requests)
    assert len(requests) <= 1
    assert script(driver, "return performance.getEntriesByType('resource').length") == 0


def test_it_says_what_is_next_and_why_without_a_drawing(page):
    """The first tab answers in text: note, hours, reason, what it builds on, two others."""
    driver = page(learning_page())
    card = find(driver, "#next").text

    assert find(driver, "#next h2").text == "Cross-entropy loss"
    assert WHY in card
    assert "as the note says" in card
    assert "You are ready. It builds on" in card
    assert "Entropy" in card
    assert len(driver.find_elements("css selector", "#others .row")) == 2
    assert "10 of 37 known" in find(driver, "#summary").text
    assert not driver.find_elements("css selector", "#views path.chain, #map-boxes *")
    names = [name for name, _ in shown_stages(driver)]
    assert names[:3] == ["You know", "Now", "Then"]
    assert names[-1] == "Goal"
    assert shown_stages(driver)[-1][1] == ["Transformer"]
    assert shown_stages(driver)[1][1][0] == "Cross-entropy loss"


def random_study(seed, size=14):
    """A made-up graph with circles and all grades, some of it known, in some order."""
    draw = random.Random(seed)
    graph = nx.DiGraph()
    for number in range(size):
        graph.add_node(f"{number}.md", exists=True, title=f"N{number}", kind="concept", hours=1.0)
    for number in range(1, size):
        for before in draw.sample(range(size), draw.choice((0, 1, 1, 2))):
            if before == number or (before > number and draw.random() < 0.8):
                continue
            grade = draw.choice(("stated", "stated", "ordered", "optional"))
            said = evidence(grade, f"{number}.md", "needs", "", 2)
            graph.add_edge(f"{before}.md", f"{number}.md", grade=grade, evidence=(said,))
    known = set(draw.sample(sorted(graph), size // 4))
    shown = picture(graph, states=simple_states(graph, known))
    left = [node.id for node in shown.nodes if node.state != "mastered"]
    return StudyPage(shown, order=tuple(left), on_way=tuple(n.id for n in shown.nodes))


def test_stages_keep_the_order_of_the_path(page):
    """Whatever the graph, each stage follows the order, and nothing stands before its needs."""
    driver = page(learning_page())
    for seed in range(25):
        study = random_study(seed)
        data = data_of(study, title="t", text=None, resolve=None, quote_of=None, vault_name="")
        script(driver, "kbpivot.update(JSON.parse(arguments[0]))", json.dumps(data))
        stages = [titles for name, titles in shown_stages(driver) if not name.startswith("You")]
        titles = {node.id: node.title for node in study.picture.nodes}
        place = {titles[one]: number for number, one in enumerate(study.order)}
        stage = {title: number for number, row in enumerate(stages) for title in row}
        assert set(place) == set(stage)
        assert find(driver, "#next h2").text == titles[study.order[0]]
        assert stages[0][0] == titles[study.order[0]]
        for row in stages:
            assert row == sorted(row, key=place.__getitem__)
        for edge in study.picture.edges:
            before, after = titles[edge.source], titles[edge.target]
            if before in place and after in place and edge.grade != "optional":
                assert stage[before] < stage[after] or place[before] > place[after]


def test_times_are_said_as_everywhere_else(page):
    """The page words sums of hours as kbpivot does."""
    driver = page(learning_page())
    said = script(
        driver,
        """
        const data = JSON.parse(document.getElementById('data').textContent);
        data.nodes = [data.nodes[0]]; data.nodes[0].state = 'ready'; data.nodes[0].tracks = undefined;
        Object.assign(data, {edges: [], order: [data.nodes[0].id], next: [], lanes: [], way: [data.nodes[0].id]});
        data.map.places = [data.map.places[0]];
        return arguments[0].map(minutes => {
          data.nodes[0].minutes = minutes;
          kbpivot.update(data);
          return document.getElementById('summary').textContent.split(' · ')[1];
        });
        """,
        minutes := [1, 29, 59, 60, 62, 63, 117, 119, 134, 135, 150, 599, 600, 629, 630, 90000],
    )
    assert [f"{duration(one / 60)} to go" for one in minutes] == said


def test_the_chain_of_the_note_in_hand_is_drawn_and_the_rest_can_be_read(page):
    """Focus draws what a note needs and unlocks between the chips, and dims no text too far."""
    driver = page(learning_page())
    script(driver, "arguments[0].focus({focusVisible: true})", chip(driver, "Attention"))
    lines = driver.find_elements("css selector", ".chain")

    assert lines
    assert "aside" not in chip(driver, "Self-attention").get_attribute("class")
    assert "aside" in chip(driver, "Adam").get_attribute("class")
    assert chromium.violations(driver) == []
    crossed = script(
        driver,
        """
        const hits = [];
        const middle = [...document.querySelectorAll('.chip')].map(e => [e, e.getBoundingClientRect()]);
        for (const line of document.querySelectorAll('.chain')) {
          const base = line.ownerSVGElement.getBoundingClientRect();
          const long = line.getTotalLength();
          for (let at = 8; at < long - 8; at += 6) {
            const p = line.getPointAtLength(at);
            const [x, y] = [p.x + base.left, p.y + base.top];
            for (const [e, b] of middle) if (x > b.left + 4 && x < b.right - 4 && y > b.top + 4 && y < b.bottom - 4) hits.push(e.textContent);
          }
        }
        return hits;
        """,
    )
    assert crossed == []
    script(driver, "document.activeElement.blur()")
    assert not driver.find_elements("css selector", ".chain, .chip.aside")


def test_a_note_has_needs_text_and_what_it_unlocks(page):
    """Evidence is quoted; links, the way along the path and the browser's Back lead on."""
    driver = page(learning_page())
    chip(driver, "Attention").click()
    said = find(driver, "#note").text

    assert find(driver, "#note-title").text == "Attention"
    assert "Transformer builds on it by way of:" in said
    assert "It needs 2 notes" in said
    assert "prerequisites: line 3 of Concepts/Attention.md" in said
    assert "It unlocks 1 note" in said
    assert "On the track Language." in said
    text = find(driver, "#note .text")
    assert "hidden" not in text.text
    assert text.find_element("css selector", "aside math").size["height"] > 8
    assert text.find_element("css selector", "span.internal").text == "Nowhere"
    assert find(driver, "#note a.button").get_attribute("href") == (
        "obsidian://open?vault=My%20vault&file=Concepts%2FAttention.md"
    )
    text.find_element("css selector", "a.internal").click()
    assert find(driver, "#note-title").text == "Softmax"
    assert "#note=Concepts%2FSoftmax.md" in driver.current_url
    driver.find_elements("css selector", ".steps .step")[-1].click()
    assert find(driver, "#note-title").text != "Softmax"
    driver.back()
    assert find(driver, "#note-title").text == "Softmax"
    driver.back()
    assert find(driver, "#note-title").text == "Attention"
    driver.back()
    assert not find(driver, "#note").is_displayed()
    assert driver.get_log("browser") == []


def test_planned_and_private_notes_are_honest_placeholders(page):
    """A note that cannot be read says so and offers nothing to read."""
    driver = page(learning_page(), fragment="#note=Fourier%20features")
    assert "not written yet" in find(driver, "#note").text
    assert not driver.find_elements("css selector", "#note a.button")

    graph = learning_graph()
    public = [node for node in graph if "Entropy" not in node]
    shown = picture(
        graph, states=learning_states(graph), goal="Concepts/Transformer.md", public=public
    )
    private = next(node for node in shown.nodes if node.redacted)
    text = html(StudyPage(shown, order=(private.id,)), text=lambda path: path)
    assert "Concepts/Entropy.md" not in text
    driver = page(text, fragment=f"#note={private.key.replace(' ', '%20')}")
    assert "keeps this note private" in find(driver, "#note").text
    assert not find(driver, "#note").find_elements("css selector", ".actions button")


def test_a_reader_marks_what_they_know_in_their_own_browser(page):
    """The next step follows, the marks stay after a reload, a command tells them, clear ends it."""
    driver = page(learning_page())
    find(driver, "#next .actions button:last-child").click()

    assert find(driver, "#next h2").text != "Cross-entropy loss"
    assert "11 of 37 known" in find(driver, "#summary").text
    line = find(driver, "#yours-line").get_attribute("value")
    assert line == "kbpivot know 'Concepts/Cross-entropy loss.md'"
    driver.refresh()
    assert "11 of 37 known" in find(driver, "#summary").text
    find(driver, "#yours-copy").click()
    assert find(driver, "#status").get_attribute("textContent") == "Copied."
    find(driver, "#yours-clear").click()
    assert find(driver, "#next h2").text == "Cross-entropy loss"
    assert WHY in find(driver, "#next").text
    assert script(driver, "return localStorage.length") == 0


def press(driver, key):
    driver.switch_to.active_element.send_keys(key)
    return driver.switch_to.active_element


@pytest.mark.parametrize("size", [(1440, 900), (720, 450), (390, 844)])
def test_the_keyboard_does_everything(page, size):
    """Tab and arrows reach every note, focus is always in view, Enter opens, Escape returns."""
    from selenium.webdriver.common.keys import Keys

    driver = page(learning_page(), width=size[0], height=size[1])
    seen = set()
    for _ in range(40):
        focused = press(driver, Keys.TAB)
        seen.add(focused.get_attribute("class").split(" ")[0] or focused.get_attribute("id"))
        assert is_seen(driver, focused), focused.get_attribute("outerHTML")[:200]
        if "chip" in focused.get_attribute("class"):
            break
    assert {"main", "row", "chip", "see-stages", "search"} <= seen
    chips = len(driver.find_elements("css selector", ".chip"))
    reached = {driver.switch_to.active_element.get_attribute("data-node")}
    for _ in range(chips):
        focused = press(driver, Keys.ARROW_RIGHT)
        reached.add(focused.get_attribute("data-node"))
        assert is_seen(driver, focused), focused.get_attribute("outerHTML")[:200]
    assert len(reached) == chips
    title = focused.find_element("css selector", ".title").text
    assert press(driver, Keys.ENTER).text == title
    back = press(driver, Keys.ESCAPE)
    assert title in back.text
    assert is_seen(driver, back)


def test_the_map_by_keyboard_stays_in_view(page):
    """Arrows follow the lines; each box that has the focus is on the screen."""
    from selenium.webdriver.common.keys import Keys

    driver = page(learning_page(), fragment="#view=map", width=900, height=600)
    assert len(driver.find_elements("css selector", ".node[tabindex='0']")) == 1
    script(driver, "document.querySelector('.node[tabindex=\"0\"]').focus({focusVisible: true})")
    within = (
        "const b = document.activeElement.querySelector('.box').getBoundingClientRect();"
        "const m = document.getElementById('map').getBoundingClientRect();"
        "return b.left >= m.left && b.right <= m.right && b.top >= m.top && b.bottom <= m.bottom"
    )
    names = []
    for key in (Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_DOWN, Keys.ARROW_LEFT) * 3:
        names.append(press(driver, key).get_attribute("aria-label"))
        assert script(driver, within), names
    assert len(set(names)) > 4
    press(driver, Keys.ENTER)
    assert names[-1].startswith(find(driver, "#note-title").text)


def test_the_map_shows_goal_and_next_and_stays_within_its_bounds(page):
    """Scrolling pans, Ctrl and scrolling zooms, and the map cannot be lost."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.actions.wheel_input import ScrollOrigin

    driver = page(learning_page(), fragment="#view=map")
    for name in ("Transformer, goal", "Cross-entropy loss"):
        assert is_seen(driver, find(driver, f".node[aria-label^='{name}']")), name
    canvas = find(driver, "#map")

    def place():
        words = find(driver, "#map-view").get_attribute("transform")
        return [
            float(one) for one in words.translate(str.maketrans("()", "  ")).split()[1::2][:1]
        ] + [float(words.rsplit("(", 1)[1][:-1])]

    def wheel(x, y, *, ctrl=False):
        script(
            driver,
            "arguments[0].dispatchEvent(new WheelEvent('wheel', {deltaX: arguments[1],"
            " deltaY: arguments[2], ctrlKey: arguments[3], cancelable: true, bubbles: true}))",
            *(canvas, x, y, ctrl),
        )

    scale = place()[-1]
    wheel(0, -100, ctrl=True)
    assert place()[-1] > scale
    scale = place()[-1]
    before = place()
    ActionChains(driver).scroll_from_origin(ScrollOrigin.from_element(canvas), 60, 0).perform()
    assert place() != before
    assert place()[-1] == scale
    for _ in range(8):
        wheel(4000, 4000)
    corner = script(
        driver,
        "const { width, height } = JSON.parse(document.getElementById('data').textContent).map;"
        "const { a, e, f } = document.getElementById('map-view').getCTM();"
        "return [width * a + e, height * a + f]",
    )
    # The far corner of the map lies in the near part of the window, never beyond it.
    assert canvas.size["width"] / 2 <= corner[0] <= canvas.size["width"] + 1
    assert 0 <= corner[1] <= canvas.size["height"] + 1


def test_a_large_vault_is_quick_and_small(page):
    """2,000 notes: at most 4 MB; closed lanes, boxes out of view and texts are not in the tree."""
    graph = large_graph(2000)
    known = set(sorted(graph)[:300])
    shown = picture(graph, states=simple_states(graph, known))
    folders = {}
    for node in shown.nodes:
        folders.setdefault((node.path or "Planned/").partition("/")[0], []).append(node.id)
    left = tuple(node.id for node in shown.nodes if node.state != "mastered")
    study = StudyPage(
        shown,
        order=left,
        lanes=tuple(Lane(name, "folder", (), tuple(ids)) for name, ids in folders.items()),
    )
    text = html(study, text=lambda _: TEXT)

    assert len(text.encode()) < 4_000_000
    driver = page(text)
    assert len(driver.find_elements("css selector", "details.lane")) == len(folders)
    inside = len(driver.find_elements("css selector", ".chip"))
    assert 0 < inside < 1500
    assert not driver.find_elements("css selector", ".text")
    driver.find_elements("css selector", "details.lane > summary")[-1].click()
    find(driver, "#see-map").click()
    assert 0 < len(driver.find_elements("css selector", ".node")) < 700
    assert len(driver.find_elements("css selector", "#map-edges path")) < 150
    find(driver, "#search").send_keys("idea 19")
    assert "of 2,000 notes" in find(driver, "#count").get_attribute("textContent")
    assert driver.get_log("browser") == []


def sixty():
    """A path of sixty notes with long titles in twenty levels."""
    graph = nx.DiGraph()
    for number in range(60):
        name = f"Notion number {number} of a long way"
        graph.add_node(f"{name}.md", exists=True, title=name, kind="concept", hours=1.5)
    names = list(graph)
    for number in range(3, 60):
        said = evidence("stated", names[number], "needs", "", 2)
        graph.add_edge(names[number - 3], names[number], grade="stated", evidence=(said,))
        if number % 3 == 0:
            graph.add_edge(names[number - 1], names[number], grade="stated", evidence=(said,))
    for number in (57, 58):
        said = evidence("stated", names[59], "needs", "", 2)
        graph.add_edge(names[number], names[59], grade="stated", evidence=(said,))
    shown = picture(graph, states=simple_states(graph, set(names[:2])), goal=names[59])
    left = tuple(node.id for node in shown.nodes if node.state != "mastered")
    return StudyPage(
        shown,
        order=left,
        lanes=(Lane("x", "goal", (shown.goal.id,), tuple(n.id for n in shown.nodes)),),
    )


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768)])
def test_goal_and_next_are_seen_at_once_on_a_path_of_sixty(page, size):
    """Nothing has to be scrolled to see where the way begins and where it leads."""
    driver = page(html(sixty()), width=size[0], height=size[1])
    assert is_seen(driver, find(driver, "#next h2"))
    assert is_seen(driver, find(driver, ".chip.next"))
    assert is_seen(driver, find(driver, ".stage.last .chip.goal"))


@pytest.mark.parametrize(
    "size", [(390, 844), (844, 390), (1024, 768), (720, 450), (360, 225)], ids=str
)
def test_small_windows_show_everything_without_scrolling_sideways(page, size):
    """Phones upright and lying, and 1440 pixels enlarged to 200 and 400 %."""
    driver = page(learning_page(), width=size[0], height=size[1])
    assert not sideways(driver)
    assert is_seen(driver, find(driver, "#next h2"))
    script(driver, "arguments[0].scrollIntoView({block: 'center'})", chip(driver, "Transformer"))
    assert is_seen(driver, chip(driver, "Transformer"))
    if size[0] < 821:
        heights = script(
            driver, "return [...document.querySelectorAll('.chip')].map(e => e.offsetHeight)"
        )
        assert min(heights) >= 44
    script(driver, "arguments[0].click()", chip(driver, "Attention"))
    assert find(driver, "#note").is_displayed()
    assert not sideways(driver)
    find(driver, ".back").click()
    script(driver, "arguments[0].click()", find(driver, "#see-map"))
    assert find(driver, "#map").size["height"] >= 90
    assert not sideways(driver)


@pytest.mark.parametrize("wishes", [{}, {"dark": True}, {"forced": True}, {"width": 390}], ids=str)
def test_axe_finds_nothing(page, wishes):
    """Stages, a note and the map have no accessibility fault in any setting."""
    driver = page(learning_page(), **wishes)
    assert chromium.violations(driver) == []
    script(driver, "arguments[0].click()", find(driver, "#next .actions .main"))
    assert chromium.violations(driver) == []
    script(driver, "arguments[0].click()", find(driver, ".back"))
    script(driver, "arguments[0].click()", find(driver, "#see-map"))
    assert chromium.violations(driver) == []


PAPER = {"A4": (794, 1123), "Letter": (816, 1056)}


@pytest.mark.parametrize("paper", PAPER)
@pytest.mark.parametrize("landscape", [False, True], ids=["portrait", "landscape"])
def test_print_lays_nothing_over_another(page, paper, landscape):
    """On paper stand the next step and the stages, whole, and no control."""
    width, height = PAPER[paper][::-1] if landscape else PAPER[paper]
    driver = page(learning_page(), width=width - 106, height=height - 106, media="print")
    boxes = script(
        driver,
        "return [...document.querySelectorAll('#next, #others, .stage h3, .chip')]"
        ".map(e => [e.getBoundingClientRect(), e.textContent])"
        ".filter(([b]) => b.width > 1 && b.height > 1)"
        ".map(([b, t]) => [b.left, b.top, b.right, b.bottom, t])",
    )
    chromium.look(driver)

    assert len(boxes) > 27
    for place, one in enumerate(boxes):
        assert one[2] <= width - 104
        for other in boxes[place + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0]
            assert apart or one[3] <= other[1] + 1 or other[3] <= one[1] + 1, (one, other)
    chromium.look(driver, media="print", width=width - 106, height=height - 106)
    shown = [find(driver, name).is_displayed() for name in ("#search", "#see-map", ".actions")]
    assert shown == [False] * 3
    chromium.look(driver)


def test_search_finds(page):
    """Words narrow the notes without regard to case or accents; Enter opens the best match."""
    from selenium.webdriver.common.keys import Keys

    driver = page(learning_page())
    find(driver, "body").send_keys("/")
    driver.switch_to.active_element.send_keys("ÉNTROPY")
    titles = [one.text for one in driver.find_elements("css selector", "#found .title")]
    assert titles == ["Entropy", "Cross-entropy loss"]
    assert find(driver, "#count").text == "2 of 37 notes"
    find(driver, "#search").send_keys(" zzz")
    assert find(driver, "#count").text == "No note matches."
    find(driver, "#search").send_keys(Keys.ESCAPE)
    assert find(driver, "#lanes").is_displayed()
    find(driver, "#search").send_keys("softmax", Keys.ENTER)
    assert find(driver, "#note-title").text == "Softmax"


def test_a_server_can_feed_the_page(page):
    """A live script gets what the person does, and new data keeps what is open."""
    live = (
        "window.done = []; window.kbpivot = { act: (verb, key) => window.done.push([verb, key]) };"
    )
    driver = page(learning_page(live=live))
    assert driver.get_log("browser") == []
    for button in driver.find_elements("css selector", "#next .actions button")[1:]:
        button.click()
    assert script(driver, "return window.done") == [
        ["done", "Concepts/Cross-entropy loss.md"],
        ["know", "Concepts/Cross-entropy loss.md"],
        ["undo", ""],
    ]
    chip(driver, "Attention").click()
    script(
        driver,
        "const data = JSON.parse(document.getElementById('data').textContent);"
        "data.nodes.find(n => n.title === 'Attention').title = 'Attention, renamed';"
        "kbpivot.update(data)",
    )
    assert find(driver, "#note-title").text == "Attention, renamed"
    assert script(driver, "return localStorage.length") == 0


def test_hostile_names_and_texts_run_nothing(page):
    """Every note can be opened, its title reads as written, and nothing of it was run."""
    graph = hostile_graph()
    shown = picture(graph, states=hostile_states(graph))
    driver = page(
        html(
            shown,
            title="<script>window.ran=1</script>",
            text=lambda path: "\n\n".join((path, *HOSTILE_NAMES, "[x](javascript:window.ran=1)")),
            quote_of=lambda *_: HOSTILE_NAMES[6],
            vault_name="v",
        ),
        width=340,
        height=700,
    )
    seen = script(
        driver,
        """
        document.querySelector('.folded summary').click();
        document.querySelector('.folded').dispatchEvent(new Event('toggle'));
        const ids = new Set([...document.querySelectorAll('#lanes .chip')].map(e => e.dataset.node));
        return [...ids].map(id => {
          document.querySelector(`#lanes [data-node="${id}"]`).click();
          const seen = [id, document.getElementById('note-title').textContent,
                        [...document.querySelectorAll('#note .text a[href]')].map(a => a.protocol),
                        document.documentElement.scrollWidth > innerWidth];
          document.querySelector('.back').click();
          return seen;
        });
        """,
    )
    titles = {node.id: node.title for node in shown.nodes}
    assert titles == {id_: title for id_, title, _, _ in seen}
    assert {scheme for _, _, schemes, _ in seen for scheme in schemes} <= {
        "http:",
        "https:",
        "mailto:",
    }
    assert not any(wide for *_, wide in seen)
    script(driver, "document.getElementById('see-map').click()")
    assert script(driver, "return window.ran === undefined")
    assert driver.get_log("browser") == []


def test_the_page_refuses_scripts_and_loads_that_slip_in(page):
    """Should something get past the cleaning, the policy of the page stops it."""
    driver = page(learning_page())
    script(
        driver,
        """
        const e = document.createElement('script'); e.textContent = 'window.ran = 1'; document.body.append(e);
        const d = document.createElement('div'); document.body.append(d);
        d.innerHTML = '<img src="data:image/gif;base64,x" onerror="window.ran = 1"><p style="color: red">';
        """,
    )

    assert script(driver, "return window.ran === undefined")
    assert (
        script(driver, "return getComputedStyle(document.querySelector('p[style]')).color")
        != "rgb(255, 0, 0)"
    )
    messages = [entry["message"] for entry in driver.get_log("browser")]
    assert len(messages) >= 3
    assert all(
        "Content Security Policy" in message or "violates" in message for message in messages
    )


def test_small_and_empty_pages_say_so_and_have_no_error(page):
    """No note at all, one note, or notes without lines, are no trouble."""
    driver = page(html(picture(nx.DiGraph(), states={})))
    assert driver.get_log("browser") == []
    assert "No note yet" in find(driver, ".left").text
    find(driver, "#see-map").click()
    alone = nx.DiGraph()
    alone.add_node("A.md", exists=True, title="Alone", kind="concept", hours=1)
    driver = page(html(picture(alone, states={"A.md": "ready"})))
    assert find(driver, "#next h2").text == "Alone"
    find(driver, "#see-map").click()
    assert is_seen(driver, find(driver, ".node"))
    loose = nx.create_empty_copy(learning_graph())
    driver = page(html(picture(loose, states={})), fragment="#view=map")
    assert "no note here says what it needs" in find(driver, "#map-legend").text
    assert driver.get_log("browser") == []


def test_the_page_can_be_read_without_script(page, browser):
    """With scripts off the next step and the notes in order are there."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        with pytest.raises(AssertionError):
            page(learning_page())
        said = find(browser, ".plain").text
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert "Study next: Cross-entropy loss" in said
    assert WHY in said
    assert "Byte-pair encoding" in said


@pytest.mark.parametrize(
    "title", ["الانتباه الذاتي", "自己注意機構とは何か", "การเรียนรู้เชิงลึก", "Внимание"]
)
def test_titles_run_in_their_own_direction(page, title):
    """A right-to-left title is set from the right, whatever stands around it."""
    graph = nx.DiGraph()
    graph.add_node("A.md", exists=True, title=title, kind="concept", hours=1)
    driver = page(html(picture(graph, states={"A.md": "ready"})))
    wanted = "rtl" if "\u0600" < title[0] < "\u06ff" else "ltr"
    for selector in (".chip .title", "#next h2"):
        direction = script(
            driver, "return getComputedStyle(arguments[0]).direction", find(driver, selector)
        )
        assert direction == wanted


def test_what_counts_as_met_is_not_called_known(page):
    """Notes that somebody wrote and says nothing about stand apart, and keep their state."""
    graph = nx.DiGraph()
    for name in "ABC":
        graph.add_node(f"{name}.md", exists=True, title=name, kind="concept", hours=1)
    said = evidence("stated", "B.md", "needs", "", 2)
    graph.add_edge("A.md", "B.md", grade="stated", evidence=(said,))
    shown = picture(graph, states={"A.md": "ready", "B.md": "ready", "C.md": "mastered"})
    written = next(node.id for node in shown.nodes if node.title == "A")
    last = next(node.id for node in shown.nodes if node.title == "B")
    driver = page(html(StudyPage(shown, order=(last,), met=frozenset({written}))))

    assert shown_stages(driver) == [["You know or wrote", []], ["Now", ["B"]]]
    assert "2 of 3 known or written" in find(driver, "#summary").text
    find(driver, "#see-map").click()
    labels = {
        one.get_attribute("aria-label") for one in driver.find_elements("css selector", ".node")
    }
    assert labels == {"A, counts as met, 1 h", "B, ready, 1 h", "C, mastered, 1 h"}
    assert find(driver, ".node[aria-label^='A']").get_attribute("class") == "node ready"
