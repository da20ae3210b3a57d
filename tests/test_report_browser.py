"""The report in a real browser: Debian's chromium, driven by selenium. Skipped where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.article import Record, Repair
from pipeline.batch.folder import OutputFolder
from pipeline.batch.overview import write_overview
from pipeline.ingest import Refusal
from pipeline.report.html import render
from tests.browsers import open_browser, resize
from tests.records import HOSTILE, hostile, make_record, news

pytest.importorskip("selenium", reason="selenium is not installed")

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

Open = Callable[[Record], "Chrome"]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with open_browser(tmp_path_factory.mktemp("profile")) as chrome:
        yield chrome


@pytest.fixture
def visit(browser: Chrome, tmp_path: Path) -> Open:
    """Opens the report of a record in a window as wide as a desktop's."""

    def open_report(record: Record) -> Chrome:
        path = tmp_path / "report.html"
        path.write_text(render(record, version="1.2.3"), encoding="utf-8")
        resize(browser, 1200)
        console(browser)  # what an earlier page said
        browser.get(path.as_uri())
        return browser

    return open_report


def console(browser: Chrome) -> list[Any]:
    """What the page has said on the console since the last call: errors, and what the policy stopped."""
    return list(browser.get_log("browser"))  # type: ignore[no-untyped-call]


def find(browser: Chrome, selector: str) -> list[WebElement]:
    return browser.find_elements("css selector", selector)


def texts(browser: Chrome, selector: str) -> list[str]:
    return [" ".join(item.text.split()) for item in find(browser, selector)]


def run(browser: Chrome, script: str, *arguments: object) -> Any:
    return browser.execute_script(script, *arguments)


def lit(browser: Chrome) -> list[str]:
    return [str(item.get_attribute("id")) for item in find(browser, ".lit")]


def shown_rows(browser: Chrome) -> list[str]:
    return [str(item.get_attribute("id")) for item in find(browser, "#ledger tbody tr") if item.is_displayed()]


def choose(browser: Chrome, value: str) -> None:
    from selenium.webdriver.support.ui import Select

    Select(find(browser, "select")[0]).select_by_value(value)


@pytest.mark.parametrize("record", [news(), hostile(), replace(news(), translations=(), summary=None)])
def test_no_errors_and_no_network(visit: Open, record: Record) -> None:
    browser = visit(record)
    assert console(browser) == []
    assert run(browser, "return performance.getEntriesByType('resource').length") == 0


def test_pointing_at_a_number_lights_its_partners(visit: Open) -> None:
    from selenium.webdriver import ActionChains

    browser = visit(news())
    before = find(browser, "#summary-2")[0].value_of_css_property("background-color")
    ActionChains(browser).move_to_element(find(browser, "#source-2")[0]).perform()
    assert sorted(lit(browser)) == ["key-2", "row-2", "source-2", "summary-2", "translation-2"]
    assert find(browser, "#summary-2")[0].value_of_css_property("background-color") != before
    ActionChains(browser).move_to_element(find(browser, "#translation-4")[0]).perform()
    assert sorted(lit(browser)) == ["row-4", "translation-4"]
    ActionChains(browser).move_to_element(find(browser, "h1")[0]).perform()
    assert lit(browser) == []


