"""Rules, the passes that they stand in, and the drivers that apply them.

A rule is data with a function: what it is called, what it reads, examples that are tests, and `apply`. A pass is a
table of rules with the shape in which they are tried; at each place the first rule that applies wins. A driver knows
nothing of any language. With a `Log` it writes down which rule applied where, or follows what was written down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, get_args

from pipeline.numbers.quantity import Kind, Language
from pipeline.numbers.read.amount import Amount
from pipeline.numbers.text.folding import Folded
from pipeline.numbers.text.tokens import NOTHING, Token, peek

A = TypeVar("A", bound=Callable[..., object])
A_co = TypeVar("A_co", bound=Callable[..., object], covariant=True)


@dataclass(frozen=True, slots=True)
class Rule(Generic[A_co]):
    """A rule of the engine: data with a function.

    `language` is None where both languages need it. `reads` says in one line what it reads or judges, `must` are two
    examples in which it applies and `leaves` one in which it does not: each is a test by itself. A rule that compares
    two quantities is asked only where each of its `kinds` is the kind of one of them, one that reads an amount only
    where the page has seen one of its `needs` (stems and kinds of senses; see `Page`), if it has any.
    """

    name: str
    language: Language | None
    reads: str
    must: tuple[Any, Any]
    leaves: Any
    apply: A_co
    kinds: frozenset[Kind] = frozenset()
    needs: frozenset[str] = frozenset()


def rule(
    name: str,
    *,
    reads: str,
    must: tuple[Any, Any],
    leaves: Any,
    kinds: Iterable[Kind] = (),
    needs: Iterable[str] = (),
) -> Callable[[A], Rule[A]]:
    """Makes a rule of a function. A name that begins with "ar-" or "en-" says the language."""
    prefix = name.partition("-")[0]
    language: Language | None = next((one for one in get_args(Language) if one == prefix), None)
    return lambda apply: Rule(name, language, reads, must, leaves, apply, frozenset(kinds), frozenset(needs))


COUNTS = "counts"
"""What `Page.seen` holds where some noun counts itself (يومين)."""


class Page:
    """What a rule may look at: the tokens, and the amounts as they are when its pass begins.

    `seen` are the stems of all tokens and the kinds of their senses, by which a pass is known to be needless; `sensed`
    are the places of the tokens that have a sense. `left` and `right` are the amounts beside the one in hand where the
    pass goes from one to the next. `memo` is for what two rules of one pass would else find out twice.
    """

    __slots__ = ("_by_token", "_taken", "amounts", "folded", "left", "memo", "right", "seen", "sensed", "tokens")

    def __init__(self, folded: Folded, tokens: list[Token]) -> None:
        self.folded, self.tokens = folded, tokens
        self.seen: set[str] = {token.stem for token in tokens}
        self.sensed = [index for index, token in enumerate(tokens) if token.senses]
        for token in map(tokens.__getitem__, self.sensed):
            self.seen.add(token.text)
            for sense in token.senses:
                self.seen.add(sense.kind)
                if sense.count is not None:
                    self.seen.add(COUNTS)
        self.right: Amount | None = None
        self.memo: dict[Any, Any] = {}
        self.turn([])

    def turn(self, amounts: list[Amount]) -> None:
        """Begins a pass over `amounts`."""
        self.amounts = amounts
        self.left: Amount | None = None
        if self.memo:
            self.memo = {}
        self._taken: set[int] | None = None
        self._by_token: dict[int, Amount] | None = None

    @property
    def taken(self) -> set[int]:
        """The indices of the tokens that belong to an amount."""
        if self._taken is None:
            self._taken = {index for amount in self.amounts for index in range(amount.first, amount.last)}
        return self._taken

    @property
    def by_token(self) -> dict[int, Amount]:
        """The amount that each of these tokens belongs to."""
        if self._by_token is None:
            self._by_token = {index: one for one in self.amounts for index in range(one.first, one.last)}
        return self._by_token

    def take(self, amount: Amount) -> None:
        """Tells the rules that follow which tokens `amount` has."""
        if self._taken is not None:
            self._taken.update(range(amount.first, amount.last))


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that applied: in which pass, at which token, and the amounts that came of it (none: a look-alike)."""

    stage: str
    rule: str
    place: int
    amounts: tuple[Amount, ...]


