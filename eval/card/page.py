"""A card as Markdown: one table a section, with what it means and what it does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

_PLAIN = str.maketrans({"|": "\\|", "\n": " ", "<": "&lt;", "`": "'"})


@dataclass(frozen=True, slots=True)
class Section:
    """A table of a card. `means` and `not_meant` are a sentence each; `data` are names of the lines it is about.

    `command` measures the same by itself, or the whole card.
    """

    title: str
    means: str
    not_meant: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    command: str
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """Sections, and when and where they were measured."""

    sections: tuple[Section, ...]
    day: str
    machine: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that a card is about, under the name that sections give them; `sha256` is that of their content."""

    name: str
    lines: int
    sha256: str
    about: str


def today() -> str:
    """The date, as it stands in a card."""
    return date.today().isoformat()


def card(parts: Sequence[Measured], data: Sequence[Lines], *, command: str, versions: str) -> str:
    """The card as Markdown.

    `command` is the one that measured all of it, `versions` names the code and the packages that were measured.
    """
    return "\n".join([*_head(data, command, versions), *_body(parts, data)]) + "\n"


def _head(data: Sequence[Lines], command: str, versions: str) -> Iterable[str]:
    yield "# Card"
    yield ""
    yield f"What this version does, as `{command}` measured it. The command writes this page; edits are lost."
    yield "In brackets are 95 % intervals: the lines are few, so read them before the figures. Below every table stand"
    yield "its command, the hash of its lines, the day and the machine."
    yield ""
    yield f"Measured: {versions}."
    yield ""
    yield from _table(
        ("data", "lines", "sha256", "what they are"),
        [(one.name, str(one.lines), f"`{one.sha256[:16]}`", one.about) for one in data],
    )


def _body(parts: Sequence[Measured], data: Sequence[Lines]) -> Iterable[str]:
    hashes = {one.name: one.sha256[:16] for one in data}
    for part in parts:
        for section in part.sections:
            yield ""
            yield f"## {section.title}"
            yield ""
            yield f"{section.means} {section.not_meant}"
            yield ""
            yield from _table(section.headings, section.rows)
            yield ""
            shown = ", ".join(f"{name} `{hashes[name]}`" for name in section.data if name in hashes)
            yield f"Command: `{section.command}`. Data: {shown or 'none'}. Day: {part.day}. Machine: {part.machine}."


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield f"| {' | '.join(headings)} |"
    yield f"|{'---|' * len(headings)}"
    for row in rows:
        yield f"| {' | '.join(_cell(cell) for cell in row)} |"


def _cell(text: str) -> str:
    """Names of files and ids come from outside: none may end a cell or become markup."""
    return text if text.startswith("`") and text.endswith("`") and text.count("`") == 2 else text.translate(_PLAIN)
