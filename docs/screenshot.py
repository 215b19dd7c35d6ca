"""Photograph the page that `kbpivot graph` writes, in a real browser: `python docs/screenshot.py`.

Needs Chromium with its driver. Unlike the drawings it is made by hand: its pixels depend on the
fonts of the machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).parents[1]
PLACE = Path(__file__).parent / "_static"
SIZE = (1440, 800)


def page(folder: Path) -> Path:
    """Write the page of the example vault and return where it is."""
    place = folder / "rlhf.html"
    command = [sys.executable, "-m", "kbpivot", "-C", str(ROOT / "examples" / "vault")]
    command += ["--no-cache", "graph", "--public", "--goal", "RLHF", "-o", str(place)]
    subprocess.run(command, check=True)
    return place


def main() -> int:
    """Take the picture, with one note chosen."""
    options = webdriver.ChromeOptions()
    options.binary_location = os.environ.get("KBPIVOT_CHROMIUM") or shutil.which("chromium") or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver") or ""))
    try:
        with tempfile.TemporaryDirectory() as folder:
            driver.execute_cdp_cmd(
                "Emulation.setDeviceMetricsOverride",
                {"width": SIZE[0], "height": SIZE[1], "deviceScaleFactor": 1, "mobile": False},
            )
            driver.execute_cdp_cmd(
                "Emulation.setEmulatedMedia",
                {
                    "features": [
                        {"name": "prefers-color-scheme", "value": "light"},
                        {"name": "prefers-reduced-motion", "value": "reduce"},
                    ]
                },
            )
            driver.get(f"{page(Path(folder)).as_uri()}#note=Concepts%2FBackpropagation.md")
            driver.save_screenshot(str(PLACE / "page.png"))
    finally:
        driver.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
