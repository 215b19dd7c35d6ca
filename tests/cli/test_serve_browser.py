"""The live page in a real Chromium: tabs, a terminal, another site, Obsidian, the end."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import sys
import threading
import time

import pytest

import chromium
from commandline import answer, kbpivot, vault_of
from served import DEADLINE, serving

pytestmark = pytest.mark.browser


NOTES = """
    == Concepts/Softmax.md ==
    Words about it, and more of them.

    Prerequisites: [[Vectors]]
    == Concepts/Transformer.md ==
    Words about it, and more of them.

    Prerequisites: [[Softmax]]
    == Concepts/GPT.md ==
    Words about it, and more of them.

    Prerequisites: [[Transformer]]
    == Vectors.md ==
    Words about it, and more of them, so that it is a note that explains something.
    == Two words.md ==
    Words about it, and more of them. It [[Vectors]] needs nothing and nothing needs it.
"""


@contextlib.contextmanager
def obsidian(folder):
    """A vault that Obsidian knows, a server of it, and the file that says what was opened."""
    vault = vault_of(folder / "vault", NOTES)
    (vault / ".obsidian").mkdir()
    opener = folder / "opener.py"
    opener.write_text(
        "import pathlib, sys\n"
        f"pathlib.Path({str(folder / 'opened')!r}).write_text(sys.argv[1])\n"
        "sys.exit('Transformer' in sys.argv[1])\n"
    )
    env = {**os.environ, "KBPIVOT_OPEN": f"{sys.executable} {opener}"}
    with serving(vault, env=env) as served:
        yield vault, served, folder / "opened"


@pytest.fixture
def place(tmp_path):
    """Such a vault for one test, which may change it and end the server."""
    with obsidian(tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """Such a vault for tests that leave it as it is."""
    with obsidian(tmp_path_factory.mktemp("shared")) as found:
        yield found


@pytest.fixture
def tabs(browser):
    """Open an address in a tab of its own; all are closed in the end."""
    first = browser.current_window_handle
    chromium.look(browser)
    browser.get_log("browser")

    def opened(address):
        browser.switch_to.new_window("tab")
        chromium.look(browser)
        browser.get(address)
        return browser.current_window_handle

    yield opened
    for handle in browser.window_handles:
        if handle != first:
            browser.switch_to.window(handle)
            browser.close()
    browser.switch_to.window(first)


def until(browser, text, *arguments):
    """Wait until a script returns something, and return that."""
    end = time.monotonic() + DEADLINE
    while not (found := browser.execute_script(text, *arguments)):
        assert time.monotonic() < end, browser.execute_script("return document.body.innerText")
        time.sleep(0.05)
    return found


READY = "return document.documentElement.dataset.ready === 'yes'"
NEXT = "return document.querySelector('#next h2').textContent"
IS_NEXT = f"{NEXT} === arguments[0]"
SAID = "return document.querySelector('#live').textContent.includes(arguments[0])"
PRESS = """
const button = [...document.querySelectorAll(arguments[0] + ' button')]
  .find((one) => one.textContent === arguments[1]);
