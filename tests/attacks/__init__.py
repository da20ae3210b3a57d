"""Attacks that `python -m tests.attacks` replays, with what was lost: kills, full disks, damaged files, and others.

Each module has functions that take a scratch folder and give tallies; `SECTIONS` in `__main__` names them. The figures
stand in docs/reliability.md.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """How many attacks of one kind were tried, and how many ended otherwise than they must."""

    name: str
    tried: int
    lost: int
