"""Dataclasses out of JSON, each field of its declared type: what was edited by hand may hold anything."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Made = TypeVar("Made")


def make(kind: type[Made], data: Mapping[str, Any]) -> Made:
    """The dataclass `kind` with the fields that `data` has.

    Raises:
        TypeError: a field is missing, unknown, or of another type than it is declared to be.
    """
    hints = _hints(cast(Any, kind))
    for name, value in data.items():
        if name in hints and not fits(value, hints[name]):
            raise TypeError(f"{name} cannot be {value!r:.60}")
    return kind(**data)


def fits(value: object, hint: Any) -> bool:
    """Whether `value` is of the type `hint`: a class, None, a Literal, a union, a tuple of one type, a mapping."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return any(fits(value, option) for option in arguments)
    if origin is Literal:
        return any(type(value) is type(option) and value == option for option in arguments)
    if origin is tuple:
        return isinstance(value, tuple) and all(fits(item, arguments[0]) for item in value)
    if origin is not None:  # a mapping: there is no other in what we write
        key, item = arguments
        return isinstance(value, Mapping) and all(fits(a, key) and fits(b, item) for a, b in value.items())
    if hint in (int, float):
        return isinstance(value, (int, hint)) and not isinstance(value, bool)
    return isinstance(value, hint)


@functools.cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
