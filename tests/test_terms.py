"""Which terms of a glossary an Arabic text has, and whether an English text has theirs."""

from __future__ import annotations

import pytest

from models.registry import Glossary, Term, sounds_alike, standing, wordings

TERMS = Glossary(
    [
        Term("حساب مزيف", "fake account"),
        Term("قطر", "Qatar"),
        Term("القاهرة", "Cairo"),
        Term("غزة", "Gaza"),
        Term("علي", "Ali"),
        Term("بنك", "bank"),
        Term("البنك المركزي", "Central Bank"),
        Term("كتاب", "book"),
        Term("مكتب", "office"),
        Term("محفظة", "wallet"),
        Term("حكومة", "government"),
        Term("قرض", "loan"),
        Term("شركات الاتصالات", "telecom companies"),
        Term("وزارة الخارجية", "Ministry of Foreign Affairs"),
        Term("Telegram", "Telegram", keep=True),
    ]
)

OCCURS = {
    "as written": ("ظهر حساب مزيف هنا", [("حساب مزيف", "fake account")]),
    "plural and article on both words": ("انتشار الحسابات المزيفة", [("الحسابات المزيفة", "fake account")]),
    "conjunction, plural, pronoun": ("وحساباته المزيفة", [("وحساباته المزيفة", "fake account")]),
    "vowel marks and tatweel": ("بَنْك وبنـــك", [("بَنْك", "bank"), ("وبنـــك", "bank")]),
    "broken plural": ("للبنوك", [("للبنوك", "bank")]),
    "broken plural with a pronoun": ("قروضهم", [("قروضهم", "loan")]),
    "another broken plural": ("مكاتب ومحافظ", [("مكاتب", "office"), ("ومحافظ", "wallet")]),
    "dual": ("محفظتان", [("محفظتان", "wallet")]),
    "pronoun on a feminine noun": ("بمحفظته", [("بمحفظته", "wallet")]),
    "tanwin": ("مكتبًا محليا", [("مكتبًا", "office")]),
    "singular of a term in the plural": ("شركة الاتصالات", [("شركة الاتصالات", "telecom companies")]),
    "name with clitics": ("وقطر بقطر", [("وقطر", "Qatar"), ("بقطر", "Qatar")]),
    "name with its article": ("بالقاهرة للقاهرة", [("بالقاهرة", "Cairo"), ("للقاهرة", "Cairo")]),
    "ha for ta marbuta": ("في غزه", [("غزه", "Gaza")]),
    "a name, not the preposition": ("على علي", [("علي", "Ali")]),
    "the longer of two": ("قال البنك المركزي إن البنك", [("البنك المركزي", "Central Bank"), ("البنك", "bank")]),
    "Latin letters after a clitic": ("لـTelegram", [("لـTelegram", "Telegram")]),
    "quotes inside": ("“وزارة” الخارجية", [("وزارة” الخارجية", "Ministry of Foreign Affairs")]),
}
ABSENT = {
    "another noun on the same letters": "كتابة",
    "a library is no office": "مكتبة والمكتبات",
    "an adjective": "حكومي والحكومية",
    "a verb": "يقرض",
    "longer by a letter": "بنكهة الليمون",
    "a drop": "قطرة ماء",
    "the diameter": "القطر",
    "an adjective of a name": "قوة قاهرة",
    "plural of what is one": "المصارف المركزية",
    "a full stop between": "زارت الوزارة. وزارة، الخارجية",
    "a part of a Latin word": "Telegrams",
    "an agent noun": "كاتب",
}


@pytest.mark.parametrize(("text", "expected"), OCCURS.values(), ids=OCCURS)
def test_a_term_occurs(text: str, expected: list[tuple[str, str]]) -> None:
    found = TERMS.found(text)
    assert [(text[item.start : item.end], item.term.english) for item in found] == expected


@pytest.mark.parametrize("text", ABSENT.values(), ids=ABSENT)
def test_a_term_does_not_occur(text: str) -> None:
    assert TERMS.found(text) == []


def test_the_line_of_a_prompt_has_the_terms_of_its_text_alone() -> None:
    line, rest = TERMS.line("زار علي البنك المركزي في القاهرة ثم القاهرة")
    assert line == "علي = Ali; البنك المركزي = Central Bank; القاهرة = Cairo"
    assert rest.split() == ["زار", "في", "ثم"]
    assert TERMS.line("لا شيء هنا") == ("", "لا شيء هنا")


def test_a_long_text_gets_a_bounded_line() -> None:
    many = Glossary(
        [Term(f"{chr(0x628 + n // 20)}{chr(0x631 + n % 10)}دم{'ةنلك'[n % 4]}", f"Word{n}") for n in range(40)]
    )
    assert len(many.line(" ".join(term.arabic for term in many.terms))[0].split("; ")) <= 24


def test_the_digest_tells_glossaries_apart() -> None:
    assert Glossary([Term("بنك", "bank")]).digest == Glossary([Term("بنك", "bank")]).digest
    others = [Term("بنك", "Bank"), Term("بنك", "bank", must=True), Term("بنك", "bank", never=("shore",))]
    assert len({Glossary([term]).digest for term in others} | {Glossary([Term("بنك", "bank")]).digest}) == 4


STANDS = {
    "plural": ("Many fake accounts.", "fake account", True),
    "case": ("Fake account", "fake account", True),
    "hyphen": ("a fake-account wave", "fake account", True),
    "possessive": ("Qatar's", "Qatar", True),
    "an article of the term's own": ("of United Nations", "the United Nations", True),
    "not in one piece": ("accounts that are fake", "fake account", False),
    "inside a word": ("Qatari", "Qatar", False),
    "a name in the plural": ("Qatars", "Qatar", False),
    "a sentence between": ("It was fake. Account closed", "fake account", True),  # two signs apart: taken for one
}


@pytest.mark.parametrize(("text", "english", "there"), STANDS.values(), ids=STANDS)
def test_the_english_stands(text: str, english: str, there: bool) -> None:
    assert bool(standing(text, Term("كلمة", english))) is there


def test_what_is_kept_stands_letter_for_letter() -> None:
    kept = Term("TikTok", "TikTok", keep=True)
    assert standing("On TikTok's site", kept)
    assert not standing("On Tiktok", kept)
    assert wordings("the library, a Library", "library") == [(4, 11), (15, 22)]


@pytest.mark.parametrize(
    ("arabic", "latin", "alike"),
    [
        ("مادييف", "Madiyev", True),
        ("مادييف", "Madiafi", True),
        ("دوروف", "Doroff", True),
        ("خامنئي", "Khamenei", True),
        ("شيشان", "Chechens", False),
        ("مادييف", "Mediterranean", False),
        ("وا", "Way", False),
    ],
)
def test_names_that_sound_alike(arabic: str, latin: str, alike: bool) -> None:
    assert sounds_alike(arabic, latin) is alike
