"""`kbpivot.toml`: what may stand there, and what is said when something else does."""

from __future__ import annotations

import inspect

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.errors import ConfigError
from kbpivot.shell import config as module
from kbpivot.shell.config import Config, parse_config, read_config

FULL = """
[study]
hours-per-week = 6
goals = ["RAG"]
ignore = ["Clippings/"]

[status]
mastered = ["gelernt"]
started = ["dran"]
not-started = ["offen"]
neutral = ["egal"]
mastered-from = 0.9

[properties]
prerequisites = ["braucht"]
optional = ["hilft"]
unlocks = ["dann"]
status = ["stand"]
mastery = ["anteil"]
hours = ["stunden"]
minutes = ["minuten"]
kind = ["art"]

[public]
policy = "opt-out"
include = ["notes/"]
exclude = ["/draft/"]

[tracks]
"Language models" = ["RAG", "[[Attention]]"]

[check]
select = ["depth-jump"]
ignore = ["orphan-public"]

[check.folders."Drafts/"]
ignore = ["cycle"]

[map]
use = ["ai", "team.toml"]
gaps = true

[map.needs]
lora = ["matrix rank"]

[map.not]
lora = ["softmax"]

[log]
path = "kbpivot-log.jsonl"
git = true

[intake]
sources = ["feeds.opml"]
note = "Papers of the week"
"""


def test_without_a_file_everything_is_as_by_default(tmp_path):
    """No configuration is needed; an empty file is as good as none."""
    assert read_config(tmp_path) == parse_config("") == Config()
    assert read_config(tmp_path / "nowhere") == Config()
    assert Config().study.hours_per_week == 4


def test_every_setting_is_read(tmp_path):
    """A file that sets everything differs from the default in every field."""
    (tmp_path / "kbpivot.toml").write_bytes(b"\xef\xbb\xbf" + FULL.replace("\n", "\r\n").encode())
    config = read_config(tmp_path)

    assert config.tracks == {"Language models": ("RAG", "[[Attention]]")}
    assert config.check.folders["Drafts/"].ignore == ("cycle",)
    for section, default in zip(
        msgspec.structs.astuple(config), msgspec.structs.astuple(Config()), strict=True
    ):
        if isinstance(section, dict):
            assert section != default
            continue
        for name in section.__struct_fields__:
            assert getattr(section, name) != getattr(default, name), name


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            "[study]\n\nhours_per_week = 3",
            3,
            "no key 'hours_per_week' in [study]. Did you mean 'hours-per-week'?",
        ),
        ("# x\n[stdy]\nx = 1", 2, "no key 'stdy' in this file. Did you mean 'study'?"),
        ("qqqq = 1", 1, "no key 'qqqq' in this file."),
        (
            "[study]\ngoals = ['a']\nhours-per-week = 'x'",
            3,
            "study.hours-per-week: this is text, and a number is needed.",
        ),
        ("study.hours-per-week = true", 1, "this is true or false, and a number is needed."),
        ("[study]\nhours-per-week = 0", 2, "study.hours-per-week: this must be at least 0.05."),
        ("[study]\nhours-per-week = 200", 2, "this must be at most 168."),
        ("[status]\nmastered-from = 80", 2, "this must be at most 1."),
        ("[tracks]\nA = ['x']\nB = 'y'", 3, "tracks.B: this is text, and a list is needed."),
        (
            "[tracks]\nA = ['x']\n\n'C d' = [1]",
            4,
            "tracks.C d: this is a number, and text is needed.",
        ),
        (
            "[public]\npolicy = 'explict'",
            2,
            "'explict' is none of auto, explicit, opt-out, tracked, all. Did you mean 'explicit'?",
        ),
        (
            '[check.folders."D/"]\nignor = []',
            2,
            "no key 'ignor' in [check.folders.D/]. Did you mean 'ignore'?",
        ),
        (
            '[check]\n[check.folders."D/"]\nselect = []\nignore = "x"',
            4,
            "check.folders.D/.ignore: this is text, and a list is needed.",
        ),
        ("[map]\nused = false", 2, "no key 'used' in [map]. Did you mean 'use'?"),
        (
            "[map]\nuse = 'ai'",
            2,
            "map.use: this is text, and true or false or a list is needed.",
        ),
        ("[map.not]\nlora = 'x'", 2, "map.not.lora: this is text, and a list is needed."),
        ("status = 3", 1, "status: this is a number, and a table is needed."),
        (
            "[status]\nmastered = [\n 1,\n]",
            2,
            "status.mastered: this is a number, and text is needed.",
        ),
        ("[study]\na =", 2, "not valid TOML"),
        ("[study]\n[study]", 2, "not valid TOML"),
    ],
)
def test_a_mistake_is_named_with_its_line(text, line, message):
    """One sentence, the place, and what was meant perhaps."""
    with pytest.raises(ConfigError) as caught:
        parse_config(text, path="kbpivot.toml")

    assert message in str(caught.value)
    assert str(caught.value).startswith(f"kbpivot.toml:{line}: ")
    assert (caught.value.path, caught.value.line) == ("kbpivot.toml", line)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    """Bytes that are no UTF-8, and a folder in the place of the file."""
    path = tmp_path / "kbpivot.toml"
    path.write_bytes(b"[study]\n# \xff")
    with pytest.raises(ConfigError, match=r"kbpivot\.toml:2: .*UTF-8"):
        read_config(tmp_path)
    path.unlink()
    path.mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        read_config(tmp_path)


toml_values = st.sampled_from(
    ["1", "0.5", "true", "'x'", "['x']", "[1]", "{}", "{a = 1}", "2020-01-01", "[['x']]", "nan"]
)
toml_keys = st.sampled_from(
    [
        "study",
        "status",
        "public",
        "tracks",
        "check",
        "goals",
        "ignore",
        "policy",
        "folders",
        "hours-per-week",
        "'a b'",
    ]
)
lines = st.one_of(
    st.builds("[{}]".format, toml_keys),
    st.builds("[{}.{}]".format, toml_keys, toml_keys),
    st.builds("{} = {}".format, toml_keys, toml_values),
    st.builds("{}.{} = {}".format, toml_keys, toml_keys, toml_values),
    st.text(max_size=10),
)


@given(st.lists(lines, max_size=6).map("\n".join))
def test_any_text_is_settings_or_one_clear_error(text):
    """Nothing but `ConfigError` ever comes out, and it knows the place."""
    try:
        config = parse_config(text)
    except ConfigError as error:
        caught = error
    else:
        assert isinstance(config, Config)
        return
    assert caught.path == "kbpivot.toml"
    assert " - at " not in str(caught)


def test_every_setting_is_documented():
    """The page of settings is made from these docstrings."""
    for _, section in inspect.getmembers(module, inspect.isclass):
        if issubclass(section, msgspec.Struct) and not section.__name__.startswith("_"):
            for name in section.__struct_fields__:
                assert f"        {name}: " in section.__doc__, f"{section.__name__}.{name}"
