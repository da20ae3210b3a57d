"""The evaluation's report in a real browser: only its style gets through the policy, and a phone shows it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eval.evaluate import Options, evaluate
from eval.output import write_results
from tests import test_report_browser as pages
from tests.browsers import resize
from tests.evaluation import FakeEncoder, data_set, perfect, poor
from tests.records import HOSTILE

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

browser = pages.browser


@pytest.fixture
def report(browser: Chrome, tmp_path: Path) -> Chrome:
    """The report on two systems, one of them with a name that tries to break out, opened as wide as a desktop."""
    systems = [perfect(), replace(poor(), name=HOSTILE)]
    results = evaluate(data_set(), systems, Options(encoder=FakeEncoder(), resamples=100))
    write_results(results, tmp_path)
    resize(browser, 1200)
    pages.console(browser)
    browser.get((tmp_path / "report.html").as_uri())
    return browser


def test_nothing_is_stopped_and_nothing_is_fetched(report: Chrome) -> None:
    assert pages.console(report) == []
    assert pages.run(report, "return performance.getEntriesByType('resource').length") == 0
    assert report.title == "Evaluation of news · amana"


def test_plots_are_drawn(report: Chrome) -> None:
    heights = pages.run(
        report,
        "return [...document.querySelectorAll('.plot .label')]"
        ".map(label => [label.offsetHeight, label.nextElementSibling.clientHeight])",
    )
    assert len(heights) > 10
    assert all(label - 1 <= drawn <= max(28, label + 1) for label, drawn in heights), "a row is as high as its label"
    [circle, *_] = pages.find(report, "circle.system")
    assert circle.value_of_css_property("fill") != "rgb(0, 0, 0)", "the style sheet got through the policy"


def test_a_wrong_number_is_marked_and_the_page_of_its_document_opens(report: Chrome) -> None:
    pages.run(report, "for (const item of document.querySelectorAll('details')) item.open = true")
    assert "12.5 billion" in pages.texts(report, ".number.error")
    [link, *_] = pages.find(report, "#documents a")
    link.click()
    assert pages.texts(report, "h1") == ["users"]


@pytest.mark.parametrize("width", [360, 1200])
def test_the_page_is_no_wider_than_the_window(report: Chrome, width: int) -> None:
    resize(report, width)
    assert pages.run(report, "return document.documentElement.scrollWidth") <= width
