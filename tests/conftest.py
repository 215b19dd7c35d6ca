"""What every test shares: a cache folder of its own, no colour, 80 columns."""

from __future__ import annotations

import signal

import pytest
from hypothesis import HealthCheck, settings

# How quickly a machine makes examples says nothing about what is tested.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


def pytest_addoption(parser):
    parser.addoption(
        "--update", action="store_true", help="rewrite transcripts and generated pages"
    )


@pytest.fixture(autouse=True, scope="session")
def quiet_place(tmp_path_factory):
    """Keep the user's cache, vault and terminal out of the tests, and the tests out of them."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A shell starts what runs in the background so, and every process started here inherits it.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.MonkeyPatch.context() as patch:
        cache = str(tmp_path_factory.mktemp("cache"))
        patch.setenv("XDG_CACHE_HOME", cache)
        patch.setenv("KBPIVOT_CACHE", cache)
        for name in ("KBPIVOT_VAULT", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "GITHUB_ACTIONS"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """One Chromium for all tests that show a page."""
    import chromium

    driver = chromium.started(tmp_path_factory.mktemp("profile"))
    try:
        yield driver
    finally:
        driver.quit()
