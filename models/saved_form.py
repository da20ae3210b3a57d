"""The OpenVINO form that is saved of a GGUF: whether it can be trusted, and what makes it so."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models import verified
from models.adapter import openvino


@dataclass(frozen=True, slots=True)
class SavedForm:
    """The form in `folder` of the GGUF at `path`, whose `digest` is known (the model of the store) or taken here.

    A `fitted` form is ready for an adapter.
    """

    path: Path
    folder: Path
    digest: str | None
    say: Callable[[str], None]
    fitted: bool = False

    def fault(self) -> str | None:
        """Why it cannot be used, as part of a sentence; None where its files are as they were saved, of this GGUF.

        Raises:
            OSError: a file cannot be read.
        """
        if not self.folder.is_dir():
            return "it is not there"
        if self.fitted and not openvino.is_fitted(self.folder):
            return "it was saved by an earlier version"
        return verified.what_is_wrong(self.folder, of=self._source(), say=self.say)

    def remove(self, fault: str) -> None:
        """Takes a form away that is there and has a `fault`, and says so."""
        if self.folder.is_dir():
            self.say(f"The OpenVINO form saved in {self.folder} cannot be trusted ({fault}); it is made anew.")
            shutil.rmtree(self.folder)

    def seal(self, staging: Path) -> None:
        """Notes in `staging`, which is about to become the folder, what its files are and what they were made of."""
        verified.seal(staging, of=self._source())

    def _source(self) -> str:
        return self.digest or verified.digest(self.path, say=self.say)
