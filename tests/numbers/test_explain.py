"""What the messages of findings say, in words that a reader of the report understands."""

from __future__ import annotations

import pytest

from pipeline.numbers import compare

MESSAGES = [
    ("بلغت الخسائر 1.2 مليار", "Losses reached 1.2 million",
     "Arabic says 1.2 billion (1.2 مليار), English says 1.2 million: another power of ten"),
    ("مساحته 50 هكتارا", "It covers at least 50 hectares",
     "Arabic says 50 hectares (50 هكتارا), English says at least 50 hectares (50 hectares): “at least” is added"),
    ("أكثر من 50 شخصا", "Less than 50 people",
     "Arabic says more than 50 (50), English says less than 50 (50): “more than” became “less than”"),
    ("طوله 30 مترا", "It is 30 feet long",
     "Arabic says 30 meters (30 مترا), English says 30 feet: meters became feet"),
    ("جمعت 70 مليون دولار", "It raised 70 million",
     "Arabic says USD 70 million (70 مليون دولار), English says 70 million: the unit USD is left out"),
    ("حضر أربعة رجال", "The fourth man came",
     "Arabic says 4 (أربعة), English says 4th (fourth): a count became a rank"),
    ("يبدأ في 5 أيار", "It begins on June 5",
     "Arabic says May 5 (5 أيار), English says June 5"),
    ("خسر خمس الأصوات", "He lost the votes", "Arabic says 1/5 (خمس), English leaves it out"),
    ("عشرات القتلى", "The dead", "Arabic says tens (عشرات), English leaves it out"),
    ("دفع 50 سنتا", "He paid 60 cents", "Arabic says USD 0.5 (50 سنتا), English says USD 0.6 (60 cents)"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target", "message"), MESSAGES)
def test_message(source: str, target: str, message: str) -> None:
    assert [finding.message for finding in compare(source, target).findings] == [message]
