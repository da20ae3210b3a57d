"""Translator and summarizer over a model on a server: chat messages out, answers with their token counts back."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from queue import SimpleQueue
from typing import Any, TypeVar

from models import prompts
from models.base import Generation, ModelError, Price, UnfinishedError
from models.chat import DECODING_VERSION, TEMPERATURE, TOP_P, ChatEngine, Sampling
from models.prompts import Conversation, Turn
from models.servers.client import Client, ServerError
from models.servers.named import Server, checked
from models.split import defuse

OPENAI_KEY, OPENAI_BASE = "OPENAI_API_KEY", "OPENAI_BASE_URL"
"""The environment variables that hold key and address for names such as openai:MODEL."""

_BYTES_PER_TOKEN = 3
"""Of UTF-8, about: low for English, so that a count by it is rather too high."""

_CONTROL = ("<s>", "</s>", "[INST]", "[/INST]", "<start_of_turn>", "<end_of_turn>", "<think>", "</think>")
"""What templates of models other than ChatML's set turns apart with; a server may read them wherever they stand."""

_THOUGHTS = re.compile(r"\s*<think>.*?(</think>\s*|$)", re.DOTALL)

_LIMIT, _OTHER_LIMIT = "max_tokens", "max_completion_tokens"
_OPTIONAL = ("n", "seed", "top_p", "temperature", _LIMIT)
"""What a server may refuse to be told, while it answers without."""

_UNKNOWN = re.compile("support|unknown|unrecogni[sz]ed|unexpected|extra|not (allowed|permitted)", re.IGNORECASE)
"""What a server says of such a thing, and not where a value is at fault: a limit that is too large for its context."""

Result = TypeVar("Result")


