"""What an English number counts: the noun that ends the phrase after it, or after "of"."""

from __future__ import annotations

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.counted import SHARES, may_count, noun_at
from pipeline.numbers.text.tokens import peek

_LONGEST = 5
"""Words of a noun phrase: "30 seriously wounded Syrian soldiers"."""
_SHORT = 3
_WITHIN = ("-", "'")
_NO_PLURAL = ("ss", "us", "is")


@rule(
    "en-counted-after",
    reads="the plural noun of the phrase that follows its number",
    must=("1.2 billion fake accounts", "14 people were hurt"),
    leaves="It was 14 degrees too warm for some",
)
def counted_after(page: Page, amount: Amount) -> Amount | None:
    """What more than one is counted of stands in the plural, behind its adjectives."""
    at = _head(page, amount.last) if may_count(amount) and amount.value != ONE else None
    if at is None:
        return None
    state = peek(page.tokens, at - 1).text in word_list("state_noun")
    told = state and peek(page.tokens, at).text in word_list("people")  # "missing people" are the missing
    return amount.but(counted=noun_at(page, at - told))


@rule(
    "en-counted-state",
    reads="an adjective of state that stands for those in it",
    must=("30 dead", "14 were wounded"),
    leaves="30 dead bodies",
)
def counted_state(page: Page, amount: Amount) -> Amount | None:
    """ "30 dead", "14 were injured": without a noun the state is what is counted."""
    if not may_count(amount):
        return None
    at = amount.last
    if peek(page.tokens, at).text in word_list("linking_state"):
        at += 1
        if peek(page.tokens, at).text in word_list("linking_state"):
            at += 1
    state = peek(page.tokens, at)
    following = peek(page.tokens, at + 1)
    if state.text not in word_list("state_noun") or at in page.taken:
        return None
    if following.kind == "word" and following.text not in word_list("ends_noun"):
        return None
    return amount.but(counted=noun_at(page, at))


@rule(
    "en-counted-among",
    reads="who some of those are of whom the text tells",
    must=("63 died, 41 of them women", "30 were hurt, five of whom were children"),
    leaves="three of them left on Friday",
)
def counted_among(page: Page, amount: Amount) -> Amount | None:
    """ "Five of them children": a plural right behind the pronoun, or behind "were"."""
    at = amount.last
    if not may_count(amount) or peek(page.tokens, at).text != "of":
        return None
    if peek(page.tokens, at + 1).text not in word_list("those"):
        return None
    at += 2
    if peek(page.tokens, at).text in word_list("linking_state"):
        at += 1
    head = _head(page, at)
    return None if head is None or head + 1 != _phrase_end(page, at) else amount.but(counted=noun_at(page, head))


@rule(
    "en-counted-of",
    reads="the noun after “of”, or after a fraction",
    must=("10% of women", "480 tonnes of Russian oil"),
    leaves="half of them",
)
def counted_of(page: Page, amount: Amount) -> Amount | None:
    """The whole of which a share or measure is taken may stand in the singular, at the end of a short phrase."""
    if amount.kind not in SHARES and not may_count(amount):
        return None
    at = amount.last
    if peek(page.tokens, at).text == "of":
        at += 1
    elif amount.kind != "fraction":
        return None
    while peek(page.tokens, at).text in word_list("head_determiner"):
        at += 1
    head = _head(page, at) or _last_word(page, at)
    return None if head is None else amount.but(counted=noun_at(page, head))


def _head(page: Page, at: int) -> int | None:
    """The first plural of the noun phrase at `at`, with those that follow it at once: "sports teams"."""
    tokens, found = page.tokens, None
    end = _phrase_end(page, at)
    for index in range(at, end):
        if tokens[index].kind == "word" and is_plural(tokens[index].text) and not _owns(page, index):
            found = index
        elif found is not None:
            break
    return found


def _phrase_end(page: Page, at: int) -> int:
    """Where the noun phrase at `at` ends; a hyphen and the 's of an owner are within: "short-range", "the group's"."""
    tokens, taken, index, words = page.tokens, page.taken, at, 0
    while index < len(tokens) and words < _LONGEST:
        token = tokens[index]
        if token.kind == "word" and index not in taken and token.text not in word_list("ends_noun"):
            words += len(token.text) > 1
        elif not (token.text in _WITHIN and index > at and tokens[index - 1].end == token.start):
            break
        index += 1
    return index


def _owns(page: Page, index: int) -> bool:
    """Whether the word at `index` is an owner: "14 workers' families"."""
    return peek(page.tokens, index + 1).text == "'"


def _last_word(page: Page, at: int) -> int | None:
    """The last word of a short noun phrase at `at`: "5 % of Russian oil."."""
    end = _phrase_end(page, at)
    if not at < end <= at + _SHORT:
        return None
    if page.tokens[end - 1].text.endswith("ly") and end - 1 > at:  # "of desalinated water annually"
        end -= 1
    if end - 1 > at and _is_participle(page, end - 1):
        end -= 1
    last = page.tokens[end - 1]
    return end - 1 if last.kind == "word" and len(last.text) > 1 and not last.text.endswith("ing") else None


def _is_participle(page: Page, index: int) -> bool:
    """Whether a participle stands behind its noun: "litres of smuggled fuel hidden in a shed", not "of the injured"."""
    word, before = page.tokens[index].text, page.tokens[index - 1]
    told = word.endswith("ed") or word in word_list("participle")
    noun = (
        before.kind == "word" and not before.text.endswith(("ly", "ed")) and before.text not in word_list("participle")
    )
    return told and noun and word not in word_list("state_noun") and before.text not in word_list("head_determiner")


def is_plural(word: str) -> bool:
    """Whether a folded word is a plural by its ending, or by the list of those without one."""
    if word in word_list("plural_noun"):
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(_NO_PLURAL)


COUNTED = (counted_after, counted_state, counted_among, counted_of)
