"""Where a vault lies and what its surroundings say."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from kbpivot.errors import VaultNotFoundError
from kbpivot.shell.site import Root, Site, enclosing_vault, vault_root


def put(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def site_of(folder, site=None):
    return Site(Root(folder, "", site))


@pytest.mark.parametrize("marker", [".obsidian/app.json", ".kbpivot/log.jsonl", "kbpivot.toml"])
def test_the_nearest_folder_upward_that_looks_like_a_vault_is_one(tmp_path, marker):
    """Each marker counts, the nearest wins, and the reason names it."""
    put(tmp_path / "kbpivot.toml")
    put(tmp_path / "outer" / "inner" / marker)
    below = tmp_path / "outer" / "inner" / "a" / "b"
    below.mkdir(parents=True)
    root = vault_root(here=below)

    assert root.path == tmp_path / "outer" / "inner"
    assert marker.partition("/")[0] in root.reason


def test_what_is_named_counts_before_what_is_found(tmp_path, monkeypatch):
    """`-C`, then the environment, then upward, then this folder."""
    one, two, three = (put(tmp_path / name / ".obsidian" / "x").parent.parent for name in "abc")
    assert vault_root(one, environment=str(two), here=three).path == one
    assert vault_root(environment=str(two), here=three).path == two
    assert vault_root(environment="", here=three).path == three
    monkeypatch.chdir(one)
    assert vault_root("../b").path == two


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    """Wherever its name came from."""
    with pytest.raises(VaultNotFoundError, match="nope"):
        vault_root(tmp_path / "nope")
    with pytest.raises(VaultNotFoundError):
        vault_root(environment=str(tmp_path / "nope"))


def test_a_file_is_no_vault(tmp_path):
    """A note in place of its folder is told apart from a folder that is not there."""
    with pytest.raises(VaultNotFoundError, match=r"a\.md is a file; name the folder"):
        vault_root(put(tmp_path / "a.md"))


def test_nobody_reads_a_whole_home_by_chance(tmp_path, monkeypatch):
    """A home, what holds it and the root are vaults only when named, or with a marker."""
    home = tmp_path / "homes" / "ada"
    (home / "notes").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))

    for place in (home, home.parent, home.anchor):
        with pytest.raises(VaultNotFoundError, match="which is no vault: go to the folder"):
            vault_root(here=place)
    assert vault_root(here=home / "notes").path == home / "notes"
    assert vault_root(home).path == home
    assert enclosing_vault(home / "notes" / "not yet there") is None

    put(home / ".obsidian" / "app.json")

    assert vault_root(here=home).path == home
    assert enclosing_vault(home / "notes" / "not yet there") == (home, "because of its .obsidian")


@pytest.mark.parametrize("name", ["quartz.config.ts", "quartz.config.yaml"])
def test_a_quartz_site_means_its_content(tmp_path, name):
    """Named or found from below; the notes are in `content`, the settings beside it."""
    put(tmp_path / name)
    put(tmp_path / "content" / "sub" / "a.md")
    content = tmp_path / "content"

    for root in (
        vault_root(tmp_path),
        vault_root(content),
        vault_root(here=content / "sub"),
        vault_root(here=tmp_path),
    ):
        assert (root.path, root.site) == (content, tmp_path)
    assert vault_root(content / "sub").path == content / "sub"


def test_obsidians_settings_are_read(tmp_path):
    """Excluded files, template and daily folders, and how links are written."""
    settings = {
        "userIgnoreFilters": ["Private/", 3],
        "newLinkFormat": "relative",
        "useMarkdownLinks": True,
    }
    put(tmp_path / ".obsidian/app.json", json.dumps(settings))
    put(tmp_path / ".obsidian/templates.json", '{"folder": "/Templates/"}')
    put(tmp_path / ".obsidian/daily-notes.json", '{"folder": "Journal/Days"}')
    put(tmp_path / "Templates/x.md")
    put(tmp_path / "Journal/Days/x.md")
    site = site_of(tmp_path)

    assert site.obsidian.is_used
    assert site.obsidian.excluded == ("Private/",)
    assert (site.obsidian.template_folder, site.obsidian.daily_folder) == (
        "Templates",
        "Journal/Days",
    )
    assert (site.obsidian.link_style, site.obsidian.writes_markdown_links) == ("relative", True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        "null",
        "{",
        "\x00",
        '{"folder": "../out", "userIgnoreFilters": {}, "newLinkFormat": 3}',
        '{"folder": "/etc"}',
        "[" * 100_000,
    ],
)
def test_odd_settings_say_nothing(tmp_path, text):
    """A damaged or foolish file is as good as none."""
    for name in ("app.json", "templates.json", "daily-notes.json"):
        put(tmp_path / "vault/.obsidian" / name, text)
    (tmp_path / "out").mkdir()
    site = site_of(tmp_path / "vault")

    assert (site.obsidian.excluded, site.obsidian.template_folder, site.obsidian.daily_folder) == (
        (),
        None,
        None,
    )
    assert (site.obsidian.link_style, site.obsidian.writes_markdown_links) == ("shortest", False)
    assert not site.quartz.publishes_explicitly


TYPESCRIPT = """
const config: QuartzConfig = {
  configuration: {
    baseUrl: "https://x.org/a", // "not this"
    ignorePatterns: ["private", 'templates/**', ".obsidian"],
  },
  plugins: {
    transformers: [Plugin.FrontMatter()],
    filters: [%s],
  },
}
"""
YAML = """
configuration:
  baseUrl: x.org
  ignorePatterns:
    - private
    - "templates"
