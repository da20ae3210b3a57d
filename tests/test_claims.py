"""Claims through the stages: what a prompt is told, what a repair must prove, what the summary's check sees."""

from __future__ import annotations

import csv
import io

import pytest

from pipeline.account import Verdict
from pipeline.article import Article, Record, Translation
from pipeline.assessment import with_check
from pipeline.claims import claim_words, claims_in, proves_claims
from pipeline.ledger import ledger
from pipeline.ledger_views import ledger_csv, ledger_to_json
from pipeline.numbers import read
from pipeline.numbers.quantity import Counted
from pipeline.repair import hint
from pipeline.report.html import CLAIM_MARKS, claim_mark, render
from pipeline.segment import segment_article
from tests.records import make_record
from tests.test_repair import Scripted, repaired_text

WORDINGS = {
    "a fall, in cents": ("هبط خام برنت 87 سنتا", {"87 سنتا": "fell by 87 cents"}),
    "a rise to": ("ارتفع السهم إلى 32 ريالا", {"32 ريالا": "rose to 32 riyals"}),
    "both in one sentence": (
        "قفزت الإيرادات بنسبة 40% إلى 342.5 مليون دولار",
        {"40%": "rose by 40%", "342.5 مليون دولار": "rose to $342.5 million"},
    ),
    "more than is no comparison": ("ارتفع بأكثر من 20%", {"20%": "rose by more than 20%"}),
    "a comparison": ("أعلى بنسبة 3% من العام الماضي", {"3%": "higher by 3%"}),
    "from and to": ("وتراجع من 12 إلى 10", {"12 إلى 10": "fell from 12 to 10"}),
    "a loss": ("بخسائر بلغت 5 ملايين دولار", {"5 ملايين دولار": "a loss of $5 million"}),
    "a deficit": ("بعجز قدره 5 مليارات دولار", {"5 مليارات دولار": "a deficit of $5 billion"}),
    "losses that fell": ("تقلصت الخسائر إلى 5 ملايين دولار", {"5 ملايين دولار": "losses fell to $5 million"}),
    "pace is not put into words": ("تباطأ النمو إلى 3%", {"3%": "3%"}),
    "by the middle": ("بحلول منتصف عام 2024", {"2024": "by the middle of 2024"}),
    "the end, without by": ("نهاية عام 2023", {"2023": "the end of 2023"}),
    "a part of a decade": ("في أوائل التسعينيات", {"التسعينيات": "the early 1990s"}),
    "a part of a century": ("منتصف القرن التاسع عشر", {"التاسع عشر": "the middle of the 19th century"}),
    "one figure for two claims": ("ارتفع النفط 5% وهبط الذهب 5%", {"5%": "5%"}),
    "no claim": ("بلغت الإيرادات 40 دولارا", {"40 دولارا": "$40"}),
}


@pytest.mark.parametrize(("arabic", "english"), WORDINGS.values(), ids=WORDINGS)
def test_the_claim_in_english(arabic: str, english: dict[str, str]) -> None:
    assert claims_in(arabic) == english


def test_the_noun_is_named_where_its_meaning_is_sure() -> None:
    known = {"حساب": ("account",), "جريحا": ("injure",)}
    assert claims_in("1.2 مليار حساب مزيف", meanings=lambda word: known.get(word, ())) == {
        "1.2 مليار": "1.2 billion accounts"
    }
    assert hint("1.2 مليار حساب مزيف") == "1.2 مليار = 1.2 billion accounts"  # by the shipped model
    assert claims_in("1.2 مليار حساب مزيف", meanings=lambda _: ()) == {"1.2 مليار": "1.2 billion"}


def test_what_is_said_with_a_number_in_words() -> None:
    [cents] = read("It fell by 87 cents.", lang="en")
    assert claim_words(cents) == "down, by"
    [accounts] = read("1.2 billion accounts", lang="en")
    assert claim_words(accounts) == "counts “accounts”"
    owned = type(accounts)(0, 1, "5", "cardinal", accounts.value, counted=Counted(2, 7, "goals", "Egypt"))
    assert claim_words(owned) == "counts “goals” of “Egypt”"
    assert claim_words(read("$40", lang="en")[0]) == ""


