"""The card: one page with what was measured of translation, summary, numbers, claims, doubt, speed and memory.

`python -m eval.card` measures and writes it (`__main__`); `lines` reads the lines, `scores` makes tables of outputs,
`cost` those of time and memory, `keep` holds what was measured until the card is whole, `page` writes it down.
"""
