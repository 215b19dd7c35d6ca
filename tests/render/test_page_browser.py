"""The page in a real browser: it works by mouse, keyboard and finger, and nothing in it runs."""

from __future__ import annotations

import itertools
import os
import shutil
import time

import pytest

from drawn_graphs import (
    HOSTILE_NAMES,
    hostile_graph,
    hostile_states,
    large_graph,
    learning_graph,
    learning_states,
    simple_states,
)
from kbpivot.render.drawing.html import html
from kbpivot.render.drawing.picture import picture

pytestmark = pytest.mark.browser

TEXT = """---
hidden: property
---
# Attention

A mean of values, weighted by [[Softmax]]; see also [[Nowhere]].

> [!tip] Soft lookup
> $\\operatorname{softmax}(QK^\\top)V$
"""


def without(reason):
    """Skip for lack of a browser; where everything has to run (`CI` is set) that is a failure."""
    hint = "Debian has chromium and chromium-driver; $KBPIVOT_CHROMIUM may name another."
    if os.environ.get("CI", "").casefold() in {"", "0", "false"}:
        pytest.skip(f"{reason} {hint}")
    pytest.fail(f"{reason} {hint}")


def program(variable, *names):
    """Path of an installed program."""
    for name in (os.environ.get(variable, ""), *names):
        if name and (path := shutil.which(name)):
            return path
    return without(f"No {names[0]} was found.")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    from selenium import webdriver
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = program(
        "KBPIVOT_CHROMIUM", "chromium", "chromium-browser", "google-chrome"
    )
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-dev-shm-usage",
        "--disable-sync",
        "--no-first-run",
        "--hide-scrollbars",
        f"--user-data-dir={tmp_path_factory.mktemp('profile')}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = Service(program("KBPIVOT_CHROMEDRIVER", "chromedriver"))
    try:
        driver = webdriver.Chrome(options=options, service=service)
    except WebDriverException as error:
        without(f"Chromium does not start: {str(error.msg).splitlines()[0]}")
    try:
        yield driver
    finally:
        driver.quit()


def learning_page():
    graph = learning_graph()
    shown = picture(
        graph,
        states=learning_states(graph),
        goal="Concepts/Transformer.md",
        follow=("stated", "ordered", "inferred"),
        tracks={"Language": ["Concepts/Attention.md"], "Numbers": ["Concepts/Entropy.md"]},
    )
    return html(
        shown,
        text=lambda _: TEXT,
        resolve=lambda link, _: f"Concepts/{link}.md" if f"Concepts/{link}.md" in graph else None,
        vault_name="My vault",
    )


@pytest.fixture
def page(browser, tmp_path):
    """Open a page at a size, in a theme, at a fragment of its address."""

    def show(text, *, width=1300, height=850, dark=False, fragment=""):
        path = tmp_path / f"page-{time.monotonic_ns()}.html"
        path.write_text(text, encoding="utf-8")
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )
        browser.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {
                "features": [
                    {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
                    {"name": "prefers-reduced-motion", "value": "reduce"},
                ]
            },
        )
        browser.get_log("browser")
        browser.get_log("performance")
        browser.get(path.as_uri() + fragment)
        assert browser.execute_script("return document.documentElement.dataset.ready") == "yes"
        return browser

    return show


def script(driver, text, *arguments):
    return driver.execute_script(text, *arguments)


def find(driver, selector):
    return driver.find_element("css selector", selector)


def visible_rows(driver):
    return script(
        driver,
        "return [...document.querySelectorAll('#list li:not([hidden]) .title')]"
        ".map(e => e.firstChild.textContent)",
    )


def box(driver, title):
    """The map's box of a note, by its accessible name."""
    return script(
        driver,
        "return [...document.querySelectorAll('.node')]"
        ".find(e => e.getAttribute('aria-label').startsWith(arguments[0] + ','))",
        title,
    )


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


