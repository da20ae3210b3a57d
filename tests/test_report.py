"""The report as a file: complete, self-contained, escaped, legible. What a browser does with it is another test."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from importlib import resources
from typing import get_args

import pytest

from pipeline.article import Record, Repair
from pipeline.ledger import ledger
from pipeline.numbers.quantity import FindingType
from pipeline.report.html import SIGNS, render
from tests.records import ENGLISH, NEWS, SUMMARY, hostile, make_record, news

VOID = {"meta", "input", "br", "img", "link"}
CELLS = {"td", "th", "small"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    text: str = ""
    inside: tuple[str, ...] = ()


@dataclass
class Page(HTMLParser):
    """Every element of a page with its whole text, and the ids and classes of what it stands in."""

    html: str
    elements: list[Element] = field(default_factory=list)
    stack: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside = tuple(str(item.attributes.get("id") or item.attributes.get("class")) for item in self.stack)
        if tag in CELLS:
            self.handle_data(" ")
        element = Element(tag, dict(attrs), inside=inside)
        self.elements.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack, f"</{tag}> closes nothing"
        assert self.stack.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.stack:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        return [
            item
            for item in self.elements
            if item.tag == tag and all(item.attributes.get(key) == value for key, value in attributes.items())
        ]

    def numbers(self, side: str) -> list[Element]:
        return [item for item in self.all("a") if "data-rows" in item.attributes and side in item.inside]


def page_of(record: Record) -> Page:
    return Page(render(record, version="1.2.3"))


def spaced(text: str) -> str:
    return " ".join(text.split())


def test_every_number_is_marked_where_it_stands() -> None:
    page = page_of(news())
    assert [item.text for item in page.numbers("source")] == ["12.5 مليون", "40 دولارا", "25%", "1998"]
    assert [item.text for item in page.numbers("translation")] == ["12.5 million", "$46", "25%", "7"]
    assert [item.text for item in page.numbers("summary")] == ["12.5 million", "$46", "99"]


def test_a_mark_shows_its_verdict_in_colour_in_shape_and_in_words() -> None:
    page = page_of(news())
    kept, changed, _, missing = page.numbers("source")
    assert (kept.attributes["class"], kept.attributes["data-sign"]) == ("number ok", "")
    assert (changed.attributes["class"], changed.attributes["data-sign"]) == ("number error", SIGNS["changed"][0])
    assert (missing.attributes["class"], missing.attributes["data-sign"]) == ("number error", SIGNS["missing"][0])
    assert changed.attributes["title"] == "changed: Arabic says USD 40 (40 دولارا), English says USD 46 ($46)"
    assert len({sign for sign, _ in SIGNS.values()}) == len(SIGNS)
    assert set(get_args(FindingType)) <= set(SIGNS)


def test_numbers_that_changed_places_are_marked_both_and_apart_from_wrong_ones() -> None:
    record = make_record("سقط 14 قتيلا و30 جريحا.\n", ["There were 30 dead and 14 wounded."])
    marks = [
        (number.attributes["class"], number.attributes["data-sign"]) for number in page_of(record).numbers("source")
    ]
    assert marks == [("number error", f"✓{SIGNS['exchanged'][0]}")] * 2


def test_partners_share_their_row_and_every_link_arrives() -> None:
    page = page_of(news())
    rows = [
        [item.attributes["data-rows"] for item in page.numbers(side)] for side in ("source", "translation", "summary")
    ]
    assert rows == [["1", "2", "3", "5"], ["1", "2", "3", "4"], ["1", "2", "6"]]
    ids = [item.attributes["id"] for item in page.elements if item.attributes.get("id")]
    assert len(ids) == len(set(ids))
    targets = {str(item.attributes["href"]) for item in page.all("a")}
    assert targets <= {f"#{id}" for id in ids}
    assert {"#row-1", "#source-1", "#translation-4", "#summary-6"} <= targets


def test_the_texts_are_whole_and_in_their_direction() -> None:
    page = page_of(news())
    sources = page.all("p", **{"class": "source"})
    assert [item.text for item in sources] == NEWS.strip().splitlines()
    assert {(item.attributes["lang"], item.attributes["dir"]) for item in sources} == {("ar", "rtl")}
    translations = page.all("p", **{"class": "translation"})
    assert tuple(item.text for item in translations) == ENGLISH
    assert {(item.attributes["lang"], item.attributes["dir"]) for item in translations} == {("en", "ltr")}
    assert tuple(item.text for item in page.all("li") if item.inside[-2:-1] == ("summary",)) == SUMMARY


def test_boilerplate_is_shown_and_set_apart() -> None:
    (residue,) = page_of(news()).all("li", **{"class": "pair boilerplate opens"})
    assert "2031" in residue.text
    assert "Not translated" in residue.text


def test_the_verdict_stands_on_top() -> None:
    headline = next(item for item in page_of(news()).all("p") if "headline" in str(item.attributes["class"]))
    assert spaced(headline.text) == (
        "✗ 5 number errors remain. 4 numbers in the article, 2 of them without a finding; 2 numbers added; "
        "0 warnings, 0 notes."
    )


def unchecked() -> Record:
    record = make_record("وحضر 300 شخص.", ["300 people attended."], ["300 came."])
    return replace(record, translations=(replace(record.translations[0], check=None),))


HEADLINES = {
    "all kept": (make_record("وحضر 300 شخص.", ["300 people attended."], ["300 came."]), "ok", "No number error"),
    "a warning": (
        make_record("حضر أكثر من 300 شخص.", ["300 people came."], ["They came."]),
        "warning",
        "No number error",
    ),
    "no summary": (make_record("وحضر 300 شخص.", ["300 people attended."], None), "error", "summary is missing"),
    "no translation": (make_record("وحضر الناس.", [""], ["They came."]), "error", "translation or the summary"),
    "no check": (unchecked(), "warning", "not checked"),
    "no number": (make_record("وحضر الناس.", ["People came."], ["They came."]), "ok", "No number error"),
}


@pytest.mark.parametrize(("record", "kind", "words"), HEADLINES.values(), ids=HEADLINES)
def test_headlines(record: Record, kind: str, words: str) -> None:
    headline = next(item for item in page_of(record).all("p") if "headline" in str(item.attributes["class"]))
    assert headline.attributes["class"] == f"headline {kind}"
    assert words in headline.text


def test_the_ledger_is_a_table_with_all_rows() -> None:
    page = page_of(news())
    rows = [item for item in page.all("tr") if "data-verdict" in item.attributes]
    assert len(rows) == len(ledger(news())) == 6
    assert rows[1].attributes["data-verdict"] == "error is-changed is-changed"
    assert spaced(rows[3].text) == "4 7 + added added by translate – absent"
    assert spaced(rows[5].text) == "6 99 – absent + added added by summarize"
    assert [item.text for item in page.all("th", scope="col")][:6] == [
        "No.", "Arabic", "English", "Summary", "In translation", "In summary",
    ]  # fmt: skip


def test_the_filter_finds_a_number_in_any_writing() -> None:
    record = make_record("وتنتج ٣٤٠ ألف متر مكعب.", ["They make 340,000 cubic meters."], ["So they do."])
    (row,) = [item for item in page_of(record).all("tr") if "data-search" in item.attributes]
    for text in ("٣٤٠", "340", "340000", "340,000", "cubic", "kept"):
        assert text in str(row.attributes["data-search"])


def test_findings_notes_models_and_versions_are_there() -> None:
    text = spaced(page_of(news()).all("body")[0].text)
    for part in (
        "error Segment 3: Arabic says USD 40 (40 دولارا), English says USD 46 ($46) row 2",
        "error Summary: English adds 99 row 6",
        "two notes; in one stage",
        "translate fake 1.250 18",
        "amana 1.2.3 · 1.2 seconds · news.txt (utf-8)",
    ):
        assert part in text


def test_arabic_in_a_message_is_set_apart() -> None:
    (item,) = [item for item in page_of(news()).all("bdi", lang="ar") if item.text == "40 دولارا"]
    assert item.attributes["dir"] == "rtl"


def test_repairs_and_guards_are_shown() -> None:
    record = news()
    repairs = (
        Repair(2, "hint", True, "It was $4.", "It was $46.", 2, 1, ("loop",), ()),
        Repair(None, "drop", False, "A summary.", "A summary.", 1, 1),
    )
    guarded = replace(record.translations[0], guards=("source-echo",), finish_reason="length")
    assert record.summary is not None
    summary = replace(record.summary, guards=("refusal",), dropped=("One more.",))
    page = page_of(replace(record, repairs=repairs, translations=(guarded, *record.translations[1:]), summary=summary))
    text = spaced(page.all("body")[0].text)
    for part in (
        "Segment 3 hint 2 → 1 It was $4. Guards: loop It was $46.",
        "Attempts that were not kept: 1",
        "Summary drop 1 → 1 A summary. as before",
        "Guards that fired: source-echo.",
        "cut off at the token limit",
        "Guards that fired: refusal.",
        "left out of the summary: 1",
        "One more.",
    ):
        assert part in text


def test_numbers_that_overlap_share_one_mark() -> None:
    record = make_record("وحضر 300 شخص.", ["300 people attended."], ["300 came."])
    check = record.translations[0].check
    assert check is not None
    source, target = check.matched[0]
    wider = replace(source, start=source.start - 5, text=record.article.text[source.start - 5 : source.end])
    doubled = replace(check, matched=((source, target), (wider, target)))
    page = page_of(replace(record, translations=(replace(record.translations[0], check=doubled),)))
    (mark,) = page.numbers("source")
    assert mark.attributes["data-rows"] == "1 2"
    assert mark.text == wider.text


def test_the_same_record_gives_the_same_page() -> None:
    assert render(news(), version="1") == render(news(), version="1")


# What an article must not be able to do


def test_a_hostile_record_adds_no_element_and_no_attribute() -> None:
    page, plain = page_of(hostile()), page_of(news())
    assert {item.tag for item in page.elements} - {item.tag for item in plain.elements} <= {"details", "summary"}
    assert len(page.all("script")) == len(page.all("style")) == len(page.all("title")) == 1
    assert page.all("img") == []
    for item in page.elements:
        assert not [name for name in item.attributes if name.startswith("on") or name in ("src", "style", "action")]
        assert str(item.attributes.get("href", "#")).startswith("#")


def test_a_hostile_record_is_shown_as_it_is() -> None:
    page = page_of(hostile())
    shown = re.sub("[\x00\u202a-\u202e\u2066-\u2069]", "", hostile().article.id)
    for item in (*page.all("h1"), *page.all("p", **{"class": "source"}), *page.all("p", **{"class": "translation"})):
        assert shown in item.text
    assert page.all("title")[0].text.startswith(shown)


def test_no_text_can_turn_the_direction_or_carry_controls() -> None:
    html = render(hostile(), version="\u202e1\x00")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", html)
    html.encode()


@pytest.mark.parametrize("record", [news(), hostile()], ids=["news", "hostile"])
def test_the_policy_lets_only_our_style_and_script_through(record: Record) -> None:
    html = render(record, version="1")
    page = Page(html)
    (meta,) = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
    policy = dict(part.strip().split(" ", 1) for part in str(meta.attributes["content"]).split(";"))
    for tag in ("style", "script"):
        (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", html, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert policy[f"{tag}-src"] == f"'sha256-{digest}'"
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert "unsafe" not in str(meta.attributes["content"])
    assert html.index("Content-Security-Policy") < html.index("<title>")


def test_nothing_points_outside() -> None:
    html = render(news(), version="1")
    assert not re.search(r"https?:|//[a-z]|@import|url\(|<link|<iframe|fetch\(|XMLHttp", html)


# Legibility: WCAG 2.2, success criterion 1.4.3, at least 4.5 to 1


def style_sheet() -> str:
    return (resources.files("pipeline.report") / "templates" / "page.css").read_text(encoding="utf-8")


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


PALETTES = dict(zip(("light", "dark", "print"), re.findall(r":root \{([^}]*)\}", style_sheet()), strict=True))


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_text_colour_stands_out_from_every_ground(palette: str) -> None:
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", palette))
    for text in ("text", "muted", "ok", "note", "warning", "error", "link"):
        for ground in ("page", "soft", "lit"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


def test_each_severity_has_its_own_shape() -> None:
    shapes = re.findall(r"\.number\.(\w+) \{[^}]*text-decoration-style: (\w+)", style_sheet())
    assert dict(shapes) == {"ok": "solid", "note": "dotted", "warning": "dashed", "error": "wavy"}


def test_the_key_numbers_say_whether_the_summary_keeps_them() -> None:
    page = page_of(news())
    assert "Key numbers: 1 of 4 in the summary" in [item.text for item in page.all("h2")]
    lines = [spaced(item.text) for item in page.all("li") if "keys" in item.inside]
    assert lines == [
        "12.5 مليون → 12.5 million ✓ in the summary",
        "40 دولارا → $46 – not in the summary",
        "25% → 25% – not in the summary",
        "1998 – not in the summary",
    ]


def test_a_summary_in_one_paragraph() -> None:
    record = news()
    assert record.summary
    paragraph = replace(record.summary, form="paragraph")
    page = page_of(replace(record, summary=paragraph))
    assert [spaced(item.text) for item in page.all("p") if item.inside[-1] == "summary"] == [" ".join(SUMMARY)]
    assert [item.text for item in page.numbers("summary")] == ["12.5 million", "$46", "99"]