class Log:
    """Writes down the steps of a reading, or holds a reading to the steps of another one."""

    def __init__(self, script: Sequence[Step] | None = None) -> None:
        self.steps: list[Step] = []
        self._script = None if script is None else {(step.stage, step.place): step.rule for step in script}

    def allowed(self, stage: Pass, place: int, rules: Sequence[Rule[Any]]) -> Sequence[Rule[Any]]:
        """The rules to try at a place: all, or the one that was written down."""
        if self._script is None:
            return rules
        name = self._script.get((stage.name, place))
        return [one for one in rules if one.name == name]

    def note(self, stage: Pass, applied: Rule[Any], place: int, amounts: tuple[Amount, ...]) -> None:
        """Writes down that a rule applied."""
        self.steps.append(Step(stage.name, applied.name, place, amounts))


Shape = Callable[["Page", list[Amount], "Pass", "Log | None"], list[Amount]]


def _no_table(_: Token, __: Token) -> Sequence[Rule[Any]]:
    return ()


@dataclass(frozen=True, slots=True)
class Pass:
    """A table of rules and the shape in which they are tried.

    `table` gives the rules worth trying at a token before another, where the shape goes over tokens. If `settles`, a
    quantity is named after the rule that applied last; else the rules only qualify it. The pass is left out where a
    page has seen none of `needs` (stems and kinds of senses), or `worth` says that no amount needs it. Neighbours
    further than `reach` tokens apart are not joined. `then` tidies up what it leaves.
    """

    name: str
    shape: Shape
    rules: tuple[Rule[Any], ...]
    table: Callable[[Token, Token], Sequence[Rule[Any]]] = field(default=_no_table)
    settles: bool = True
    needs: frozenset[str] = frozenset()
    worth: Callable[[Page, list[Amount]], bool] | None = None
    reach: int = 1
    then: Callable[[list[Amount]], list[Amount]] | None = None
    picks: bool = field(init=False)
    """Whether some of the rules have needs of their own."""
    least: int = field(init=False)
    """How many amounts the shape needs to do anything."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "picks", any(one.needs for one in self.rules))
        object.__setattr__(self, "least", 2 if self.shape is join else int(self.shape in (each, each_from_the_right)))

    def rules_for(self, page: Page) -> Sequence[Rule[Any]]:
        """The rules whose needs the page has seen."""
        if not self.picks:
            return self.rules
        return [one for one in self.rules if not one.needs or not one.needs.isdisjoint(page.seen)]


def run(passes: Sequence[Pass], page: Page, log: Log | None) -> list[Amount]:
    """The amounts of a page after all passes, in order."""
    amounts: list[Amount] = []
    seen = page.seen
    for stage in passes:
        if len(amounts) < stage.least or (stage.needs and stage.needs.isdisjoint(seen)):
            continue
        if stage.worth is not None and not stage.worth(page, amounts):
            continue
        page.turn(amounts)
        amounts = stage.shape(page, amounts, stage, log)
        if stage.then is not None:
            amounts = stage.then(amounts)
    return amounts


def scan(page: Page, amounts: list[Amount], stage: Pass, log: Log | None) -> list[Amount]:
    """Tries the rules at one token after the other; what they read is skipped. `apply(page, index)` gives an amount,
    several, or an empty tuple for what only looks like a number.
    """
    tokens, found, reached = page.tokens, list(amounts), 0
    for index, rules in enumerate(map(stage.table, tokens, (*tokens[1:], NOTHING))):
        if not rules or index < reached:
            continue
        for one in rules if log is None else log.allowed(stage, index, rules):
            read = one.apply(page, index)
            if read is not None:
                break
        else:
            continue
        new = read if type(read) is tuple else (read,)
        if log is not None:
            log.note(stage, one, index, new)
        if new:
            found.extend(amount.named(one.name) for amount in new)
            page.left = found[-1]
            reached = max(amount.last for amount in new)
    return found


def gather(page: Page, amounts: list[Amount], stage: Pass, log: Log | None) -> list[Amount]:
    """Tries the rules at one token after the other, which may use the amounts there: `apply(page, index)` gives an
    amount, and those within its tokens give way to it.
    """
    return _gathered(page, amounts, stage, log, range(len(page.tokens)))


def gather_sensed(page: Page, amounts: list[Amount], stage: Pass, log: Log | None) -> list[Amount]:
    """The same at the tokens that have a sense alone."""
    return _gathered(page, amounts, stage, log, page.sensed)


def _gathered(page: Page, amounts: list[Amount], stage: Pass, log: Log | None, places: Sequence[int]) -> list[Amount]:
    tokens, made, reached = page.tokens, list[Amount](), 0
    for index in places:
        rules = stage.table(tokens[index], peek(tokens, index + 1)) if index >= reached else ()
        if not rules:
            continue
        for one in rules if log is None else log.allowed(stage, index, rules):
            new = one.apply(page, index)
            if new is not None:
                break
        else:
            continue
        if log is not None:
            log.note(stage, one, index, (new,))
        made.append(new.named(one.name))
        for at in range(new.first, new.last):
            page.by_token.pop(at, None)
        reached = new.last
    if not made:
        return amounts
    covered = {at for new in made for at in range(new.first, new.last)}
    rest = [amount for amount in amounts if not (amount.first in covered and amount.last - 1 in covered)]
    return sorted([*rest, *made], key=lambda amount: amount.first)


def each(page: Page, amounts: list[Amount], stage: Pass, log: Log | None) -> list[Amount]:
    """Tries the rules at one amount after the other: `apply(page, amount)` gives the amount as it is then."""
    kept: list[Amount] = []
    rules = stage.rules_for(page)
    if not rules:
        return amounts
    for amount in amounts:
        for one in rules if log is None else log.allowed(stage, amount.first, rules):
            new = one.apply(page, amount)
            if new is not None:
                amount = _changed(page, amount, new, one, stage, log)
                break
        page.left = amount
        kept.append(amount)
    return kept


def each_from_the_right(page: Page, amounts: list[Amount], stage: Pass, log: Log | None) -> list[Amount]:
    """The same from the last amount to the first, for what an amount takes from the one after it."""
    kept: list[Amount] = []
    for amount in reversed(amounts):
        for one in stage.rules if log is None else log.allowed(stage, amount.first, stage.rules):
            new = one.apply(page, amount)
            if new is not None:
                amount = _changed(page, amount, new, one, stage, log)
                break
        page.right = amount
        kept.append(amount)
    return kept[::-1]


def _changed(page: Page, amount: Amount, new: Amount, by: Rule[Any], stage: Pass, log: Log | None) -> Amount:
    """What the rule `by` has made of `amount`, written down and told to the rules that follow."""
    if log is not None:
        log.note(stage, by, amount.first, (new,))
    if stage.settles:
        new = new.named(by.name)
    page.take(new)
    return new


def join(page: Page, amounts: list[Amount], stage: Pass, log: Log | None) -> list[Amount]:
    """Tries the rules at each pair of neighbours: `apply(page, left, right)` gives one amount for both."""
    joined: list[Amount] = []
    reach = stage.reach
    rules: Sequence[Rule[Any]] = stage.rules
    for amount in amounts:
        if not joined or amount.first - joined[-1].last > reach:
            joined.append(amount)
            continue
        page.left = joined[-2] if len(joined) > 1 else None
        left = joined[-1]
        if log is not None:
            rules = log.allowed(stage, amount.first, stage.rules)
        for one in rules:
            new = one.apply(page, left, amount)
            if new is not None:
                if log is not None:
                    log.note(stage, one, amount.first, (new,))
                joined[-1] = new.named(one.name) if stage.settles else new
                break
        else:
            joined.append(amount)
    return joined


def apart(amounts: list[Amount]) -> list[Amount]:
    """The amounts without any that reaches into the one before it."""
    kept: list[Amount] = []
    end = 0
    for amount in amounts:
        if amount.first >= end:
            kept.append(amount)
            end = amount.last
    return kept
