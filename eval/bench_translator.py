"""`python -m eval.bench_translator NAME=LINES.jsonl[:N] …`: how well the embedded model translates, without repair.

Prints one row: for every set of lines chrF2, BLEU and the lines with a number error, then seconds, tokens a second and
the peak of memory. `:N` takes N lines spread evenly over the file, `@K` before it only the last K lines. With
`--without adapter`, `--without glossary` the row of a part. The lines hold `ar` and `en`.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models import gguf, school, store
from models.base import ModelError
from pipeline.numbers import compare, read

_ARGUMENT = re.compile(r"(\w+)=(.+?)(?:@(\d+))?(?::(\d+))?")


@dataclass(frozen=True, slots=True)
class Lines:
    """A named set of sentence pairs."""

    name: str
    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Scores:
    """Of a set of lines: chrF2 and BLEU in points, lines with a number and those of them with a number error."""

    name: str
    lines: int
    chrf: float
    bleu: float
    numbered: int
    wrong: int

    def __str__(self) -> str:
        share = 100 * self.wrong / self.numbered if self.numbered else 0.0
        return (
            f"{self.name} ({self.lines} lines): chrF2 {self.chrf:.1f}, BLEU {self.bleu:.1f}, number errors in "
            f"{self.wrong} of {self.numbered} lines ({share:.1f} %)"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; 2 for lines that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench_translator", description=__doc__)
    parser.add_argument("lines", nargs="+", help="NAME=FILE, NAME=FILE:N, NAME=FILE@LAST:N")
    parser.add_argument("--without", action="append", choices=("adapter", "glossary"), default=[])
    parser.add_argument("--threads", type=int, help="default: the cores that may be used")
    parser.add_argument("--outputs", type=Path, help="write the outputs there, a line each, as NAME.en.txt")
    chosen = parser.parse_args(arguments)
    try:
        sets = [read_lines(argument) for argument in chosen.lines]
        schooling = school.shipped(
            with_adapter="adapter" not in chosen.without, with_glossary="glossary" not in chosen.without
        )
        engine = gguf.load(store.pull("embedded"), name="embedded", threads=chosen.threads, schooling=schooling)
    except (OSError, ValueError, ModelError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for lines in sets:
        started = time.perf_counter()
        outputs = engine.translate([arabic for arabic, _ in lines.pairs])
        seconds = time.perf_counter() - started
        texts = [output.text for output in outputs]
        tokens = sum(output.tokens for output in outputs)
        sys.stdout.write(f"{score(lines, texts)}, {seconds:.0f} s, {tokens / seconds:.1f} tokens/s\n")
        sys.stdout.flush()
        if chosen.outputs:
            chosen.outputs.mkdir(parents=True, exist_ok=True)
            rows = [
                json.dumps(
                    {"ar": arabic, "en": english, "output": output.text, "score": output.score}, ensure_ascii=False
                )
                for (arabic, english), output in zip(lines.pairs, outputs, strict=True)
            ]
            (chosen.outputs / f"{lines.name}.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    sys.stdout.write(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB\n")
    return 0


def read_lines(argument: str) -> Lines:
    """The lines that an argument of the command names.

    Raises:
        ValueError: the argument is none.
        OSError: the file cannot be read.
    """
    found = _ARGUMENT.fullmatch(argument)
    if not found:
        raise ValueError(f"Give lines as NAME=FILE or NAME=FILE@LAST:N, not {argument!r}.")
    name, path, last, count = found.groups()
    rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = rows[-int(last) :] if last else rows
    wanted = min(int(count), len(rows)) if count else len(rows)
    spread = [rows[place * len(rows) // wanted] for place in range(wanted)]
    return Lines(name, [(row["ar"], row["en"]) for row in spread])


def score(lines: Lines, outputs: Sequence[str]) -> Scores:
    """How `outputs` score against the English of `lines`."""
    import sacrebleu

    references = [[english for _, english in lines.pairs]]
    numbered = [
        (arabic, text)
        for (arabic, _), text in zip(lines.pairs, outputs, strict=True)
        if any(one.lone is None for one in read(arabic, lang="ar"))
    ]
    return Scores(
        lines.name,
        len(lines.pairs),
        sacrebleu.corpus_chrf(list(outputs), references).score,
        sacrebleu.corpus_bleu(list(outputs), references).score,
        len(numbered),
        sum(not compare(arabic, text).ok for arabic, text in numbered),
    )


if __name__ == "__main__":
    raise SystemExit(main())
