"""`python -m models.adapter.averaging FILE=WEIGHT … --out FILE`: the weighted mean of adapters, as one smaller adapter.

An adapter that was trained too long, scaled down or averaged with another, translates better than either: weight
averaging after Wortsman et al. 2022 ("Model soups"; "Robust fine-tuning of zero-shot models"). The mean of low-rank
products has the sum of their ranks; a singular value decomposition of every matrix keeps what says most for its bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from models.adapter import lowrank
from models.base import ModelError

_A, _B = ".lora_A.weight", ".lora_B.weight"
_BYTES = 2  # of a number in bfloat16
_STEP = 4
"""Ranks are multiples of this: OpenVINO keeps kernels for every shape, which take a gigabyte where all ranks differ."""


@dataclass(frozen=True, slots=True)
class _Spectrum:
    """The singular value decomposition of one matrix: `left` times `values` times `right`."""

    left: torch.Tensor
    values: torch.Tensor
    right: torch.Tensor

    @property
    def bytes_per_rank(self) -> int:
        return _BYTES * (self.left.shape[0] + self.right.shape[1])


def average(adapters: Sequence[tuple[Path, float]], *, most_bytes: int) -> tuple[dict[str, torch.Tensor], float]:
    """The sum of the matrices in the files, each times its weight, in at most `most_bytes` bytes of bfloat16.

    Matrices keep as many ranks as pay: over all of them, those singular values go first, some at a time, whose squares
    are least for the bytes they take. A matrix that a file lacks counts as zero there.

    Args:
        adapters: files in the naming of PEFT, with the scale multiplied into B, and their weights.
        most_bytes: bytes of all matrices together, without the file's header.

    Returns:
        The matrices by their name in a file, and the kept share of the sum of squares (1 where nothing was cut).

    Raises:
        ModelError: a file cannot be read, or two do not suit the same model.
    """
    spectra = _spectra([(lowrank.read(path), weight) for path, weight in adapters])
    ranks = _ranks(spectra, most_bytes=most_bytes)
    tensors, kept, whole = {}, 0.0, 0.0
    for name, found in spectra.items():
        rank = ranks[name]
        whole += float(found.values.square().sum())
        kept += float(found.values[:rank].square().sum())
        if rank:
            root = found.values[:rank].sqrt()
            tensors[name + _A] = (root[:, None] * found.right[:rank]).to(torch.bfloat16).contiguous()
            tensors[name + _B] = (found.left[:, :rank] * root).to(torch.bfloat16).contiguous()
    return tensors, kept / whole if whole else 1.0


def _spectra(sources: Sequence[tuple[Mapping[str, torch.Tensor], float]]) -> dict[str, _Spectrum]:
    names = sorted({name.removesuffix(_A) for tensors, _ in sources for name in tensors if name.endswith(_A)})
    found = {}
    for name in names:
        holding = [(tensors, weight) for tensors, weight in sources if name + _A in tensors]
        try:
            a = torch.cat([tensors[name + _A].float() for tensors, _ in holding])
            b = torch.cat([tensors[name + _B].float() * weight for tensors, weight in holding], dim=1)
        except (RuntimeError, KeyError) as error:
            raise ModelError(f"The adapters do not suit the same model ({name}).") from error
        # Through the small triangles of A and B, since their product would have the size of the model's own matrix.
        rows, across = torch.linalg.qr(a.T)
        columns, down = torch.linalg.qr(b)
        left, values, right = torch.linalg.svd(down @ across.T)
        rank = values.shape[0]
        found[name] = _Spectrum(columns @ left[:, :rank], values, right[:rank] @ rows.T)
    return found


def _ranks(spectra: Mapping[str, _Spectrum], *, most_bytes: int) -> dict[str, int]:
    worth = sorted(
        (
            (float(step.square().sum()) / (len(step) * found.bytes_per_rank), len(step), name)
            for name, found in spectra.items()
            for step in torch.split(found.values, _STEP)
        ),
        reverse=True,
    )
    ranks, taken = dict.fromkeys(spectra, 0), 0
    for value, step, name in worth:
        taken += step * spectra[name].bytes_per_rank
        if taken > most_bytes or not value:
            break
        ranks[name] += step
    return ranks


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; 2 for files that cannot be averaged."""
    parser = argparse.ArgumentParser(prog="python -m models.adapter.averaging", description=__doc__)
    parser.add_argument("adapters", nargs="+", metavar="FILE=WEIGHT", help="an adapter and its weight, such as 0.5")
    parser.add_argument("--out", type=Path, required=True, help="where to write the mean")
    parser.add_argument("--most", type=float, default=19.5, help="megabytes of its matrices (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    try:
        adapters = [_weighted(argument) for argument in chosen.adapters]
        tensors, kept = average(adapters, most_bytes=int(chosen.most * 1e6))
        lowrank.write(tensors, chosen.out)
    except (ModelError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{chosen.out}: {len(tensors) // 2} matrices, {100 * kept:.1f} % of the sum of squares kept\n")
    return 0


def _weighted(argument: str) -> tuple[Path, float]:
    path, _, weight = argument.rpartition("=")
    try:
        return Path(path), float(weight)
    except ValueError as error:
        raise ModelError(f"Give an adapter as FILE=WEIGHT, such as old.safetensors=0.5, not {argument!r}.") from error


if __name__ == "__main__":
    raise SystemExit(main())
