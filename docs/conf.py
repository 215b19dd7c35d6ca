"""Sphinx settings: Markdown pages, no network, every warning an error."""

from __future__ import annotations

import re
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import TYPE_CHECKING

import kbpivot

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

project = "kbpivot"
author = "the kbpivot authors"
copyright = "the kbpivot authors"
release = installed_version("kbpivot")
version = release

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
]
exclude_patterns = ["_build"]
needs_sphinx = "7.3"

nitpicky = True
nitpick_ignore_regex = [
    # No inventories are fetched, so names of Python and of other libraries lead nowhere.
    ("py:.*", r"(collections|datetime|networkx|os|pathlib|typing|msgspec|nx)\..*"),
    # "headings, blocks, fields: in source order" documents three attributes in one line.
    ("py:class", r"[a-z_]+"),
    # Names that only type checkers see, and the parts of a type that is cut at its comma.
    ("py:class", r"Graph|Path|SupportsRichComparison|\w+\[.*"),
]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True

html_theme = "furo"
html_title = f"kbpivot {release}"
html_static_path = ["_static"]
html_show_sourcelink = False
html_copy_source = False


# Every class and type that kbpivot defines anywhere, for the names in signatures.
OURS = {
    name
    for source in Path(kbpivot.__file__).parent.rglob("*.py")
    for found in re.findall(
        r"^ *class (\w+)|^ *(\w+)(?:: TypeAlias)? = ", source.read_text("utf-8"), re.MULTILINE
    )
    for name in found
}


def public_name(
    app: Sphinx, environment: BuildEnvironment, node: pending_xref, content: nodes.TextElement
) -> nodes.Element | None:
    """Lead a reference to `kbpivot.vault.vault.Vault` to the documented `kbpivot.Vault`."""
    target = str(node.get("reftarget", ""))
    name = target.rpartition(".")[2]
    if not target.startswith("kbpivot.") and target != name:
        return None
    if name not in kbpivot.__all__:
        # A type of ours that is not public: its name stands there without a link.
        return content if name in OURS else None
    if target == f"kbpivot.{name}":
        return None
    domain = environment.get_domain("py")
    return domain.resolve_xref(
        environment,
        str(node.get("refdoc", "")),
        app.builder,
        str(node.get("reftype", "class")),
        f"kbpivot.{name}",
        node,
        content,
    )


def as_written(
    app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]
) -> None:
    """Read docstrings as they are meant: backticks are code, a colon makes no type."""
    del app, name, obj, options
    in_returns = False
    lines[:] = [re.sub(r"(?<!`)`([^`]+)`(?!`)", r"``\1``", line) for line in lines]
    for number, line in enumerate(lines):
        if line.rstrip() in {"Returns:", "Yields:"}:
            in_returns = True
        elif in_returns and line and not line.startswith(" "):
            in_returns = False
        elif in_returns or (what in {"property", "attribute"} and number == 0):
            lines[number] = line.replace(": ", " – ")


def setup(app: Sphinx) -> None:
    """Connect what Sphinx cannot be told by a setting."""
    app.connect("autodoc-process-docstring", as_written, priority=1)
    app.connect("missing-reference", public_name)


def _give_names_for_signatures() -> None:
    """Import what modules import for type checkers alone, so that signatures can be written."""
    import ast
    import importlib
    import pkgutil
    from pathlib import Path

    import kbpivot

    modules = [found.name for found in pkgutil.walk_packages(kbpivot.__path__, "kbpivot.")]
    for name in modules:
        if name.endswith("__main__"):
            continue
        module = importlib.import_module(name)
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        for block in tree.body:
            if not (isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"):
                continue
            for one in block.body:
                if isinstance(one, ast.ImportFrom) and (one.module or "").startswith("kbpivot"):
                    home = importlib.import_module(str(one.module))
                    for alias in one.names:
                        given = alias.asname or alias.name
                        if not hasattr(module, given) and hasattr(home, alias.name):
                            setattr(module, given, getattr(home, alias.name))


_give_names_for_signatures()
