"""rouge-score's scorer, imported without the parts of nltk that it never uses."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec
from typing import Any

_BARE = ("nltk", "nltk.stem")
_IMPORTED = ("nltk", "rouge_score")


def rouge_scorer(kinds: list[str]) -> Any:
    """A `RougeScorer` of these kinds that stems words.

    rouge-score takes of nltk only the Porter stemmer, but `import nltk` runs all of it, corpora, parsers and
    scipy.stats: a fifth of the time in which the samples are scored.
    """
    if "nltk" in sys.modules:
        return _scorer(kinds)
    try:
        with _bare_nltk():
            return _scorer(kinds)
    except ImportError:  # an nltk that is laid out otherwise
        return _scorer(kinds)


def _scorer(kinds: list[str]) -> Any:
    from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-untyped]  # it ships no py.typed

    return RougeScorer(kinds, use_stemmer=True)


@contextmanager
def _bare_nltk() -> Iterator[None]:
    """Lets modules of nltk be imported without running its packages; who imports nltk afterwards gets all of it."""
    before = set(sys.modules)
    try:
        for name in _BARE:
            spec = find_spec(name)
            if spec is None:
                raise ModuleNotFoundError(name=name)
            sys.modules[name] = module_from_spec(spec)
        yield
    finally:
        for name in set(sys.modules) - before:
            if name.partition(".")[0] in _IMPORTED:
                del sys.modules[name]