def test_search_finds(page):
    """Typing narrows list and map, without regard to case or accents, and says how many."""
    driver = page(learning_page())
    find(driver, "body").send_keys("/")
    driver.switch_to.active_element.send_keys("ÉNTROPY")

    assert ["Entropy", "Cross-entropy loss"] == visible_rows(driver)
    assert find(driver, "#count").text == "2 of 37 notes"
    assert "dim" in box(driver, "Softmax").get_attribute("class")
    assert "dim" not in box(driver, "Entropy").get_attribute("class")
    find(driver, "#search").send_keys(" zzz")
    assert find(driver, "#none").is_displayed()
    find(driver, "#clear").click()
    assert len(visible_rows(driver)) == 37


def test_states_and_tracks_filter(page):
    """Unticking a state hides its notes; a track shows its own only."""
    from selenium.webdriver.support.select import Select

    driver = page(learning_page())
    find(driver, ".chip.mastered input").click()
    assert len(visible_rows(driver)) == 27
    Select(find(driver, "#track")).select_by_visible_text("Numbers")
    assert visible_rows(driver) == []
    find(driver, ".chip.mastered input").click()
    assert {"Entropy", "Expectation", "Logarithms", "Probability"} == set(visible_rows(driver))


def test_a_click_on_the_map_tells_why(page):
    """A note's panel says why it is here, what it needs and unlocks, in the author's words."""
    from selenium.webdriver.common.action_chains import ActionChains

    driver = page(learning_page())
    find(driver, "#zoom-fit").click()
    target = script(driver, "return arguments[0].querySelector('.box')", box(driver, "Attention"))
    ActionChains(driver).move_to_element(target).click().perform()
    said = find(driver, "#note").text

    assert find(driver, "#note-title").text == "Attention"
    assert "Transformer builds on it by way of:" in said
    assert ["Attention", "Self-attention", "Transformer"] == [
        item.text for item in driver.find_elements("css selector", ".way li")
    ]
    assert "It needs 2 notes" in said
    assert "Attention builds on it · Concepts/Attention.md:3" in said
    assert "It unlocks 1 note" in said
    assert "On the track Language." in said
    assert "waits for 2 notes" in said
    assert "chosen" in box(driver, "Attention").get_attribute("class")
    assert script(driver, "return document.querySelectorAll('.edge.near').length") == 2
    assert find(driver, "#note a.open").get_attribute("href") == (
        "obsidian://open?vault=My%20vault&file=Concepts%2FAttention.md"
    )


def test_a_notes_text_is_shown_and_its_links_lead_on(page):
    """Properties and the repeated title are gone, formulas are drawn, a link opens its note."""
    driver = page(learning_page(), fragment="#note=Concepts%2FAttention.md")
    text = find(driver, "#note .text")

    assert "hidden" not in text.text
    assert not text.find_elements("css selector", "h3")
    assert text.find_element("css selector", "aside math").size["height"] > 8
    assert text.find_element("css selector", "span.internal").text == "Nowhere"
    text.find_element("css selector", "a.internal").click()
    assert find(driver, "#note-title").text == "Softmax"
    assert "#note=Concepts%2FSoftmax.md" in driver.current_url
    assert driver.get_log("browser") == []


def test_planned_notes_say_so(page):
    """A note not yet written has no link to open and says that it is to come."""
    driver = page(learning_page(), fragment="#note=Fourier%20features")

    assert "not written yet" in find(driver, "#note").text
    assert not driver.find_elements("css selector", "#note a.open")


def test_the_keyboard_does_everything(page):
    """Tab reaches the map once, arrows follow the lines, Enter opens, Escape returns."""
    from selenium.webdriver.common.keys import Keys

    driver = page(learning_page())
    assert script(driver, "return document.querySelectorAll('.node[tabindex=\"0\"]').length") == 1
    script(driver, "arguments[0].focus()", find(driver, ".node[tabindex='0']"))

    def press(key):
        driver.switch_to.active_element.send_keys(key)
        return driver.switch_to.active_element.get_attribute("aria-label") or ""

    assert driver.switch_to.active_element.get_attribute("aria-label").startswith(
        "Transformer, goal"
    )
    first = press(Keys.ARROW_LEFT)
    below = press(Keys.ARROW_DOWN)
    assert first != below
    assert press(Keys.ARROW_UP) == first
    assert press(Keys.ARROW_RIGHT).startswith("Transformer")
    assert press(Keys.ARROW_LEFT) == first
    press(Keys.ENTER)
    assert driver.switch_to.active_element.get_attribute("id") == "note-title"
    assert first.startswith(find(driver, "#note-title").text)
    find(driver, "body").send_keys(Keys.ESCAPE)
    assert not find(driver, "#note").is_displayed()
    assert driver.switch_to.active_element.get_attribute("aria-label") == first


