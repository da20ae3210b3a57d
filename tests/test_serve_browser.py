"""The server's page in a real browser, against a server in a process of its own. Skipped where there is none."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")
pytest.importorskip("fastapi", reason="the extra serve is not installed")

from tests.batches import article
from tests.browsers import open_browser, resize
from tests.serve_process import Served, served

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "desalination-results.ar.txt"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with open_browser(tmp_path_factory.mktemp("profile")) as chrome:
        yield chrome


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("jobs"), "--no-repair", AMANA_TEST_PAUSE="0.7") as running:
        yield running


def wait(done: Callable[[], Any], seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while not (found := done()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


def text(browser: Chrome, id: str) -> str:
    return str(browser.execute_script(f"return document.getElementById({id!r}).textContent"))


def find(browser: Chrome, selector: str) -> list[Any]:
    return list(browser.find_elements("css selector", selector))


def drop(browser: Chrome, *paths: Path) -> None:
    find(browser, "#files")[0].send_keys("\n".join(map(str, paths)))
    find(browser, "#translate")[0].click()


def complaints(browser: Chrome) -> list[Any]:
    lines = browser.get_log("browser")  # type: ignore[no-untyped-call]
    return [line for line in lines if line["level"] == "SEVERE"]


def picture(browser: Chrome, name: str) -> None:
    """Kept where somebody wants to look at it: in the folder $AMANA_TEST_PICTURES."""
    if folder := os.environ.get("AMANA_TEST_PICTURES"):
        browser.save_screenshot(str(Path(folder) / f"{name}.png"))


def test_an_article_goes_from_the_file_to_the_report(browser: Chrome, server: Served) -> None:
    resize(browser, 1200)
    browser.get(server.url)
    complaints(browser)
    drop(browser, SAMPLE)
    wait(lambda: find(browser, "#sentences .pair p:not(.waiting)[lang=en]"))
    assert find(browser, "#sentences .pair p[lang=ar]")[0].value_of_css_property("direction") == "rtl"
    picture(browser, "serve-sentences")
    wait(lambda: "Verdict" in text(browser, "status"))
    assert len(find(browser, "#downloads a")) == 6
    browser.switch_to.frame(find(browser, "#report")[0])
    wait(lambda: find(browser, ".number"))
    browser.switch_to.default_content()
    assert SAMPLE.name in text(browser, "jobs")
    picture(browser, "serve-report")
    resize(browser, 390)
    width = browser.execute_script("return document.documentElement.scrollWidth")
    assert width <= 390
    picture(browser, "serve-phone")
    assert complaints(browser) == []


def test_two_at_once_one_with_a_hostile_name_and_a_reload_in_the_middle(
    browser: Chrome, server: Served, tmp_path: Path
) -> None:
    resize(browser, 1200)
    browser.get(server.url)
    complaints(browser)
    names = ["<img src=x onerror=document.title='owned'>.txt", "second.txt"]
    for number, name in enumerate(names):
        (tmp_path / name).write_text(article(number + 30), encoding="utf-8")
    drop(browser, *(tmp_path / name for name in names))
    wait(lambda: find(browser, "#sentences .pair"))
    browser.refresh()
    wait(lambda: "Verdict" in text(browser, "status"))
    assert names[0] in text(browser, "jobs")
    assert names[1] in text(browser, "jobs")
    assert find(browser, "#jobs img") == []
    assert browser.title == "amana"
    assert complaints(browser) == []


def test_a_job_is_cancelled(browser: Chrome, server: Served) -> None:
    browser.get(server.url)
    browser.execute_script("document.getElementById('text').value = arguments[0]", article(50))
    find(browser, "#translate")[0].click()
    wait(lambda: find(browser, "#job:not([hidden]) #cancel"))[0].click()
    wait(lambda: text(browser, "status") == "cancelled")


def test_two_texts_are_checked_with_the_keyboard(browser: Chrome, server: Served) -> None:
    browser.get(server.url)
    find(browser, "#source")[0].send_keys("وبلغت الإيرادات 40 دولارا")
    find(browser, "#target")[0].send_keys("Revenue reached $46\t\n")
    wait(lambda: find(browser, "#check-result td.error"))
    assert "There is a number error." in text(browser, "check-result")
    resize(browser, 390)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    picture(browser, "serve-check-phone")


def test_what_is_done_is_deleted_after_it_was_confirmed(browser: Chrome, server: Served) -> None:
    resize(browser, 1200)
    browser.get(server.url)
    browser.execute_script("document.getElementById('text').value = arguments[0]", article(60))
    find(browser, "#translate")[0].click()
    wait(lambda: "Verdict" in text(browser, "status"))
    id = browser.current_url.rpartition("#")[2]
    find(browser, "#delete")[0].click()
    browser.switch_to.alert.dismiss()
    assert find(browser, f"#jobs [data-job='{id}']")
    find(browser, "#delete")[0].click()
    assert "cannot be brought back" in browser.switch_to.alert.text
    browser.switch_to.alert.accept()
    wait(lambda: "Deleted" in text(browser, "said"))
    assert not find(browser, f"#jobs [data-job='{id}']")
    assert not find(browser, "#job:not([hidden])")
    browser.execute_script("document.getElementById('text').value = arguments[0]", article(61))
    find(browser, "#translate")[0].click()
    wait(lambda: find(browser, "#job:not([hidden]) #cancel"))[0].click()
    wait(lambda: text(browser, "status") == "cancelled")
    wait(lambda: find(browser, "#delete:not([hidden])"))[0].click()
    browser.switch_to.alert.accept()
    wait(lambda: not find(browser, "#job:not([hidden])"))
