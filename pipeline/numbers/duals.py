"""Arabic dual nouns outside the unit tables: شاهدين, المركزين, كتابان. The ending is also a plural, so this is a hint."""

from __future__ import annotations

from fractions import Fraction

from pipeline.numbers.fold import fold
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
_ENDINGS = ("ان", "ين", "تا", "تي", "تاه", "تيه", "اهما", "يهما", "تيها", "تاها", "يها", "اها", "اهم", "يهم", "ي", "ا", "يه", "اه", "وين", "كلا", "كلتا")


def may_hold_dual(quantity: Quantity, text: str, *, lang: Language) -> bool:
    """Whether an unmatched "two" may come from a dual ending somewhere in the Arabic `text`."""
    if lang != "ar" or quantity.value != _TWO or quantity.high is not None or quantity.unit not in (None, "year", "final"):
        return False
    if quantity.kind not in ("cardinal", "multiple"):
        return False
    return any(_looks_dual(piece) for kind, piece, _ in scan(fold(text).text) if kind == "word")


def _looks_dual(word: str) -> bool:
    if len(word) < 5 or word in _NO_DUALS:
        return False
    bare = word.removeprefix("و").removeprefix("ب").removeprefix("ل")
    if bare in _NO_DUALS or bare.removeprefix("ال") in _NO_DUALS:
        return False
    return word.endswith(("ان", "ين", "تا", "تي", "كلا", "كلتا", "هما"))
