"""Of whom a clause tells its figure: the name that leads it, where another clause is led by another name.

"Lucid delivered 3,100 cars, while Rivian gave no figures" is told wrongly where Rivian leads the clause of the 3,100
and Lucid the other one, whatever else the two say. One figure is enough, and the second name may be one that only
English tells (a spelling that nobody can compare: «إيه إم دي», AMD).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pipeline.numbers.compare.figures import Matched
from pipeline.numbers.compare.joints import CONTRASTS, has_and
from pipeline.numbers.compare.links import links_of, plain_words
from pipeline.numbers.compare.texts import Texts
from pipeline.numbers.compare.words import Word, Words
from pipeline.numbers.lexicon import word_list
from pipeline.numbers.quantity import Finding, Quantity
from pipeline.numbers.read.rules import Rule, rule
from pipeline.numbers.write.explain import told_of

_MOST = 120
"""Words of a text up to which its clauses are compared: what is said of one figure is said in a paragraph."""
_BEGINS = 12
"""Characters of a clause before its subject: "but rival"."""
_COMMAS, _AND = (",", "،"), ("and", "with")
_WHEN = ("year", "date", "period", "time", "identifier")


class Subjects(NamedTuple):
    """The names that lead two clauses. `both` says that each leads the other's clause in the target; `one` that the
    figure's subject does, and that the target names another before the figure.
    """

    both: bool
    one: bool


SubjectRule = Rule[Callable[[Subjects], bool]]


@rule(
    "other-subject",
    reads="a figure told of the subject of another clause, which is told of the figure's subject",
    must=(
        (
            "سلمت لوسيد 3100 سيارة، بينما لم تكشف ريفيان أرقامها",
            "Rivian delivered 3,100 cars, while Lucid gave no figures",
        ),
        ("زار تركيا 52 مليون سائح. وتسعى اليونان إلى المزيد", "Greece had 52 million visitors. Turkey wants more"),
    ),
    leaves=(
        "سلمت لوسيد 3100 سيارة، بينما لم تكشف ريفيان أرقامها",
        "While Rivian gave no figures, Lucid delivered 3,100 cars",
    ),
)
def _other_subject(subjects: Subjects) -> bool:
    return subjects.both


@rule(
    "unknown-subject",
    reads="a figure told of some other name, while its subject leads another clause",
    must=(
        (
            "ستسرح «إنتل» 15 ألف موظف، بينما استبعدت «إيه إم دي» ذلك",
            "AMD will lay off 15,000 people, while Intel ruled that out",
        ),
        ("باعت «سوني» 4 ملايين جهاز، لكن «إل جي» تراجعت", "Rival LG sold 4 million sets, but Sony fell back"),
    ),
    leaves=(
        "ستسرح «إنتل» 15 ألف موظف، بينما استبعدت «إيه إم دي» ذلك",
        "Intel will lay off 15,000 people, while AMD ruled that out",
    ),
)
def _unknown_subject(subjects: Subjects) -> bool:
    return subjects.one


CLAUSES: tuple[SubjectRule, ...] = (_other_subject, _unknown_subject)
"""The rules that judge of whom a clause tells its figure."""


def find_told_of_others(matched: Sequence[Matched], texts: Texts) -> Iterator[Finding]:
    """One finding for the first of the pairs `matched`, equal in value, that the target tells of another name."""
    words, everything, kinship, languages = texts.words, texts.everything, texts.kinship, texts.languages
    told = [pair for pair in matched if not (pair[0].soft or pair[1].soft or pair[0].kind in _WHEN)]
    if not told or not kinship.tells or any(len(side.all) > _MOST for side in words):
        return
    cuts: list[list[int]] = []
    for side in words:
        cuts.append(_cuts(side))
        if not cuts[-1]:
            return  # most sentences have one clause
    english = languages.index("en")
    names = [
        word for word in plain_words(words[english], everything[english], 0, _end(words[english])) if _is_name(word)
    ]
    if len({bisect_right(cuts[english], word.start) for word in names}) < 2:
        return
    plain = plain_words(words[1 - english], everything[1 - english], 0, _end(words[1 - english]))
    near = (plain, names) if english == 1 else (names, plain)
    links = links_of(near, kinship, languages=languages, only_names=True)
    clauses = [_Clauses(at, [link.places[side] for link in links], everything[side]) for side, at in enumerate(cuts)]
    linked = {at for link in links for at in link.places[english]}
    others = [at for at in _names(words[english], names) if at not in linked]
    for one, two in told:
        subjects = _subjects(clauses, (one.start, two.start), others if english == 1 else [])
        judged = None if subjects is None else next((rule_ for rule_ in CLAUSES if rule_.apply(subjects)), None)
        if judged is not None:
            yield Finding("role", "error", one, two, told_of(one, two, languages=languages), rule=judged.name)
            return


def _subjects(clauses: Sequence[_Clauses], figure: tuple[int, int], others: Sequence[int]) -> Subjects | None:
    """How the names that lead the clauses of a figure, which begins at these places, lead in the other text; None where
    none leads it in the source. `others` are the places of names of the target of which the source tells nothing.
    """
    own = clauses[0].subject(figure[0])
    if own is None or not clauses[1].leads_beside(own, figure[1]):
        return None
    other = clauses[1].subject(figure[1])
    if other is not None:
        return Subjects(other != own and clauses[0].leads_beside(other, figure[0]), False)
    return Subjects(False, clauses[1].is_nameless(figure[1]) and clauses[1].has_before(others, figure[1]))


class _Clauses:
    """The clauses of a text and the links that lead them: `places` tells of each link where its words begin."""

    def __init__(self, cuts: Sequence[int], places: Sequence[Sequence[int]], figures: Sequence[Quantity]) -> None:
        self._cuts = cuts
        self._figures = sorted(one.start for one in figures if not (one.lone or one.soft or one.kind in _WHEN))
        self._first: dict[int, tuple[int, int]] = {}
        self._single: set[int] = set()
        for link, starts in enumerate(places):
            for at in starts:
                told = self._first.setdefault(self._clause(at), (at, link))
                if at < told[0]:
                    self._first[self._clause(at)] = at, link
            if len(set(map(self._clause, starts))) == 1:
                self._single.add(link)

    def subject(self, figure: int) -> int | None:
        """The link that leads the clause of a figure and is told nowhere else, with no other figure before this one."""
        at, link = self._first.get(self._clause(figure), (figure, -1))
        return link if at < figure and link in self._single and not self._has_figure(at, figure) else None

    def leads_beside(self, link: int, figure: int) -> bool:
        """Whether a link leads the clause before or after that of a figure, and is told nowhere else."""
        clause = self._clause(figure)
        return link in self._single and link in (self._first.get(clause + step, (0, -1))[1] for step in (-1, 1))

    def is_nameless(self, figure: int) -> bool:
        """Whether no link stands before a figure in its clause."""
        return self._first.get(self._clause(figure), (figure, -1))[0] >= figure

    def has_before(self, places: Sequence[int], figure: int) -> bool:
        """Whether one of `places` is before a figure in its clause."""
        return any(at < figure and self._clause(at) == self._clause(figure) and self._begins(at) for at in places)

    def _begins(self, at: int) -> bool:
        """Whether a word stands at the beginning of its clause."""
        return at - ([0, *self._cuts][self._clause(at)]) <= _BEGINS

    def _clause(self, at: int) -> int:
        return bisect_right(self._cuts, at)

    def _has_figure(self, start: int, end: int) -> bool:
        return bisect_left(self._figures, end) > bisect_right(self._figures, start)


def _cuts(words: Words) -> list[int]:
    """Where the clauses of a text begin, apart from the first."""
    found, before = [], ""
    for word in words.all:
        joined = before in _COMMAS and (word.folded in _AND or has_and(word))
        if joined or word.folded in CONTRASTS[words.lang]:
            found.append(word.start)
        before = word.folded
    return found


def _is_name(word: Word) -> bool:
    return word.text[:1].isupper()


def _names(words: Words, capitals: Sequence[Word]) -> list[int]:
    """Where the words begin that are names although nothing in the other text sounds like them: in capitals throughout,
    or with a capital inside a sentence.
    """
    leading = {word.start for before, word in zip([None, *words.all], words.all, strict=False) if _ends(before)}
    return [word.start for word in capitals if word.text.isupper() or word.start not in leading]


def _ends(word: Word | None) -> bool:
    return word is None or word.folded in word_list("sentence_end")


def _end(words: Words) -> int:
    return words.all[-1].end if words.all else 0
