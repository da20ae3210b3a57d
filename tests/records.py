"""Records made by hand: the texts are given, and the number checks run on them as in the pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.article import Article, Record, Repair, StageResult, Summary, Translation
from pipeline.assessment import with_check
from pipeline.segment import segment_article
from pipeline.summary_check import with_summary_check

HOSTILE = """<script>document.title = "owned"; alert(1)</script>"><img src=x onerror="alert(2)"> ' --></style></title>
</textarea><a href="javascript:alert(3)">here</a> {{ 7 * 7 }} {% raw %} &lt;b&gt; \x00\u202e\u2066321\u2069\u202c"""
HOSTILE = HOSTILE.replace("\n", " ")
"""What a page must show as it is, and never obey."""


def make_record(text: str, english: Sequence[str], summary: Sequence[str] | None = (), *, id: str = "news") -> Record:
    """The record of an article whose segments, boilerplate left out, are translated by `english`, one each.

    The summary has one sentence an item; None for no summary.
    """
    article = Article(id, text, source=f"{id}.txt")
    segments = segment_article(article)
    own = [segment for segment in segments if segment.kind == "text"]
    translations = tuple(
        with_check(Translation(segment.index, translation, "stop", 9), segment, text=text)
        for segment, translation in zip(own, english, strict=True)
    )
    stages = (StageResult("translate", 1.25, "fake", 18, notes=("two notes", "in one stage")),)
    record = Record(article, segments, translations, stages=stages)
    if summary is None:
        return record
    made = Summary(tuple(summary), "stop", 5)
    return replace(record, summary=with_summary_check(record, made))


NEWS = """آخر تحديث: 17 أغسطس 2031
ارتفع عدد المستخدمين إلى 12.5 مليون مستخدم.
وبلغت الإيرادات 40 دولارا بزيادة 25%.
وتأسست الشركة عام 1998.
"""
ENGLISH = (
    "The number of users rose to 12.5 million.",
    "Revenue reached $46, up 25%, in 7 cities.",
    "The company was founded.",
)
SUMMARY = ("Users rose to 12.5 million, and revenue to $46.", "There are 99 plans.")


def news() -> Record:
    """Boilerplate, then a number kept (twice), one changed, one kept, one added, one missing; the summary adds one."""
    return make_record(NEWS, ENGLISH, SUMMARY)


def hostile() -> Record:
    """Every text of the record tries to break out of the page; the numbers in it are real."""
    record = make_record(
        f"ارتفع عدد المستخدمين إلى 12.5 مليون {HOSTILE}.", [f"Users rose to 12.5 million {HOSTILE}."], [HOSTILE]
    )
    article = replace(record.article, id=HOSTILE, title=f"{HOSTILE}\udcff", source=HOSTILE, encoding=HOSTILE)
    stage = StageResult(HOSTILE, 1.0, HOSTILE, 1, 1, (HOSTILE,))
    summary = record.summary and replace(record.summary, dropped=(HOSTILE,), guards=(HOSTILE,))
    repair = Repair(0, "hint", True, HOSTILE, HOSTILE[::-1], 1, 0, (HOSTILE,), (HOSTILE,))
    translations = tuple(replace(item, guards=(HOSTILE,)) for item in record.translations)
    repairs = (repair, replace(repair, accepted=False))
    return replace(
        record, article=article, stages=(stage,), summary=summary, translations=translations, repairs=repairs
    )
