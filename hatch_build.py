"""Compile the maps when kbpivot is built, so that reading one costs milliseconds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileMaps(BuildHookInterface):
    """Write the compiled form of each map beside its TOML files and put it into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before files are collected."""
        del version
        sys.path.insert(0, str(Path(self.root) / "src"))
        try:
            from kbpivot.shell.maps import BUNDLED_MAPS, compile_bundled_map

            for name in BUNDLED_MAPS:
                build_data["artifacts"].append(
                    f"/{compile_bundled_map(name).relative_to(self.root).as_posix()}"
                )
        finally:
            sys.path.pop(0)