plugins:
  - source: github:quartz-community/explicit-publish
    enabled: %s
  - source: "@quartz-community/remove-draft"
    enabled: %s
"""


@pytest.mark.parametrize(
    ("filters", "explicit", "drafts"),
    [
        ("Plugin.RemoveDrafts()", False, True),
        ("Plugin.ExplicitPublish(), Plugin.RemoveDrafts()", True, True),
        ("Plugin.ExplicitPublish()", True, False),
        ("/* Plugin.ExplicitPublish() */ // Plugin.RemoveDrafts()\n", False, False),
    ],
)
def test_quartz_filters_are_read_from_typescript(tmp_path, filters, explicit, drafts):
    """What is commented out does not count, and `//` in an address is no comment."""
    put(tmp_path / "quartz.config.ts", TYPESCRIPT % filters)
    site = site_of(tmp_path / "content", tmp_path)

    assert site.quartz.is_used
    assert (site.quartz.publishes_explicitly, site.quartz.removes_drafts) == (explicit, drafts)
    assert site.quartz.ignored == ("private", "templates/**", ".obsidian")


@pytest.mark.parametrize("enabled", [True, False])
def test_quartz_filters_are_read_from_yaml(tmp_path, enabled):
    """A plugin that is listed and disabled does not count."""
    put(tmp_path / "quartz.config.yaml", YAML % (str(enabled).lower(), str(not enabled).lower()))
    site = site_of(tmp_path / "content", tmp_path)

    assert site.quartz.publishes_explicitly is enabled
    assert site.quartz.removes_drafts is not enabled
    assert site.quartz.ignored == ("private", "templates")


@pytest.mark.parametrize(
    ("text", "removed"),
    [
        ("configuration:\n  pageTitle: x\n", True),
        ("configuration:\n  drafts:\n    publish: true\n", False),
        ("configuration:\n  # drafts:\n  #  publish: true\n  drafts:\n    publish: false\n", True),
    ],
)
def test_newer_quartz_leaves_drafts_out_by_itself(tmp_path, text, removed):
    """There it is a setting, on unless the author says otherwise."""
    put(tmp_path / "quartz.config.yaml", text)
    site = site_of(tmp_path / "content", tmp_path)

    assert site.quartz.removes_drafts is removed
    assert not site.quartz.publishes_explicitly


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_git_says_what_is_tracked_and_whether_it_is_pushed(tmp_path):
    """Paths are those of the vault, also when it is a folder inside the repository."""

    def git(*command):
        subprocess.run(["git", *command], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    put(tmp_path / "notes" / "Café.md")
    put(tmp_path / "notes" / "draft.md")
    put(tmp_path / "other.md")
    git("add", "notes/Café.md", "other.md")
    site = site_of(tmp_path / "notes")
    assert site.git.tracked == {"Café.md"}
    assert not site.git.has_remote

    git("remote", "add", "origin", "https://x.org/r.git")
    assert site_of(tmp_path / "notes").git.has_remote


def test_without_git_nothing_is_known(tmp_path, monkeypatch):
    """No repository, or no git at all, is no error."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert (site_of(tmp_path).git.tracked, site_of(tmp_path).git.has_remote) == (None, False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (site_of(tmp_path).git.tracked, site_of(tmp_path).git.has_remote) == (None, False)