def test_a_focused_box_is_brought_into_view(page):
    """Walking along the map by keys never leaves the picture."""
    from selenium.webdriver.common.keys import Keys

    driver = page(learning_page())
    script(driver, "arguments[0].focus()", find(driver, ".node[tabindex='0']"))
    for _ in range(6):
        driver.switch_to.active_element.send_keys(Keys.ARROW_LEFT)
        inside = script(
            driver,
            "const b = document.activeElement.getBoundingClientRect();"
            "const m = document.getElementById('map').getBoundingClientRect();"
            "return b.left >= m.left && b.right <= m.right && b.top >= m.top && b.bottom <= m.bottom",
        )
        assert inside


def test_a_screen_reader_has_a_name_for_everything(page):
    """Every control in the accessibility tree has a name; boxes say title, state and hours."""
    driver = page(learning_page())
    driver.execute_cdp_cmd("Accessibility.enable", {})
    tree = driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    named = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in tree
        if not node.get("ignored")
    ]
    controls = {"button", "link", "checkbox", "searchbox", "combobox", "textbox", "listitem"}

    assert all(name for role, name in named if role in controls - {"listitem"})
    assert ("button", "Adam, blocked, 1 h 30 min") in named
    assert ("button", "Zoom in") in named
    assert {"heading", "main", "search", "complementary"} <= {role for role, _ in named}


def test_a_map_is_dragged_and_zoomed(page):
    """Dragging by a box moves the map and opens or closes nothing; the buttons change its scale."""
    from selenium.webdriver.common.action_chains import ActionChains

    driver = page(learning_page())

    def transform():
        return find(driver, "#view").get_attribute("transform")

    def drag():
        target = script(driver, "return arguments[0].querySelector('.box')", box(driver, "Adam"))
        ActionChains(driver).move_to_element(target).click_and_hold().move_by_offset(
            -60, 30
        ).release().perform()

    before = transform()
    drag()
    dragged = transform()
    assert before != dragged
    assert before.split("scale")[1] == dragged.split("scale")[1]
    assert not find(driver, "#note").is_displayed()
    find(driver, "#zoom-in").click()
    assert transform().split("scale")[1] != dragged.split("scale")[1]
    driver.find_elements("css selector", "#list .row")[0].click()
    drag()
    assert find(driver, "#note").is_displayed()


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_shows_map_list_and_note(page, width):
    """Nothing scrolls sideways, map and list take turns, a note fills the screen."""
    driver = page(learning_page(), width=width, height=780)

    def sideways():
        return script(driver, "return document.documentElement.scrollWidth > innerWidth")

    assert find(driver, "#map").is_displayed()
    assert not find(driver, "#list").is_displayed()
    assert not sideways()
    find(driver, "#see-list").click()
    assert find(driver, "#list").is_displayed()
    assert min(row.size["height"] for row in driver.find_elements("css selector", ".row")[:9]) >= 40
    driver.find_elements("css selector", "#list .row")[0].click()
    assert find(driver, "#note").size["width"] == width
    assert not sideways()
    find(driver, "#see-map").click()
    assert not find(driver, "#note").is_displayed()


