"""What kbpivot brings along: the example vault and the note templates."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from kbpivot.errors import KbpivotError, RefusedError
from kbpivot.shell.site import enclosing_vault
from kbpivot.shell.writing import sweep, temporary_name

__all__ = ["bundled_folder", "copy_example_vault"]

_PACKAGE = Path(__file__).parents[1]
_CHECKOUT = {"vault": "examples/vault", "templates": "templates"}


def bundled_folder(name: str) -> Path:
    """Return the folder of the example `vault` or of the `templates`.

    The wheel holds them inside the package; a checkout has them at its root.

    Raises:
        KbpivotError: this installation brings neither.
    """
    for place in (_PACKAGE / "_data" / name, _PACKAGE.parents[1] / _CHECKOUT[name]):
        if place.is_dir():
            return place
    raise KbpivotError(f"This installation of kbpivot came without its {name}; install it again.")


def copy_example_vault(target: str | os.PathLike[str]) -> tuple[Path, int]:
    """Copy the example vault to a new or empty folder.

    Returns:
        The folder and the number of notes in it.

    Raises:
        RefusedError: there is something at `target`, or it lies in a vault.
    """
    folder = Path(target)
    above = enclosing_vault(Path(os.path.abspath(folder)).parent)  # noqa: PTH100
    if above is not None:
        raise RefusedError(
            f"{folder} would lie in the vault {above[0]}, and its notes would count as yours;"
            " name a folder outside, such as ~/kbpivot-demo."
        )
    if folder.is_symlink() or (folder.exists() and not (folder.is_dir() and _is_empty(folder))):
        raise RefusedError(f"{folder} holds something already; name a folder that does not exist.")
    source = bundled_folder("vault")
    folder.parent.mkdir(parents=True, exist_ok=True)
    sweep(folder.parent)
    # Whole or not at all: what is killed on the way leaves nothing under that name.
    temporary = folder.parent / temporary_name()
    try:
        shutil.copytree(source, temporary, copy_function=_copy)
        if os.name == "nt" and folder.is_dir():
            folder.rmdir()
        temporary.replace(folder)  # an empty folder is replaced, any other is refused
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return folder, sum(1 for _ in folder.rglob("*.md"))


def _is_empty(folder: Path) -> bool:
    return next(folder.iterdir(), None) is None


def _copy(source: str, target: str) -> str:
    # Without modes and times: an installed package may be read-only, a vault is for writing.
    return str(shutil.copyfile(source, target))
