"""The steps on which the Arabic grammars build: what "و" joins, and number words with nothing glued before them."""

from __future__ import annotations

from pipeline.numbers.lexicon import NumberWord, word_list
from pipeline.numbers.text.clitics import ARTICLE, without_pronoun
from pipeline.numbers.text.tokens import Token, peek

AND = "و"
_ONE = "واحد"
_SHORTEST_NOUN = 3


def after_and(tokens: list[Token], index: int) -> int | None:
    """Where the word after "و" stands, if token `index` begins with "و" or is one."""
    if index >= len(tokens):
        return None
    token = tokens[index]
    if token.text == _ONE and (ten := plain_number(tokens, index + 1)) is not None and ten.value == 10:
        return index  # وأحد عشر, spelled like واحد
    if token.text == AND:
        return index + 1 if index + 1 < len(tokens) else None
    return index if token.conjunction and token.text[0] == AND else None


def plain_number(tokens: list[Token], index: int) -> NumberWord | None:
    """The number word at `index` if nothing is glued before it."""
    if index >= len(tokens) or tokens[index].conjunction or tokens[index].preposition or tokens[index].opens:
        return None
    return tokens[index].number


def names_rank(token: Token) -> bool:
    """Whether a noun is counted off, so that a definite number after it says which one: المركز, الدقيقة, مباراته."""
    counted = token.definite and token.stem in word_list("ordinal_noun")
    return counted or token.text in word_list("owned_ordinal_noun")


def is_definite_noun(tokens: list[Token], index: int) -> bool:
    """Whether a noun with the article stands at `index`, which is no weekday: الأحد."""
    token = peek(tokens, index)
    if token.kind != "word":
        return False
    definite = token.text.startswith(ARTICLE) and token.text not in word_list("no_article")
    return definite and len(token.text) > 4 and token.sense("weekday") is None


def is_owned_noun(tokens: list[Token], index: int) -> bool:
    """خمس دخلها is a fifth of her income, خمس قصائده five of his poems; after a plural in ـات only five makes sense."""
    if index >= len(tokens) or tokens[index].kind != "word" or tokens[index].number is not None:
        return False
    owned = without_pronoun(tokens[index].text)
    if owned is None or len(owned[0]) < _SHORTEST_NOUN:
        return False
    noun, pronoun = owned
    return not noun.endswith("ات") and (pronoun != "ه" or noun.endswith("ت"))


def pauses(tokens: list[Token], at: int) -> bool:
    """Whether the text ends or a mark stands at `at`."""
    return at >= len(tokens) or tokens[at].kind == "symbol"
