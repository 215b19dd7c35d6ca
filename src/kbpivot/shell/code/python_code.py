"""Python files by their syntax trees: what they define, import and say of themselves."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kbpivot.shell.code.source_file import SourceFile, Symbol

__all__ = ["python_files"]

_HOPS: Final = 40  # packages through which a name may be handed on
_Definition = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def python_files(texts: Mapping[str, str], *, root: str) -> list[SourceFile]:
    """Read Python files.

    Only imports that run when a module is loaded count: those in functions, and those for type
    checkers alone, do not say what has to be known first.

    Args:
        texts: by path.
        root: name of the folder, which is a package where it holds an `__init__.py`.
    """
    trees = {path: _tree(text) for path, text in texts.items()}
    modules = Modules(trees, root=root)
    return [
        SourceFile(
            path=path,
            lines=sum(bool(line.strip()) for line in texts[path].splitlines()),
            symbols=tuple(_symbols(tree, texts[path].splitlines())),
            builds_on=frozenset(one for one in modules.taken(path) if one[0] != path),
            uses=frozenset(one for one in modules.used(path) if one[0] != path),
            words=_words(tree),
        )
        for path, tree in trees.items()
    ]


def _tree(text: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module(body=[], type_ignores=[])


def _symbols(tree: ast.Module, lines: list[str]) -> Iterator[Symbol]:
    for node in tree.body:
        if isinstance(node, _Definition):
            name = node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
        else:
            continue
        if not name.startswith("__") and node.lineno <= len(lines):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Symbol(name, node.lineno, lines[node.lineno - 1].strip(), size)


def _words(tree: ast.Module) -> str:
    said = [ast.get_docstring(tree) or ""]
    said += [ast.get_docstring(node) or "" for node in tree.body if isinstance(node, _Definition)]
    return "\n\n".join(part.strip() for part in said if part.strip())


class Modules:
    """Finds the file and name that an import means, also where a package hands a name on."""

    def __init__(self, trees: Mapping[str, ast.Module], *, root: str) -> None:
        """Name the modules after the packages they lie in."""
        self._trees = trees
        packages = {path.rpartition("/")[0] for path in trees if path.endswith("__init__.py")}
        self._names = {path: _module(path, packages, root) for path in trees}
        self._paths = {name: path for path, name in self._names.items()}
        self._given = {path: list(self._imports(path, tree)) for path, tree in trees.items()}
        self._own = {
            path: {node.name for node in tree.body if isinstance(node, _Definition)}
            for path, tree in trees.items()
        }

    def taken(self, path: str) -> Iterator[tuple[str, str]]:
        """Yield what a module imports when it is loaded: files, each with the name taken.

        A package that defines nothing itself hands names on, so it is looked through.
        """
        for module, name, _ in self._given[path]:
            if name == "*":
                found = self._paths.get(module)
            elif not name:
                found = self._longest(module)
            elif (inner := self._paths.get(f"{module}.{name}")) is not None:
                found = inner
            elif (file := self._paths.get(module)) is not None:
                yield self._origin(file, name)
                continue
            else:
                continue
            if found is not None and self._own[found]:
                yield found, ""

    def used(self, path: str) -> Iterator[tuple[str, str]]:
        """Yield what a module takes as attributes of modules: `core.Command`."""
        called: dict[str, str] = {}
        for module, name, own in self._given[path]:
            found = self._paths.get(f"{module}.{name}") if name else self._longest(module)
            if found is not None and name != "*":
                called[own] = found
        for node in ast.walk(self._trees[path]) if called else ():
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                file = called.get(node.value.id)
                if file is not None:
                    origin = self._origin(file, node.attr)
                    if self._own[origin[0]]:
                        yield origin

    def _origin(self, file: str, name: str) -> tuple[str, str]:
        """The file that defines a name, where a package takes it from one of its modules."""
        return self._found(file, name, set()) or (file, name)

    def _found(self, file: str, name: str, seen: set[str]) -> tuple[str, str] | None:
        if name in self._own[file]:
            return file, name
        seen.add(file)
        for module, given, called in self._given[file]:
            if given == "*" or (given and called == name):
                inner = self._paths.get(f"{module}.{given}")
                if inner is not None:
                    return inner, ""
                further = self._paths.get(module)
                if further is not None and further not in seen and len(seen) < _HOPS:
                    found = self._found(further, name if given == "*" else given, seen)
                    if found is not None:
                        return found
        return None

    def _longest(self, module: str) -> str | None:
        while module:
            if module in self._paths:
                return self._paths[module]
            module = module.rpartition(".")[0]
        return None

    def _imports(self, path: str, tree: ast.Module) -> Iterator[tuple[str, str, str]]:
        """Yield the module, the name taken from it (or empty), and what it is called here."""
        own = self._names[path]
        package = own if path.endswith("__init__.py") else own.rpartition(".")[0]
        for node in _loaded(tree.body):
            if isinstance(node, ast.Import):
                for one in node.names:
                    yield one.name, "", one.asname or one.name
                continue
            base = node.module or ""
            if node.level:
                above = package.split(".")
                above = above[: len(above) - node.level + 1]
                base = ".".join([*above, *([base] if base else [])])
            for one in node.names:
                yield base, one.name, one.asname or one.name


def _module(path: str, packages: set[str], root: str) -> str:
    folder, _, name = path.rpartition("/")
    parts = [] if name == "__init__.py" else [name.removesuffix(".py")]
    while folder in packages:
        if not folder:
            return ".".join([root, *parts])
        folder, _, name = folder.rpartition("/")
        parts.insert(0, name)
    if "" in packages and not folder:
        parts.insert(0, root)
    return ".".join(parts)


def _loaded(body: Iterable[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield the imports that run when a module is loaded."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If):
            if "TYPE_CHECKING" not in ast.unparse(node.test):
                yield from _loaded(node.body)
            yield from _loaded(node.orelse)
        elif isinstance(node, ast.Try):
            for part in (node.body, *(one.body for one in node.handlers), node.orelse):
                yield from _loaded(part)
        elif isinstance(node, ast.With):
            yield from _loaded(node.body)
