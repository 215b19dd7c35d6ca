"""A real Chromium for the tests of pages: started once, shown pages at any size and setting."""

from __future__ import annotations

import os
import shutil
import time

import pytest


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


def started(profile):
    """A headless Chromium with a profile of its own."""
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
        f"--user-data-dir={profile}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = Service(program("KBPIVOT_CHROMEDRIVER", "chromedriver"))
    try:
        return webdriver.Chrome(options=options, service=service)
    except WebDriverException as error:
        return without(f"Chromium does not start: {str(error.msg).splitlines()[0]}")


def look(driver, *, width=1440, height=900, dark=False, forced=False, media=""):
    """Set the size of the window and what the person prefers."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    wishes = {
        "prefers-color-scheme": "dark" if dark else "light",
        "prefers-reduced-motion": "reduce",
        "forced-colors": "active" if forced else "none",
    }
    features = [{"name": name, "value": value} for name, value in wishes.items()]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features, "media": media})


def opened(driver, folder, text, *, fragment="", **wishes):
    """Write a page to a file of its own and open it."""
    path = folder / f"page-{time.monotonic_ns()}.html"
    path.write_text(text, encoding="utf-8")
    look(driver, **wishes)
    driver.get_log("browser")
    driver.get_log("performance")
    driver.get(path.as_uri() + fragment)
    for _ in range(100):  # a large page unpacks its data first
        if driver.execute_script("return document.documentElement.dataset.ready") == "yes":
            return driver
        if (
            driver.execute_script("return document.getElementById('data').type")
            != "application/zlib"
        ):
            break
        time.sleep(0.02)
    raise AssertionError("The page is not ready.")


def violations(driver):
    """What axe-core finds wrong, as rule and element."""
    from importlib.resources import files

    if not driver.execute_script("return Boolean(window.axe)"):
        driver.execute_script((files("axe_core_python") / "axe.min.js").read_text("utf-8"))
    found = driver.execute_async_script(
        "const done = arguments[0];"
        "axe.run(document, {resultTypes: ['violations']}).then(r => done(r.violations))"
    )
    return [(one["id"], node["html"][:120]) for one in found for node in one["nodes"]]
