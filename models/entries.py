"""What the tables of models are made of: an entry for a model, an entry for a kind of name, what a loader is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from models.base import Summarizer, Translator
from models.download import PullProgress
from models.families import Role

Engine = Translator | Summarizer
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a loader is told: the device, the number of threads (None: the cores we may use), who hears of downloads,
    the precision, who hears of what else takes long, the role that the engine is wanted for, and how a server is
    reached: its address where the name does not tell, whether plain http will do, how many calls at a time."""

    device: str
    threads: int | None
    progress: PullProgress | None
    compute_type: str = "auto"
    say: Say = lambda _: None
    role: Role = "translator"
    api_base: str | None = None
    insecure: bool = False
    parallel: int | None = None


Load = Callable[[str, Settings], Engine]
"""Gets a model's name and the settings; raises ModelError where there is no engine to be had."""


def any_role(_: str, __: Role) -> None:
    """Objects to no role: for engines that do both, and for those that tell only once they are loaded."""


def is_there(_: str) -> bool:
    """Looks at nothing: for names that tell by themselves what they are."""
    return True


@dataclass(frozen=True, slots=True)
class Model:
    """A model that is known by its name. `load` gets the name and the settings.

    `remote` is True where it is the hub's: then it may be in the hub's cache or not. `cpu_only`: it uses no GPU of
    this machine.
    """

    name: str
    description: str
    roles: frozenset[Role]
    load: Load
    remote: bool = False
    cpu_only: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of name that a user may give for a model that no table has.

    `form` is what such a name is, in the words of a message. A name is of this kind where `means` says so, which looks
    at the name alone or into the user's settings, and `exists`, which may look at the disk. `check` raises ModelError
    where the model cannot do the role, as far as that can be told before anything is loaded. `remote` and `cpu_only`
    are as for `Model`.
    """

    form: str
    means: Callable[[str], bool]
    load: Load
    exists: Callable[[str], bool] = is_there
    check: Callable[[str, Role], None] = any_role
    remote: bool = False
    cpu_only: bool = False

    def model(self, name: str, role: Role) -> Model:
        """The model called `name` in the role that it is asked for. Raises ModelError where it cannot do that."""
        self.check(name, role)
        return Model(name, self.form, frozenset({role}), self.load, remote=self.remote, cpu_only=self.cpu_only)
