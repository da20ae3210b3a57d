"""Arabic dual nouns outside the unit tables: شاهدين, المركزين, كتابان. The ending is also a plural, so this is a hint."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from pipeline.numbers.fold import fold
from pipeline.numbers.lexicon import lexicon
from pipeline.numbers.quantity import Language, Quantity
from pipeline.numbers.scan import scan

_TWO = Fraction(2)
_NO_DUALS = {
    "الذين", "بين", "حين", "اين", "دين", "عين", "لبنان", "ايران", "السودان", "الان", "كان", "عمان", "انسان", "الانسان", "رمضان",
    "باكستان", "افغانستان", "برلمان", "البرلمان", "ميدان", "الميدان", "مكان", "زمان", "اللذين", "ثمان", "قرين", "يقين", "حزيران",
    "نيسان", "تشرين", "عشرين", "ثلاثين", "اربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين", "مسكين", "فلسطين", "الصين",
    "برلين", "بوتين", "سلطان", "قران", "القران", "السكان", "سكان", "الطيران", "حيوان", "الحيوان", "سرطان", "السرطان", "عنوان",
    "بستان", "اعلان", "الاعلان", "اتقان", "ضمان", "احسان", "بان", "فان", "وان", "لان", "مليون", "بيان", "البيان", "الاحيان",
    "احيان", "الجدران", "النيران", "الفئران", "فقدان", "خلال", "تكوين", "تامين", "تحسين", "تعيين", "تمكين", "قوانين", "القوانين",
    "ملايين", "بلايين", "مضامين", "عناوين", "موازين", "ميادين", "شرايين", "براكين", "بساتين", "حسين", "ياسين", "الدين", "شاهين",
}  # fmt: skip
_GLUED_LENGTH = 9
"""Shortest run of letters that may be several words without the spaces between them."""


def may_be_unread(quantity: Quantity, text: str, *, lang: Language) -> bool:
    """Whether Arabic `text` may say an unmatched quantity in a way that cannot be read with certainty.

    A "two" may be a dual ending, and a small number may stand in words run together by a lost space.
    """
    if lang != "ar" or quantity.value is None or quantity.high is not None:
        return False
    words = [piece for kind, piece, _ in scan(fold(text).text) if kind == "word"]
    if _counts_two(quantity) and any(_looks_dual(word) for word in words):
        return True
    return quantity.value <= 10 and quantity.unit is None and any(_run_together(word, quantity.value) for word in words)


def _counts_two(quantity: Quantity) -> bool:
    return quantity.value == _TWO and quantity.unit in (None, "final") and quantity.kind in ("cardinal", "multiple")


def _looks_dual(word: str) -> bool:
    if len(word) < 5 or word in _NO_DUALS:
        return False
    bare = word.removeprefix("و").removeprefix("ب").removeprefix("ل")
    if bare in _NO_DUALS or bare.removeprefix("ال") in _NO_DUALS:
        return False
    return word.endswith(("ان", "ين", "تا", "تي", "كلا", "كلتا", "هما"))


def _run_together(word: str, value: Fraction) -> bool:
    """ "هزيمتهالثانية": a long word that holds the number's own spelling."""
    return len(word) >= _GLUED_LENGTH and any(spelling in word for spelling in _spellings(value))


@cache
def _spellings(value: Fraction) -> tuple[str, ...]:
    return tuple(
        ("ال" if number.role == "ordinal" and len(word) < 4 else "") + word
        for word, number in lexicon("ar").numbers.items()
        if number.value == value and number.role in ("unit", "ordinal") and len(word) >= 3
    )
