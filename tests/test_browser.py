"""The page in a real browser: Debian's Chromium, driven by Playwright; skipped with a word where there is none."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium"),
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = (
        f"import sys; sys.argv = ['recovery-nlp', 'app', '--port', '{port}']; from recovery_nlp.cli import main; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=_headless(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).close()  # noqa: S310
                break
            except OSError:
                time.sleep(0.5)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def _headless() -> dict[str, str]:
    import os

    return {**os.environ, "STREAMLIT_SERVER_HEADLESS": "true"}


@pytest.fixture(scope="module")
def page(address: str) -> Iterator:
    from playwright.sync_api import sync_playwright

    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.outside = []
        page.on(
            "request",
            lambda request: (
                page.outside.append(request.url)
                if not request.url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))
                else None
            ),
        )
        page.goto(address)
        page.get_by_role("heading", name="Score a reply").wait_for(timeout=60_000)
        yield page
        browser.close()


def test_pasted_reply_is_scored_and_its_words_are_marked(page, tmp_path: Path) -> None:
    page.get_by_label("Staff replied").fill("Sorry you feel that way, but our policy is clear.")
    page.get_by_role("button", name="Score", exact=True).click()
    page.get_by_text("Flagged: defensive").wait_for(timeout=60_000)
    page.locator("mark.D").first.wait_for(timeout=30_000)
    page.screenshot(path=str(tmp_path / "flagged.png"), full_page=True)


def test_example_is_scored_in_one_click(page) -> None:
    page.get_by_role("button", name="A good recovery").click()
    page.get_by_text("Sincere").first.wait_for(timeout=30_000)


def test_hostile_text_runs_nothing(page) -> None:
    page.evaluate("window.hit = false")
    page.get_by_label("Staff replied").fill(
        "<img src=x onerror='window.hit=true'> <script>window.hit=true</script> you should have looked, it is our policy."
    )
    page.get_by_role("button", name="Score", exact=True).click()
    page.locator("div.heard", has_text="onerror").wait_for(timeout=30_000)
    assert page.evaluate("window.hit") is False
    assert page.locator("div.heard img").count() == 0


def test_page_asks_nothing_of_the_outside(page) -> None:
    assert page.outside == []
