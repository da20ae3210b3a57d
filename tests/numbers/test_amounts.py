"""Amounts are frozen and changed in one way; a quantity's fields are defined once."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest

from pipeline.numbers import Quantity, quantity_from_json, quantity_to_json, read
from pipeline.numbers.quantity import FACTS
from pipeline.numbers.read.amount import Amount


def test_an_amount_is_changed_by_making_another() -> None:
    amount = Amount(0, 1, Fraction(5))
    other = amount.but(unit="kilometer", kind="measure")
    assert amount == Amount(0, 1, Fraction(5))
    assert other == Amount(0, 1, Fraction(5), kind="measure", unit="kilometer")
    with pytest.raises(FrozenInstanceError):
        amount.value = Fraction(6)  # type: ignore[misc]


@pytest.mark.parametrize("make", [Amount(0, 1, Fraction(5)).but, lambda **facts: Amount(0, 1, Fraction(5), **facts)])
def test_a_name_that_is_no_field_is_refused(make: object) -> None:
    with pytest.raises(TypeError, match="colour"):
        make(colour="red")  # type: ignore[operator]


def test_a_quantity_takes_every_fact_of_its_amount() -> None:
    facts = {"bound": "about", "unit": "USD", "soft": True, "rule": "x", "assumed": True}
    amount = Amount(0, 1, Fraction(5), **facts)  # type: ignore[arg-type]
    quantity = Quantity(0, 1, "5", "money", Fraction(5), **amount.facts())
    assert {name: getattr(quantity, name) for name in FACTS} == {name: getattr(amount, name) for name in FACTS}


def test_a_fact_that_a_json_object_lacks_takes_its_default() -> None:
    (quantity,) = read("25%", lang="en")
    data = quantity_to_json(quantity)
    assert quantity_from_json(data) == quantity
    del data["rule"]
    assert quantity_from_json(data).rule == ""
