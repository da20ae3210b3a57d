"""The adapter that amana ships for its embedded model, with its digest."""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path

from models.base import ModelError

FILE = Path(__file__).with_name("data") / "embedded.safetensors"
SHA256 = FILE.with_suffix(".sha256")


def verified() -> tuple[Path, str]:
    """The file of the adapter and its SHA-256, once it was found to be whole.

    Raises:
        ModelError: it is missing or damaged.
    """
    try:
        expected = SHA256.read_text(encoding="ascii").split()[0]
        with FILE.open("rb") as handle:
            digest = file_digest(handle, "sha256").hexdigest()
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise ModelError(f"The adapter {FILE} cannot be read ({error}); install amana again.") from error
    if digest != expected:
        raise ModelError(f"The adapter {FILE} is damaged (its sha256 is wrong); install amana again.")
    return FILE, digest