PROVES = {
    "the other direction": ("هبط خام برنت 87 سنتا.", "Brent rose by 87 cents.", "Brent fell by 87 cents.", True),
    "no direction any more": ("هبط خام برنت 87 سنتا.", "Brent rose by 87 cents.", "Brent was at 87 cents.", False),
    "the part": ("كان ذلك في منتصف عام 2024.", "It was at the end of 2024.", "It was in mid-2024.", True),
    "the part left out": ("كان ذلك في منتصف عام 2024.", "It was at the end of 2024.", "It was in 2024.", False),
    "the role": ("ارتفع السهم إلى 32 ريالا.", "The share rose by 32 riyals.", "The share rose to 32 riyals.", True),
    "the role left out": ("ارتفع السهم إلى 32 ريالا.", "The share rose by 32 riyals.", "It cost 32 riyals.", False),
    "what is counted": ("أغلقت 1.2 مليار حساب مزيف.", "It shut 1.2 billion credit cards.",
                        "It shut 1.2 billion fake accounts.", True),
    "the places of two": ("سقط 14 قتيلا و30 جريحا.", "There were 30 dead and 14 wounded.",
                          "There were 14 dead and 30 wounded.", True),
    "a part that was right": ("في منتصف عام 2024 بلغت 40 دولارا.", "In mid-2024 it was $46.",
                              "In 2024 it was $40.", False),
    "a number that was not there": ("بلغت 40 دولارا في منتصف عام 2024.", "It was $40.", "It was $40 in 2024.", True),
    "a number without a claim": ("بلغت الإيرادات 40 دولارا.", "Revenue was $46.", "Revenue was $40.", True),
}  # fmt: skip


@pytest.mark.parametrize(("arabic", "wrong", "tried", "proves"), PROVES.values(), ids=PROVES)
def test_what_was_said_wrongly_must_be_said_rightly(arabic: str, wrong: str, tried: str, proves: bool) -> None:
    assert proves_claims(checked(arabic, wrong), checked(arabic, tried)) is proves


def checked(arabic: str, english: str) -> Translation:
    article = Article("a", arabic)
    [segment] = segment_article(article)
    return with_check(Translation(segment.index, english, "stop", 9), segment, text=arabic)


def test_of_several_drawn_texts_the_one_with_the_whole_claim_is_taken() -> None:
    arabic, wrong = (
        "وبلغت الإيرادات 40 دولارا في منتصف عام 2024، وفق بيان.",
        "Revenue reached $40, according to a statement.",
    )
    short, whole = (wrong.replace("$40", f"$40 {when}") for when in ("in 2024", "in mid-2024"))
    assert repaired_text(Scripted(hinted=wrong, drawn=(short, whole)), arabic, wrong) == whole
    assert repaired_text(Scripted(hinted=wrong, drawn=(short, short)), arabic, wrong) == short


def test_a_repair_that_leaves_the_claim_out_is_refused_and_one_that_proves_it_taken() -> None:
    arabic, wrong = (
        "وهبط سعر خام برنت أمس الخميس 87 سنتا في الأسواق.",
        "Brent rose by 87 cents on Thursday in the markets.",
    )
    silent, right = wrong.replace("rose by", "was at"), wrong.replace("rose", "fell")
    assert repaired_text(Scripted(hinted=silent, drawn=(silent,), plain=silent), arabic, wrong) == wrong
    engine = Scripted(hinted=silent, drawn=(silent, right))
    assert repaired_text(engine, arabic, wrong) == right
    assert "87 سنتا = fell by 87 cents" in engine.asked[0]


def summary_of(arabic: str, *sentences: str) -> Record:
    return make_record(arabic, ["It is so."] * len(arabic.splitlines()), sentences)


