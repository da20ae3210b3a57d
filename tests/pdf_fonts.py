"""Prints the samples with a browser in many fonts and layouts, and counts the words that do not come back.

    python -m tests.pdf_fonts [FONT…]

Without names it tries `FONTS`, all of them in Debian (fonts-noto-core, fonts-hosny-amiri, fonts-kacst,
fonts-sil-scheherazade, fonts-dejavu-core, fonts-farsiweb); those that this machine lacks are named and passed over.
"""

from __future__ import annotations

import difflib
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from models.script import MARKS
from pipeline.ingest import read_article

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.ar.txt"))
STYLES = {
    "ragged": "",
    "justified": "p { text-align: justify }",
    "in two columns": "div { column-count: 2; break-after: page } p { text-align: justify }",
}
FONTS = (
    "Noto Naskh Arabic", "Noto Kufi Arabic", "Noto Sans Arabic", "Amiri", "KacstBook", "KacstNaskh", "Scheherazade",
    "DejaVu Sans", "Nazli",
)  # fmt: skip


def browser() -> str | None:
    """The browser that prints, None where none is installed."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def has_font(name: str) -> bool:
    """Whether fontconfig knows a font family of this name."""
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", name, "family"], check=True, capture_output=True, text=True, timeout=60)
    return bool(listed.stdout.strip())


def print_samples(folder: Path, *, font: str, style: str) -> Path:
    """A PDF file of all samples, made in `folder` in the layout `STYLES[style]`."""
    divisions = (
        "".join(f"<p>{html.escape(line)}</p>" for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
        for path in SAMPLES
    )
    page, pdf = folder / "page.html", folder / "page.pdf"
    page.write_text(
        f'<html lang="ar" dir="rtl"><meta charset="utf-8"><style>body {{ font-family: "{font}" }} {STYLES[style]}'
        "</style>"
        f"<body>{''.join(f'<div>{division}</div>' for division in divisions)}</body></html>",
        encoding="utf-8",
    )
    command = [
        browser() or "chromium", "--headless", "--disable-gpu", "--no-pdf-header-footer",
        f"--user-data-dir={folder / 'profile'}",
    ]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--no-sandbox")  # which root cannot use
    subprocess.run([*command, f"--print-to-pdf={pdf}", page.as_uri()], check=True, capture_output=True, timeout=60)
    return pdf


def words(text: str) -> list[str]:
    """The words without vowel signs, whose places in a font are only roughly above their letters."""
    return re.sub(f"[{MARKS}]", "", text).split()


def differences(pdf: Path) -> list[tuple[list[str], list[str]]]:
    """Where the words of the samples and those read from `pdf` differ: what was printed, and what came back."""
    printed = words("\n".join(path.read_text(encoding="utf-8") for path in SAMPLES))
    read = words(read_article(pdf).text)
    matcher = difflib.SequenceMatcher(None, printed, read, autojunk=False)
    return [(printed[a:b], read[c:d]) for what, a, b, c, d in matcher.get_opcodes() if what != "equal"]


def main(fonts: list[str]) -> int:
    """Prints a line for each font and layout; 1 where a word did not come back."""
    failed = False
    for font in fonts or FONTS:
        if browser() is None or not has_font(font):
            sys.stdout.write(f"{font}: not on this machine\n")
            continue
        for style in STYLES:
            with tempfile.TemporaryDirectory() as folder:
                found = differences(print_samples(Path(folder), font=font, style=style))
            failed = failed or bool(found)
            examples = "; ".join(f"{' '.join(before)} -> {' '.join(after)}" for before, after in found[:3])
            sys.stdout.write(f"{font}, {style}: {len(found)} differences {examples}\n")
            sys.stdout.flush()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