def test_the_keyboard_lights_them_too(visit: Open) -> None:
    from selenium.webdriver import ActionChains, Keys

    browser = visit(news())
    seen: list[str] = []
    for _ in range(30):
        ActionChains(browser).send_keys(Keys.TAB).perform()
        seen.append(str(run(browser, "return document.activeElement.id")))
        if seen[-1] == "summary-2":
            break
    assert seen[-1] == "summary-2"
    assert sorted(lit(browser)) == ["key-2", "row-2", "source-2", "summary-2", "translation-2"]
    assert run(browser, "return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    assert browser.current_url.endswith("#row-2")


def test_arabic_runs_right_to_left_beside_the_english(visit: Open) -> None:
    browser = visit(news())
    source, translation = find(browser, ".source")[1], find(browser, ".translation")[0]
    assert source.value_of_css_property("direction") == "rtl"
    assert translation.value_of_css_property("direction") == "ltr"
    assert source.rect["x"] > translation.rect["x"] + translation.rect["width"]
    words = "const range = document.createRange(); const text = arguments[0].firstChild;"
    place = "range.setStart(text, {0}); range.setEnd(text, {0} + 1); return range.getBoundingClientRect().x"
    first, fifth = (run(browser, words + place.format(index), source) for index in (0, 5))
    assert first > fifth, "the first letter stands right of the fifth"


@pytest.mark.parametrize("width", [390, 1200])
def test_no_sideways_scrolling(visit: Open, width: int) -> None:
    long = make_record(f"{'كلمة' * 60} 300 شخص.", [f"300 {'W' * 400}"], [f"300 {'https://' + 'a' * 300}"])
    word = "W" * 300
    repairs = (Repair(0, "splice", True, word, word, 1, 0, ("other-language",), ()),)
    for record in (news(), hostile(), replace(long, repairs=repairs)):
        browser = visit(record)
        resize(browser, width)
        inner, outer = run(
            browser, "const page = document.documentElement; return [page.scrollWidth, page.clientWidth]"
        )
        assert inner <= outer


def test_on_a_phone_the_texts_are_stacked(visit: Open) -> None:
    browser = visit(news())
    resize(browser, 390)
    source, translation = find(browser, ".source")[1].rect, find(browser, ".translation")[0].rect
    assert translation["y"] >= source["y"] + source["height"]
    assert abs(translation["width"] - source["width"]) < 2


def test_columns_sort_both_ways(visit: Open) -> None:
    browser = visit(news())

    def sort(name: str) -> list[str]:
        header = next(item for item in find(browser, "#ledger thead th") if item.text.startswith(name))
        header.find_element("css selector", "button").click()
        assert header.get_attribute("aria-sort") in ("ascending", "descending")
        assert len(find(browser, '#ledger thead th[aria-sort="none"]')) == 5
        return [row.removeprefix("row-") for row in shown_rows(browser)]

    assert sort("Arabic") == ["3", "2", "5", "1", "4", "6"]  # by value: 25, 40, 1998, 12.5 million; none
    assert sort("Arabic") == ["1", "5", "2", "3", "4", "6"]
    assert sort("In translation") == ["4", "2", "5", "6", "1", "3"]  # errors by name, then what has no finding
    assert sort("No.") == ["1", "2", "3", "4", "5", "6"]
    assert sort("No.") == ["6", "5", "4", "3", "2", "1"]


def test_rows_are_filtered_by_text_and_by_verdict(visit: Open) -> None:
    browser = visit(news())
    box = find(browser, "input[type=search]")[0]
    assert texts(browser, "output") == ["6 of 6 rows"]
    box.send_keys("12500000")
    assert shown_rows(browser) == ["row-1"]
    assert texts(browser, "output") == ["1 of 6 rows"]
    box.clear()
    choose(browser, "is-changed")
    assert shown_rows(browser) == ["row-2"]
    choose(browser, "error")
    assert shown_rows(browser) == ["row-2", "row-4", "row-5", "row-6"]
    box.send_keys("دولارا")
    assert shown_rows(browser) == ["row-2"]
    box.send_keys("\n")
    assert shown_rows(browser) == ["row-2"], "Enter sends no form"


def test_a_link_to_a_row_that_is_filtered_out_brings_it_back(visit: Open) -> None:
    browser = visit(news())
    choose(browser, "is-changed")
    assert shown_rows(browser) == ["row-2"]
    find(browser, "#source-1")[0].click()
    assert "row-1" in shown_rows(browser)
    assert len(shown_rows(browser)) == 6


def test_a_hostile_record_changes_nothing(visit: Open) -> None:
    from selenium.common.exceptions import NoAlertPresentException

    browser = visit(hostile())
    with pytest.raises(NoAlertPresentException):
        _ = browser.switch_to.alert.text
    assert browser.title.startswith("<script>")
    assert len(find(browser, "script")) == 1
    assert find(browser, "img, iframe, [onerror], a[href^='javascript:']") == []
    assert find(browser, "h1")[0].text.startswith('<script>document.title = "owned"')


def test_the_policy_stops_what_would_get_in(visit: Open) -> None:
    browser = visit(news())
    run(
        browser,
        """const script = document.createElement("script");
        script.textContent = "window.owned = true";
        const holder = document.createElement("div");
        holder.innerHTML = "<img src='data:image/gif;base64,AAAA' onerror='window.owned = true'>";
        holder.style.cssText = "";
        holder.innerHTML += "<p id=styled style='color: rgb(1, 2, 3)'>text</p>";
        document.body.append(script, holder);""",
    )
    assert run(browser, "return window.owned === undefined") is True
    assert find(browser, "#styled")[0].value_of_css_property("color") != "rgba(1, 2, 3, 1)"
    assert any("Content Security Policy" in str(entry["message"]) for entry in console(browser))


def test_without_javascript_everything_is_there(visit: Open) -> None:
    browser = visit(news())
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.refresh()
        document = browser.execute_cdp_cmd("DOM.getDocument", {"depth": -1})
        tree = browser.execute_cdp_cmd("DOM.getOuterHTML", {"nodeId": document["root"]["nodeId"]})["outerHTML"]
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert '<form class="controls" hidden="">' in tree
    assert "<button" not in tree, "a button that does nothing"
    assert tree.count('<tr role="row" id="row-') == 6


def test_dark_mode_has_a_dark_page(visit: Open) -> None:
    browser = visit(news())
    body = find(browser, "body")[0]
    light = body.value_of_css_property("background-color")
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        assert (light, body.value_of_css_property("background-color")) == (
            "rgba(255, 255, 255, 1)",
            "rgba(22, 24, 28, 1)",
        )
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_a_screen_reader_hears_landmarks_names_and_the_table(visit: Open) -> None:
    browser = visit(news())
    browser.execute_cdp_cmd("Accessibility.enable", {})
    resize(browser, 390)  # where the table is laid out as cards and must stay a table
    nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    heard = [
        # some versions of Chromium keep the space before a labelled field
        (node["role"]["value"], node.get("name", {}).get("value", "").strip())
        for node in nodes
        if not node["ignored"]
    ]
    roles = [role for role, _ in heard]
    assert {"banner", "main", "navigation", "contentinfo"} <= set(roles)
    for expected in (
        ("region", "Summary"), ("region", "Source and translation"), ("table", "Numbers"), ("searchbox", "Find"),
        ("combobox", "Verdict"), ("link", "40 دولارا"), ("heading", "Findings"),
    ):  # fmt: skip
        assert expected in heard
    assert roles.count("row") >= 7
    described = [node.get("description", {}).get("value", "") for node in nodes if node["role"]["value"] == "link"]
    assert any(text.startswith("changed: Arabic says") for text in described)


@pytest.fixture
def overview(browser: Chrome, tmp_path: Path) -> Chrome:
    """The overview of a batch: an article with errors, a hostile one, a sound one, and one that could not be read."""
    sound = make_record("وبلغت الإيرادات 40 دولارا.", ["Revenue reached $40."], ["Revenue reached $40."], id="sound")
    with OutputFolder(tmp_path, settings="test") as folder:
        folder.write(news())
        folder.write(sound)
        folder.write(replace(hostile(), article=replace(hostile().article, id="b/hostile")))
        folder.refuse(Refusal(f"{HOSTILE}.txt", "bad", f"{HOSTILE} is empty."))
        folder.close()
        write_overview(folder.manifest, tmp_path, unknown=[HOSTILE])
    resize(browser, 1200)
    console(browser)
    browser.get((tmp_path / "index.html").as_uri())
    return browser


def overview_rows(browser: Chrome) -> list[str]:
    return [item.text for item in find(browser, "#ledger tbody tr .verdict") if item.is_displayed()]


def test_the_overview_sorts_and_searches(overview: Chrome) -> None:
    assert overview_rows(overview) == ["! warning", "✗ error", "✓ ok", "✗ failed"]
    find(overview, "#ledger th button")[1].click()
    assert overview_rows(overview) == ["✗ failed", "✗ error", "! warning", "✓ ok"]
    find(overview, "#ledger th button")[3].click()
    errors = [str(item.get_attribute("data-key")) for item in find(overview, "#ledger tbody td:nth-child(4)")]
    assert errors == [*sorted(errors[:3], key=int), ""]
    find(overview, "input")[0].send_keys("$40")
    assert overview_rows(overview) == ["✓ ok"]
    find(overview, "input")[0].clear()
    choose(overview, "failed")
    assert overview_rows(overview) == ["✗ failed"]


def test_the_overview_leads_to_the_reports(overview: Chrome) -> None:
    links = [str(item.get_attribute("href")) for item in find(overview, "#ledger tbody th > a")]
    assert [link.rsplit("/", 1)[1] for link in links] == ["hostile.html", "news.html", "sound.html"]
    find(overview, "#ledger tbody th > a")[0].click()
    assert overview.current_url == links[0]
    assert overview.title != "owned"


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_the_overview_has_no_errors_and_no_sideways_scrolling(overview: Chrome, width: int) -> None:
    resize(overview, width)
    assert console(overview) == []
    assert run(overview, "return performance.getEntriesByType('resource').length") == 0
    assert run(overview, "return document.documentElement.scrollWidth") <= width