BACKED = {
    "another thing counted": ("عمل في المصنع 450 عاملا.", ("He worked at the factory for 450 years.",), ["counted"]),
    "a loss that became a profit": (
        "بلغت خسائر الشركة 259.3 مليون دولار.", ("The company made a profit of $259.3 million.",), ["direction"]
    ),
    "figures of two companies": (
        "ربحت أبل 5 مليارات دولار وربحت مايكروسوفت 3 مليارات دولار.",
        ("It is so.", "Apple earned $3 billion and Microsoft $5 billion."), ["exchanged"],
    ),
    "of two sentences": (
        "ربحت أبل 5 مليارات دولار.\nوربحت مايكروسوفت 3 مليارات دولار.",
        ("Apple earned $3 billion and Microsoft $5 billion.",), ["exchanged"],
    ),
    "right, in another order": (
        "ربحت أبل 5 مليارات دولار.\nوربحت مايكروسوفت 3 مليارات دولار.",
        ("Microsoft made a $3 billion profit, and Apple one of $5 billion.",), [],
    ),
    "right in one place of two": (
        "ربحت أبل 5 مليارات دولار وربحت مايكروسوفت 3 مليارات دولار.\n"
        "وفي العام السابق ربحت أبل 3 مليارات دولار وربحت مايكروسوفت 5 مليارات دولار.",
        ("Apple earned $3 billion and Microsoft $5 billion the year before.",), [],
    ),
    "a paraphrase": ("عمل في المصنع 450 عاملا.", ("The plant employs 450 people.",), []),
    "another verb": ("هبط خام برنت 87 سنتا.", ("Brent lost 87 cents.",), []),
}  # fmt: skip


@pytest.mark.parametrize(("arabic", "summary", "found"), BACKED.values(), ids=BACKED)
def test_the_summary_is_held_to_what_the_article_says(arabic: str, summary: tuple[str, ...], found: list[str]) -> None:
    record = summary_of(arabic, *summary)
    assert record.summary is not None
    assert record.summary.check is not None
    errors = [item for item in record.summary.check.findings if item.severity == "error"]
    assert [item.type for item in errors] == found
    for item in errors:
        for source, target in ((item.source, item.target), item.other or (None, None)):
            assert source is None or record.article.text[source.start : source.end] == source.text
            assert target is None or record.summary.text[target.start : target.end] == target.text


def test_both_figures_that_changed_places_in_the_summary_have_it_in_their_rows() -> None:
    record = summary_of(*BACKED["figures of two companies"][:1], *BACKED["figures of two companies"][1])
    assert [row.in_summary.word for row in ledger(record)] == ["exchanged", "exchanged"]
    assert [row.summary[0].text for row in ledger(record)] == ["$5 billion", "$3 billion"]


def test_the_ledger_has_the_claims() -> None:
    record = make_record("هبط خام برنت 87 سنتا في منتصف عام 2024.", ["Brent rose by 87 cents in mid-2024."])
    cents, year = csv.DictReader(io.StringIO(ledger_csv(ledger(record)), newline=""))
    assert (cents["direction"], cents["role"], cents["part"], cents["translation_claim"]) == (
        "down",
        "by",
        "",
        "up, by",
    )
    assert (year["part"], year["translation_claim"], year["translation_verdict"]) == ("mid", "mid", "kept")
    [counted] = csv.DictReader(io.StringIO(ledger_csv(ledger(make_record("سقط 14 قتيلا.", ["14 dead."]))), newline=""))
    assert (counted["counted"], counted["owner"], counted["translation_claim"]) == ("قتيلا", "", "counts “dead”")
    assert ledger_to_json(ledger(record))[0]["source"]["direction"] == "down"


def test_the_report_says_what_is_said_with_a_number_and_that_the_number_is_right() -> None:
    record = make_record("هبط خام برنت 87 سنتا.", ["Brent rose by 87 cents."])
    page = render(record, version="1")
    assert 'data-sign="✓⇅"' in page
    assert "(said with it: up, by)" in page
    assert '<small class="mark">number right, claim wrong</small>' in page
    assert '<option value="number-right-claim-wrong">' in page
    right = render(make_record("هبط خام برنت 87 سنتا.", ["Brent fell by 87 cents."]), version="1")
    assert "claim wrong" not in right
    assert "(said with it: down, by)" in right


def test_a_wrong_number_has_no_mark_of_a_claim() -> None:
    assert [claim_mark(Verdict(word)) for word in ("changed", "kept", "direction")] == ["", "", ""]
    assert set(CLAIM_MARKS) == {"error", "warning"}
