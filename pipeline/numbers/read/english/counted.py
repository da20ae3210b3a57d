"""What an English number counts: the noun that ends the phrase after it, or after "of"."""

from __future__ import annotations

from pipeline.numbers.lexicon import word_list
from pipeline.numbers.read.amount import ONE, Amount
from pipeline.numbers.read.rules import Page, rule
from pipeline.numbers.read.shared.counted import may_count, noun_at
from pipeline.numbers.text.tokens import peek

_LONGEST = 5
"""Words of a noun phrase: "30 seriously wounded Syrian soldiers"."""
_SHARES = ("percent", "fraction")
_NO_PLURAL = ("ss", "us", "is")


@rule(
    "en-counted-after",
    reads="the plural noun of the phrase that follows its number",
    must=("1.2 billion fake accounts", "14 people were hurt"),
    leaves="It was 14 degrees too warm for some",
)
def counted_after(page: Page, amount: Amount) -> Amount | None:
    at = _head(page, amount.last) if may_count(amount) and amount.value != ONE else None
    return None if at is None else amount.but(counted=noun_at(page, at))


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
    "en-counted-of",
    reads="the noun after “of”, or after a fraction",
    must=("10% of women", "half the voters"),
    leaves="half of them",
)
def counted_of(page: Page, amount: Amount) -> Amount | None:
    if amount.kind not in _SHARES and not may_count(amount):
        return None
    at = amount.last
    if peek(page.tokens, at).text == "of":
        at += 1
    elif amount.kind != "fraction":
        return None
    while peek(page.tokens, at).text in word_list("determiner"):
        at += 1
    head = _head(page, at) or _only_word(page, at)
    return None if head is None else amount.but(counted=noun_at(page, head))


def _head(page: Page, at: int) -> int | None:
    """The first plural of the noun phrase at `at`, with those that follow it at once: "sports teams"."""
    tokens, taken, found = page.tokens, page.taken, None
    for index in range(at, min(at + _LONGEST, len(tokens))):
        token = tokens[index]
        if token.kind != "word" or index in taken or token.text in word_list("ends_noun"):
            break
        if is_plural(token.text):
            found = index
        elif found is not None:
            break
    else:
        return found
    if found is not None and tokens[index].text == "'" and index == found + 1:
        return None  # "14 workers' families"
    return found


def _only_word(page: Page, at: int) -> int | None:
    """The word at `at` where the noun phrase ends behind it: "5 % of gold."."""
    token, following = peek(page.tokens, at), peek(page.tokens, at + 1)
    if token.kind != "word" or at in page.taken or token.text in word_list("ends_noun") or token.number is not None:
        return None
    ends = following.kind != "word" or following.text in word_list("ends_noun")
    return at if ends and following.text not in ("'", "-") else None


def is_plural(word: str) -> bool:
    """Whether a folded word is a plural by its ending, or by the list of those without one."""
    if word in word_list("plural_noun"):
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(_NO_PLURAL)


COUNTED = (counted_after, counted_state, counted_of)