class ServerEngine(ChatEngine):
    """Asks the server for everything; greedy (temperature 0) unless asked to sample. See `ChatEngine`.

    The server is not asked to go on with an answer that is begun, and its tokens are estimated by length before a call.
    """

    is_remote = True

    def __init__(self, name: str, server: Server, client: Client) -> None:
        super().__init__(name)
        self._server = server
        self._client = client
        self._refused: set[str] = set()
        self._takes_system = True
        self._draws_together = True
        self._fit(server.context)

    @property
    def title(self) -> str:
        """Which model where."""
        return f"the model {self._server.model} of the server at {self._server.api_base}"

    @property
    def price(self) -> Price | None:
        """See `models.base.Priced`."""
        return self._server.price

    @property
    def identity(self) -> str:
        """See `models.base.Identified`: a server's model is known by its name and the server's address alone."""
        return (
            f"server {self._server.api_base}, model {self._server.model}, context {self._server.context}, "
            f"prompts {prompts.PROMPT_VERSION}, decoding {DECODING_VERSION}{self._of_terms}"
        )

    def count_tokens(self, text: str) -> int:
        """About the number of tokens in `text`, rather too many."""
        return -(-len(text.encode("utf-8", errors="replace")) // _BYTES_PER_TOKEN)

    def _generate(
        self,
        conversations: Sequence[Conversation],
        budgets: Sequence[int],
        *,
        schooled: bool,  # noqa: ARG002  # it has no adapter
        finished: Callable[[int], None] | None = None,
        sampling: Sampling | None = None,
    ) -> list[list[Generation]]:
        outputs: dict[int, list[Generation]] = {}
        failures: list[ServerError] = []

        def work(index: int) -> list[Generation]:
            return self._answers(conversations[index], budgets[index], sampling)

        for index, result in in_parallel(work, len(conversations), limit=self._server.parallel):
            if isinstance(result, ServerError):
                failures.append(result)
                continue
            if isinstance(result, Exception):
                raise result
            outputs[index] = result
            if finished:
                finished(index)
        if failures:
            worst = next((failure for failure in failures if failure.is_gone), failures[0])
            raise UnfinishedError(str(worst), outputs=outputs, is_gone=worst.is_gone) from worst
        return [outputs[index] for index in range(len(conversations))]

    def _answers(self, conversation: Conversation, budget: int, sampling: Sampling | None) -> list[Generation]:
        """As many answers as asked for: in one call, or in one call for each with its own seed, if the server gives
        fewer than asked for."""
        wanted = sampling.n if sampling else 1
        found: list[Generation] = []
        while len(found) < wanted:
            asked = wanted - len(found) if self._draws_together and "n" not in self._refused else 1
            data = self._ask(conversation, budget, sampling, n=asked, drawn=len(found))
            found += self._generations(data, conversation.start, budget)
            if len(data["choices"]) < asked:
                self._draws_together = False
        return found[:wanted]

    def _ask(
        self, conversation: Conversation, budget: int, sampling: Sampling | None, *, n: int, drawn: int
    ) -> dict[str, Any]:
        while True:
            options: dict[str, Any] = {_LIMIT: budget, "temperature": 0}
            if sampling:
                options |= {"temperature": TEMPERATURE, "top_p": TOP_P, "seed": sampling.seed + drawn}
                options |= {"n": n} if n > 1 else {}
            told = {key: value for key, value in options.items() if key not in self._refused}
            if _LIMIT not in told:
                told[_OTHER_LIMIT] = budget
            with_system = self._takes_system
            messages = _messages(conversation.turns, with_system=with_system)
            try:
                return self._client.complete({"model": self._server.model, "messages": messages, **told})
            except ServerError as error:
                if not error.refused or not self._learns(error.refused, told, with_system=with_system):
                    raise

    def _learns(self, refused: str, told: Mapping[str, object], *, with_system: bool) -> bool:
        """Whether the server may take the call without something of it, which it is not told from now on."""
        if "n" in told and _names(refused, "n"):
            self._refused.add("n")  # whatever it says of it: llama.cpp has no more draws than slots
            return True
        if not _UNKNOWN.search(refused):
            return False
        named = next((name for name in _OPTIONAL if name in told and _names(refused, name)), None)
        if named:
            self._refused.add(named)
            return True
        if with_system and "system" in refused.lower():
            self._takes_system = False
            return True
        return False

    def _generations(self, data: Mapping[str, Any], start: str, budget: int) -> list[Generation]:
        choices = data["choices"]
        usage = data.get("usage")
        counts = usage if isinstance(usage, dict) else {}
        read, written = (_count(counts.get(name)) for name in ("prompt_tokens", "completion_tokens"))
        found = []
        for place, choice in enumerate(choices):
            said = self._client.redacted(_text(choice["message"].get("content")))
            raw = said.encode("utf-8", errors="replace").decode("utf-8")  # JSON can hold half a surrogate pair
            # The counts are those of the whole call.
            share = self.count_tokens(raw) if written is None else _share(written, len(choices), place)
            reason = choice.get("finish_reason")
            cut_off = share >= budget if reason is None else reason not in ("stop", "eos", "end_turn")
            text = _begun(_THOUGHTS.sub("", raw, count=1), start).strip()
            found.append(Generation(text, "length" if cut_off else "stop", share, None, 0 if place else read or 0))
        return found


def load(
    name: str, server: Server, *, parallel: int | None = None, say: Callable[[str], None] = lambda _: None
) -> ServerEngine:
    """The engine called `name` on `server`, which is looked at first; the key is taken from the environment.

    `parallel` calls at a time go before those of the server.

    Raises:
        ModelError: the server is not there, wants a key, or cannot be one.
    """
    server = checked(server if parallel is None else replace(server, parallel=parallel))
    key = os.environ.get(server.key_env, "").strip() if server.key_env else ""
    if server.key_env and not key and server.key_env != OPENAI_KEY:
        raise ModelError(
            f"The environment variable {server.key_env}, which is to hold the key for {name}, is empty; set it, or add "
            "the server again without --key-env."
        )
    client = Client(server, key=key or None, say=say)
    client.check()
    return ServerEngine(name, server, client)


def openai_server(name: str, *, api_base: str | None, insecure: bool) -> Server:
    """The server that a name such as openai:MODEL means: at `api_base`, else at $OPENAI_BASE_URL.

    Raises:
        ModelError: neither is given, or it cannot be one.
    """
    base = api_base or os.environ.get(OPENAI_BASE, "").strip()
    if not base:
        raise ModelError(
            f"It is not known where {name} is; give the server's address with --api-base, such as "
            f"http://127.0.0.1:11434/v1, or in the environment variable {OPENAI_BASE}."
        )
    return checked(Server(base, name.partition(":")[2], key_env=OPENAI_KEY, insecure=insecure))


def in_parallel(work: Callable[[int], Result], count: int, *, limit: int) -> Iterator[tuple[int, Result | Exception]]:
    """Does `work` for 0 to `count` - 1 in at most `limit` threads, and gives each result, or what was raised, as it
    comes. What is not begun waits; none is begun after a `ServerError` that `is_gone`, or when nobody listens."""
    places = iter(range(count))
    lock = threading.Lock()
    results: SimpleQueue[tuple[int, Result | Exception] | None] = SimpleQueue()
    stop = threading.Event()

    def worker() -> None:
        while not stop.is_set():
            with lock:
                place = next(places, None)
            if place is None:
                break
            try:
                results.put((place, work(place)))
            except Exception as error:  # noqa: BLE001  # raised where the result is taken
                if not isinstance(error, ServerError) or error.is_gone:
                    stop.set()
                results.put((place, error))
        results.put(None)

    workers = min(limit, count)
    for _ in range(workers):
        threading.Thread(target=worker, daemon=True).start()
    try:
        while workers:
            found = results.get()
            if found is None:
                workers -= 1
            else:
                yield found
    finally:
        stop.set()


def _messages(turns: Sequence[Turn], *, with_system: bool) -> list[dict[str, str]]:
    messages = [{"role": role, "content": defuse(text, _CONTROL)} for role, text in turns]
    if not with_system and messages[0]["role"] == "system":
        first, second, *rest = messages
        return [{**second, "content": f"{first['content']}\n\n{second['content']}"}, *rest]
    return messages


def _names(refused: str, option: str) -> bool:
    """Whether the server speaks of `option`: in quotes where it is only a letter or a common word."""
    quoted = rf"['\"`]{option}['\"`]"
    return re.search(quoted if option in ("n", "seed") else rf"{quoted}|\b{option}\b", refused) is not None


def _text(content: object) -> str:
    """What a message says: a text, or the texts of its parts; "" where it says nothing."""
    if isinstance(content, list):
        return "".join(_text(part.get("text")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _begun(text: str, start: str) -> str:
    """`text` from the line that begins with `start`, where there is one: what stands before it is chatter."""
    place = re.search(rf"^\s*{re.escape(start)}\s", text, re.MULTILINE) if start else None
    return text[place.start() :] if place else text


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _share(total: int, parts: int, place: int) -> int:
    """How many of `total` go to one of so many parts."""
    each, left = divmod(total, parts)
    return each + (place < left)
