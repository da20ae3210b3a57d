"""PDF files as a browser prints them: shaped letters, ligatures, words in the order of drawing.

Skipped without a browser, and for a font that is not there. `python -m tests.pdf_fonts` tries more fonts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pdf_fonts import STYLES, browser, differences, has_font, print_samples


@pytest.mark.parametrize("font", ["DejaVu Sans", "Noto Naskh Arabic", "Amiri"])
@pytest.mark.parametrize("style", STYLES)
def test_printed_articles_come_back(tmp_path: Path, style: str, font: str) -> None:
    if browser() is None:
        pytest.skip("no browser is installed; on Debian: apt-get install chromium")
    if not has_font(font):
        pytest.skip(f"the font {font} is not installed; see tests/pdf_fonts.py for the packages of Debian")
    assert differences(print_samples(tmp_path, font=font, style=style)) == []
