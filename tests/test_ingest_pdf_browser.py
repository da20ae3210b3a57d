"""PDF files as a browser prints them: shaped letters, ligatures, words in the order of drawing. Skipped without one."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.clean import MARKS
from pipeline.ingest import read_article

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.ar.txt"))
STYLES = {
    "ragged": "",
    "justified": "p { text-align: justify }",
    "in two columns": "div { column-count: 2; break-after: page } p { text-align: justify }",
}


def words(text: str) -> list[str]:
    """The words without vowel signs, whose places in a font are only roughly above their letters."""
    return re.sub(f"[{MARKS}]", "", text).split()


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_printed_articles_come_back(tmp_path: Path, style: str) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no browser is installed; on Debian: apt-get install chromium")
    texts = [path.read_text(encoding="utf-8") for path in SAMPLES]
    body = "".join(
        f"<div>{''.join(f'<p>{html.escape(line)}</p>' for line in text.splitlines() if line.strip())}</div>"
        for text in texts
    )
    page = tmp_path / "page.html"
    page.write_text(
        f'<html lang="ar" dir="rtl"><meta charset="utf-8"><style>{style}</style><body>{body}</body></html>',
        encoding="utf-8",
    )
    command = [
        browser,
        "--headless",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--no-sandbox")  # which root cannot use
    command += [f"--print-to-pdf={tmp_path / 'page.pdf'}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert words(read_article(tmp_path / "page.pdf").text) == words("\n".join(texts))