button.focus();
button.click();
"""


def test_two_tabs_and_a_terminal_agree(place, tabs, browser):
    """What is done in one is shown by all, and a save is; what is open stays open."""
    vault, served, _ = place
    one, two = tabs(served.address), tabs(served.address)
    until(browser, READY)
    was = until(browser, NEXT)

    kbpivot("done", was, folder=vault)
    for tab in (one, two):
        browser.switch_to.window(tab)
        until(browser, f"{NEXT} !== arguments[0]", was)
    now = browser.execute_script(NEXT)
    browser.execute_script(PRESS, "#next", "Done")
    until(browser, SAID, "Mastered: ")
    until(browser, f"{NEXT} !== arguments[0]", now)
    assert browser.execute_script(
        "return document.activeElement.closest('#next') !== null || document.activeElement.id === 'next'"
    )
    browser.switch_to.window(one)
    until(browser, f"{NEXT} !== arguments[0]", now)
    first = answer("next", folder=vault)["suggestions"][0]["title"]
    assert browser.execute_script(NEXT) == first
    browser.execute_script(PRESS, "#next", "Undo")
    until(browser, SAID, "Undone: Mastered: ")
    browser.switch_to.window(two)
    until(browser, IS_NEXT, now)
    assert len((vault / ".kbpivot" / "log.jsonl").read_text().splitlines()) == 3

    note = vault / "Concepts" / "Softmax.md"
    browser.execute_script("location.hash = 'note=' + encodeURIComponent('Concepts/Softmax.md')")
    until(browser, "return document.querySelector('#note-title')?.textContent === 'Softmax'")
    note.write_text(note.read_text("utf-8") + "\nWritten a moment ago.\n", "utf-8")
    until(
        browser, "return document.querySelector('#note .text').textContent.includes('a moment ago')"
    )
    assert chromium.violations(browser) == []
    assert browser.get_log("browser") == []


def test_the_token_leaves_the_address_and_a_reload_works(shared, tabs, browser):
    """Neither the address, nor the history, nor a Referer has it; another tab needs it again."""
    _, served, _ = shared
    tabs(served.address)
    until(browser, READY)
    assert browser.current_url == f"{served.origin}/"
    browser.execute_script("location.hash = 'note=' + encodeURIComponent('Concepts/Softmax.md')")
    assert served.token not in browser.page_source
    browser.refresh()
    until(browser, READY)
    assert browser.current_url == f"{served.origin}/#note=Concepts%2FSoftmax.md"
    until(browser, "return document.querySelector('#note-title')?.textContent === 'Softmax'")
    browser.back()
    until(browser, f"{READY} && !document.querySelector('.reading')")
    assert browser.execute_script("return [document.cookie, document.referrer]") == ["", ""]
    assert browser.get_cookies() == []
    history = browser.execute_cdp_cmd("Page.getNavigationHistory", {})["entries"]
    assert not [entry for entry in history if served.token in entry["url"]]

    tabs(f"{served.origin}/")
    assert "with its token" in browser.execute_script("return document.body.innerText")
    browser.get(f"{served.origin}/?token=of-another-server")
    until(browser, "return location.search === ''")
    assert browser.execute_script("return sessionStorage.length") == 0


EVIL = """<!doctype html><title>evil</title><body><script>
const [to, token, key] = [ORIGIN, TOKEN, "Concepts/Softmax.md"];
const body = JSON.stringify({ verb: "done", note: key });
const headers = { Authorization: "Bearer " + token, "Content-Type": "application/json" };
const framed = (address) => new Promise((done) => {
  const frame = document.createElement("iframe");
  frame.onload = () => { try { done(frame.contentDocument.body.innerText) } catch { done("") } };
  frame.src = address;
  document.body.append(frame);
});
const tried = (doing) => doing().then((answer) => answer.type === "opaque" ? "" : answer.text()).catch(() => "");
const form = () => new Promise((done) => {
  const frame = document.createElement("iframe");
  frame.name = "sink";
  document.body.append(frame);
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: to + "/act?token=" + token, enctype: "text/plain", target: "sink" });
  const field = document.createElement("input");
  field.name = '{"verb":"done","note":"' + key + '","x":"';
  field.value = '"}';
  form.append(field);
  document.body.append(form);
  frame.onload = () => done("");
  form.submit();
  setTimeout(() => done(""), 1500);
});
const script = () => new Promise((done) => {
  const script = document.createElement("script");
  script.src = to + "/data?token=" + token;
  script.onload = () => done("a script ran");
  script.onerror = () => done("");
  document.body.append(script);
});
const stream = () => new Promise((done) => {
  const source = new EventSource(to + "/events?token=" + token);
  source.onmessage = (event) => done(event.data);
  source.onerror = () => { source.close(); done("") };
});
Promise.all([
  tried(() => fetch(to + "/act", { method: "POST", body, headers })),
  tried(() => fetch(to + "/act", { method: "POST", body, headers, mode: "no-cors" })),
  tried(() => fetch(to + "/act?token=" + token, { method: "POST", body, mode: "no-cors" })),
  tried(() => fetch(to + "/act?token=" + token, { method: "POST", body, credentials: "include" })),
  tried(() => fetch(to + "/data", { headers })),
  tried(() => fetch(to + "/?token=" + token)),
  tried(() => fetch(to + "/?token=" + token, { mode: "no-cors" })),
  Promise.resolve(navigator.sendBeacon(to + "/act?token=" + token, body) ? "" : ""),
  form(), script(), stream(), framed(to + "/?token=" + token), framed(to + "/"),
]).then((all) => { window.found = all });
</script>"""


@contextlib.contextmanager
def site(text):
    """A site of somebody else: another port, which is another origin."""

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *words):
            """Nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_another_site_neither_writes_nor_reads(shared, tabs, browser):
    """Not even one on this machine that knows the token, in a tab that was just on the page."""
    vault, served, _ = shared
    evil = EVIL.replace("ORIGIN", json.dumps(served.origin)).replace(
        "TOKEN", json.dumps(served.token)
    )
    tabs(served.address)
    until(browser, READY)
    with site(evil) as address:
        browser.get(address)
        found = until(browser, "return window.found")
        assert found == [""] * 13
        assert browser.execute_script(
            "const other = open(arguments[0]); return new Promise(done => setTimeout(() => {"
            "  try { done(other === null || other.closed || other.document.body.innerText) }"
            "  catch { done(true) } }, 800))",
            served.address,
        ) in (True, "")
    assert not (vault / ".kbpivot" / "log.jsonl").exists()
    browser.get_log("browser")


def test_read_it_opens_the_note_in_obsidian(shared, tabs, browser):
    """By what `next --open` uses; where that fails the page says why and shows the note itself."""
    _, served, opened = shared
    tabs(served.address)
    until(browser, READY)
    first = browser.execute_script("return document.querySelector('#next h2').textContent")
    browser.execute_script(PRESS, "#next", "Read it")
    until(browser, SAID, "Opened in Obsidian.")
    assert opened.read_text().startswith("obsidian://open?path=")
    assert f"{first.replace(' ', '%20')}.md" in opened.read_text()
    assert not browser.execute_script("return document.querySelector('.reading')")

    browser.execute_script("kbpivot.read('Concepts/Transformer.md')")
    until(browser, "return document.querySelector('#note-title')?.textContent === 'Transformer'")
    assert browser.execute_script(SAID, "Nothing was opened")


def test_what_goes_wrong_is_told_on_the_page(place, tabs, browser, tmp_path):
    """A vault that has gone, one that is back, and a server that has ended."""
    vault, served, _ = place
    tabs(served.address)
    until(browser, READY)
    vault.rename(tmp_path / "away")
    until(browser, SAID, "The folder of the vault has gone; waiting for it to come back.")
    browser.execute_script(PRESS, "#next", "Done")
    until(browser, SAID, "The folder has gone; nothing was done.")
    (tmp_path / "away").rename(vault)
    until(browser, f"{SAID.replace('return ', 'return !')}", "waiting")
    assert served.end()[0] == 0
    until(browser, SAID, "kbpivot serve has ended or cannot be reached.")
    browser.execute_script(PRESS, "#next", "Done")
    until(browser, SAID, "kbpivot serve cannot be reached; nothing was done.")
    browser.get_log("browser")