CONTRAST = """
const parse = (c) => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
const light = (c) => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
const worst = [];
for (const node of document.querySelectorAll('.node')) {
  const fill = parse(getComputedStyle(node.querySelector('.box')).fill);
  for (const text of node.querySelectorAll('text')) worst.push([ratio(parse(getComputedStyle(text).fill), fill), node.getAttribute('class')]);
}
const under = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)|transparent/.test(c)) return parse(c); } return [255, 255, 255]; };
for (const e of document.querySelectorAll('h1, .summary, .chip span, .count, .row .title, .row .hours, .legend li, #note h2, #note h3, .facts, .said, .link, .open, .text p, .text a, .back'))
  if (e.textContent.trim()) worst.push([ratio(parse(getComputedStyle(e).color), under(e)), e.className || e.tagName]);
return worst.sort((a, b) => a[0] - b[0]).slice(0, 3);
"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_can_be_read_in_light_and_dark(page, dark):
    """Every text has a contrast of at least 4.5 to 1 with what lies behind it."""
    driver = page(learning_page(), dark=dark, fragment="#note=Concepts%2FAttention.md")
    background = script(driver, "return getComputedStyle(document.body).backgroundColor")
    worst = script(driver, CONTRAST)

    assert (sum(map(int, background[4:-1].split(","))) < 200) == dark
    assert worst[0][0] >= 4.5, worst


def test_hostile_names_and_texts_run_nothing(page):
    """Every note can be opened, its title reads as written, and nothing of it was run."""
    graph = hostile_graph()
    shown = picture(graph, states=hostile_states(graph))
    driver = page(
        html(
            shown,
            title="<script>window.ran=1</script>",
            text=lambda path: "\n\n".join((path, *HOSTILE_NAMES, "[x](javascript:window.ran=1)")),
            vault_name="v",
        ),
        width=340,
        height=700,
    )

    assert [node.title for node in shown.nodes] == visible_rows(driver)
    seen = script(
        driver,
        """
        return [...document.querySelectorAll('#list .row')].map(row => {
          row.click();
          const seen = [document.getElementById('note-title').textContent,
                        [...document.querySelectorAll('#note .text a[href]')].map(a => a.protocol),
                        document.documentElement.scrollWidth > innerWidth
                        || document.querySelector('.side').scrollWidth > innerWidth];
          document.querySelector('.back').click();
          return seen;
        });
        """,
    )
    assert [node.title for node in shown.nodes] == [title for title, _, _ in seen]
    assert {scheme for _, schemes, _ in seen for scheme in schemes} <= {
        "http:",
        "https:",
        "mailto:",
    }
    assert not any(sideways for _, _, sideways in seen)
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


def test_five_hundred_notes_stay_quick(page):
    """Searching and opening among 500 notes takes a fraction of a second of script and layout."""
    graph = large_graph(500)
    states = simple_states(graph, set(sorted(graph)[:90]))
    driver = page(html(picture(graph, states=states), text=lambda _: TEXT))
    timings = script(
        driver,
        """
        const time = (action) => { const t = performance.now(); action(); document.body.offsetHeight; return performance.now() - t; };
        const s = document.getElementById('search');
        return [time(() => { s.value = 'idea 1'; s.dispatchEvent(new Event('input')); }),
                time(() => document.querySelector('#list li:not([hidden]) .row').click()),
                time(() => document.getElementById('zoom-in').click())];
        """,
    )

    assert len(driver.find_elements("css selector", ".node")) == 500
    assert max(timings) < 1000, timings
    assert driver.get_log("browser") == []


def test_boxes_on_the_screen_do_not_overlap(page):
    """As drawn by the browser, no two boxes share a pixel, and titles stay inside."""
    driver = page(learning_page())
    find(driver, "#zoom-fit").click()
    for _ in range(3):  # from far away boxes have no text
        find(driver, "#zoom-in").click()
    boxes = script(
        driver,
        "return [...document.querySelectorAll('.node')].map(n => {"
        "const b = n.querySelector('.box').getBoundingClientRect();"
        "const t = [...n.querySelectorAll('text')].map(x => x.getBoundingClientRect());"
        "return [b.left, b.top, b.right, b.bottom, Math.max(...t.map(x => x.right)),"
        "Math.max(...t.map(x => x.bottom)), Math.min(...t.map(x => x.top))]; })",
    )

    for a, b in itertools.combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    for left, top, right, bottom, text_right, text_bottom, text_top in boxes:
        assert left < right
        assert text_right < right
        assert top < text_top
        assert text_bottom < bottom


def test_choosing_a_note_shows_its_whole_way(page):
    """What a note needs and unlocks, in however many steps, stands out; the rest steps back."""
    driver = page(learning_page(), fragment="#note=Concepts%2FAttention.md")

    def steps_back(title):
        return "aside" in box(driver, title).get_attribute("class").split()

    assert not steps_back("Transformer")
    assert not steps_back("Vectors and matrices")
    assert steps_back("Layer normalization")
    assert box(driver, "Attention").get_attribute("aria-current") == "true"
    assert driver.find_elements("css selector", ".edge.along")
    find(driver, ".back").click()
    assert not steps_back("Layer normalization")
    assert not driver.find_elements("css selector", ".edge.along, .edge.aside")


def test_a_small_map_says_where_one_is(page):
    """While not all is in view, a map in the corner shows the part that is, and a click goes on."""
    from selenium.webdriver.common.action_chains import ActionChains

    driver = page(learning_page(), width=900, height=600)
    small = find(driver, "#small-map")
    before = find(driver, ".here").rect["x"]
    right = small.size["width"] // 2 - 2
    ActionChains(driver).move_to_element_with_offset(small, right, 0).click().perform()

    assert find(driver, ".here").rect["x"] > before
    assert len(driver.find_elements("css selector", "#small-map .mark")) == 37
    find(driver, "#zoom-fit").click()
    assert not find(driver, "#small").is_displayed()


def test_search_goes_to_what_was_found(page):
    """A find off the screen is brought into view; Enter opens the best match, not the first."""
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.wait import WebDriverWait

    driver = page(learning_page(), width=900, height=600)
    find(driver, "#search").send_keys("transformer")
    inside = (
        "const b = arguments[0].getBoundingClientRect();"
        "const m = document.getElementById('map').getBoundingClientRect();"
        "return b.left >= m.left && b.right <= m.right && b.top >= m.top && b.bottom <= m.bottom"
    )
    found = box(driver, "Transformer")
    WebDriverWait(driver, 10).until(lambda _: script(driver, inside, found))
    find(driver, "#search").clear()
    find(driver, "#search").send_keys("softmax", Keys.ENTER)
    assert find(driver, "#note-title").text == "Softmax"


def test_print_has_the_whole_map_and_the_list(page, browser):
    """On paper no control is left, the map is whole, and all notes are listed."""
    driver = page(learning_page())
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        script(driver, "window.dispatchEvent(new Event('beforeprint'))")
        outside = script(
            driver,
            "const m = document.getElementById('map').getBoundingClientRect();"
            "return [...document.querySelectorAll('.node .box')].filter(e => {"
            "const b = e.getBoundingClientRect(); return b.left < m.left - 1"
            " || b.right > m.right + 1 || b.bottom > m.bottom + 1; }).length",
        )
        shown = [find(driver, name).is_displayed() for name in ("#search", "#zoom-in", "#small")]
        listed = find(driver, "#list").is_displayed()
        script(driver, "window.dispatchEvent(new Event('afterprint'))")
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    assert (outside, shown, listed) == (0, [False] * 3, True)
    assert find(driver, "#view").get_attribute("transform")


def test_an_empty_page_says_so_and_has_no_error(page):
    """No note at all, or notes without lines, are no trouble."""
    import networkx as nx

    driver = page(html(picture(nx.DiGraph(), states={})))
    assert driver.get_log("browser") == []
    assert "0 notes" in find(driver, ".summary").text
    assert not find(driver, ".legend").is_displayed()
    loose = nx.create_empty_copy(learning_graph())
    driver = page(html(picture(loose, states={})))
    assert "no note here says what it needs" in find(driver, ".legend").text
    assert driver.get_log("browser") == []


def test_the_page_works_without_script(page, browser):
    """With scripts off the map and the list are there to be read."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        with pytest.raises(AssertionError):
            page(learning_page())
        assert len(browser.find_elements("css selector", ".node")) == 37
        assert "Byte-pair encoding" in find(browser, "#list").text
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
