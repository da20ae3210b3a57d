"""Attacks on model files: none of them may reach OpenVINO, and no damaged form may be taken for a whole one."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from models import gguf_file, verified
from models.saved_form import SavedForm
from tests.attacks import Tally
from tests.gguf_files import tiny

SEED = 11


def gguf_files(scratch: Path) -> Iterator[Tally]:
    """A GGUF cut off anywhere, and junk with and without its first bytes."""
    path = scratch / "model.gguf"
    data = tiny().data()
    cuts = range(0, len(data), 331)
    yield Tally("GGUF files cut off", len(cuts), sum(passes(path, data[:length]) for length in cuts))
    dice = random.Random(SEED)
    junk = [dice.choice((b"", b"GGUF", data[:24])) + dice.randbytes(dice.randrange(5000)) for _ in range(500)]
    yield Tally("junk that calls itself GGUF, or not", len(junk), sum(passes(path, one) for one in junk))


def passes(path: Path, data: bytes) -> bool:
    """Whether the check lets the file through."""
    path.write_bytes(data)
    try:
        gguf_file.check(path)
    except gguf_file.NotGguf:
        return False
    return True


def saved_forms(scratch: Path) -> Iterator[Tally]:
    """A flipped bit, a zeroed tail or a lost file in the form that is saved of a model, and in the model itself."""
    model, form = scratch / "model.gguf", scratch / "model.openvino"
    model.write_bytes(tiny().data())
    form.mkdir()
    dice = random.Random(SEED)
    for name in ("openvino_model.bin", "openvino_model.xml", "openvino_tokenizer.bin"):
        (form / name).write_bytes(dice.randbytes(20_000))
    whole = SavedForm(model, form, None, lambda _: None)
    whole.seal(form)
    shutil.copytree(form, scratch / "kept")
    lost = int(whole.fault() is not None)
    tried = 1
    for number in range(300):
        shutil.rmtree(form)
        shutil.copytree(scratch / "kept", form)
        path = form / dice.choice(("openvino_model.bin", "openvino_model.xml", "openvino_tokenizer.bin"))
        data = bytearray(path.read_bytes())
        if number % 3 == 0:
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        elif number % 3 == 1:
            data[-dice.randrange(1, 5000) :] = b""
        else:
            data[-100:] = bytes(100)
        path.write_bytes(data)
        tried += 1
        lost += whole.fault() is None
    yield Tally("forms with a flipped bit, cut off, or a zeroed tail", tried, lost)
    digest = verified.digest(model, say=lambda _: None)
    lost = 0
    for _ in range(100):
        data = bytearray(tiny().data())
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        model.write_bytes(data)
        lost += verified.digest(model, say=lambda _: None) == digest
    yield Tally("models of the right size with a flipped bit", 100, lost)
