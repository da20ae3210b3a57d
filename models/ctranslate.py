"""Encoder-decoder models through CTranslate2: several times as fast on a CPU as transformers, and a quarter the memory.

A model is converted once and kept in the model home, as `converted/KEY`: the key covers the files it was made of, the
precision and the version of CTranslate2, so that nothing stale is ever read. A conversion is made under another name
and renamed at the end.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from models import verified
from models.base import ModelError
from models.devices import Device, available_cores, require_complete
from models.files import locked
from models.seq2seq_runtime import Codec, Hypothesis, Search
from models.store import model_home

PRECISIONS: Mapping[str, Sequence[str]] = {"cpu": ("int8", "float32"), "cuda": ("int8", "float16", "float32")}
"""What there is on each device."""

_MOST_REPLICAS = 4
"""Parts of a batch that are generated at the same time on a CPU, over the same weights.

A core for each part beats all cores for one batch, whose work between two multiplications is not shared: 1.3 to 1.5
times with two cores, and no slower for a single text (512 wide, six layers, int8).
"""

_LAYOUTS: Mapping[str, Mapping[str, bool]] = {
    "bart": {"normalize_before": False, "normalize_embedding": True},
    "mbart": {"normalize_before": True, "normalize_embedding": True},
    "pegasus": {"normalize_before": True, "normalize_embedding": False},
}
"""Where a family's layers normalize, which older config.json files say and newer ones do not."""


class CTranslateRuntime:
    """`models.seq2seq_runtime.Runtime` over a CTranslate2 translator."""

    def __init__(self, translator: Any, vocabulary: Sequence[str], *, end: int, title: str, replicas: int = 1) -> None:
        self._translator = translator
        self._replicas = replicas
        self._tokens = vocabulary
        self._ids = {token: index for index, token in enumerate(vocabulary)}
        self._end = end
        self._title = title

    @property
    def title(self) -> str:
        """Library, device and precision."""
        return self._title

    def generate(self, batch: Sequence[Sequence[int]], search: Search) -> list[list[Hypothesis]]:
        """See `models.seq2seq_runtime.Runtime`."""
        first = [] if search.first is None else [self._tokens[search.first]]
        results = self._translator.translate_batch(
            [[self._tokens[index] for index in ids] for ids in batch],
            target_prefix=[first] * len(batch) if first else None,
            beam_size=search.beams,
            num_hypotheses=search.keep,
            length_penalty=search.length_penalty,
            no_repeat_ngram_size=search.no_repeat_ngram,
            min_decoding_length=search.least + len(first),
            max_decoding_length=search.most + len(first),
            max_batch_size=-(-len(batch) // self._replicas),  # one part for each
            max_input_length=0,  # the engine has split what is too long; nothing may be cut off here
            return_scores=True,
            return_end_token=True,
        )
        return [
            [
                self._hypothesis(tokens[len(first) :], score, search)
                for tokens, score in zip(result.hypotheses, result.scores, strict=True)
            ]
            for result in results
        ]

    def release(self) -> None:
        """CTranslate2 frees what a batch took by itself."""

    def _hypothesis(self, tokens: list[str], score: float, search: Search) -> Hypothesis:
        ids = [self._ids[token] for token in tokens]
        ended = bool(ids) and ids[-1] == self._end
        # CTranslate2 divides the sum of the log-probabilities by the length to this power.
        length = max(1, len(ids))
        return Hypothesis(tuple(ids[:-1] if ended else ids), ended, score * length**search.length_penalty / length)


def load(
    folder: Path,
    codec: Codec,
    *,
    name: str,
    device: Device,
    compute_type: str,
    threads: int | None = None,
    say: Callable[[str], None] = lambda _: None,
    home: Path | None = None,
) -> CTranslateRuntime:
    """Converts the model in `folder` unless that was done, and loads it on `threads` threads (None: our cores).

    Conversions are kept in `home`, by default in the model home.

    Raises:
        ModelError: CTranslate2 cannot convert or load it, or the precision is none of its own here.
    """
    precision = "int8" if compute_type == "auto" else compute_type
    if precision not in PRECISIONS.get(device, ()):
        raise ModelError(
            f"There is no {precision} on {device} for the model {name}; choose --compute-type int8 or float32."
        )
    try:
        import ctranslate2  # type: ignore[import-untyped]  # it ships no py.typed
    except ImportError as error:
        raise ModelError(
            f"The engine for {name} cannot be imported ({error}); install it with `pip install ctranslate2`."
        ) from error
    converted = convert(folder, codec, name=name, precision=precision, say=say, home=home)
    computed = "int8_float16" if device == "cuda" and precision == "int8" else precision
    cores = threads or available_cores()
    replicas = 1 if device == "cuda" else min(cores, _MOST_REPLICAS)
    try:
        translator = ctranslate2.Translator(
            str(converted),
            device=device,
            compute_type=computed,
            inter_threads=replicas,
            intra_threads=cores // replicas,
        )
    except (RuntimeError, ValueError) as error:
        raise ModelError(
            f"CTranslate2 cannot load the model {name} from {converted} ({error}); delete that folder and run again."
        ) from error
    title = f"CTranslate2 {ctranslate2.__version__} on {device} in {computed}"
    vocabulary = json.loads((converted / "shared_vocabulary.json").read_text(encoding="utf-8"))
    return CTranslateRuntime(translator, vocabulary, end=codec.tokenizer.eos_token_id, title=title, replicas=replicas)


def convert(
    folder: Path, codec: Codec, *, name: str, precision: str, say: Callable[[str], None], home: Path | None = None
) -> Path:
    """The folder with the CTranslate2 form of the model in `folder`, made now if it is not there.

    Raises:
        ModelError: it cannot be converted, or the disk cannot take it.
    """
    import ctranslate2

    home = home or model_home() / "converted"
    target = home / _key(folder, precision, ctranslate2.__version__)
    if getattr(codec.tokenizer, "separate_vocabs", False):
        raise ModelError(
            f"The model {name} has one vocabulary a language, which CTranslate2 cannot convert; choose another."
        )
    staging = target.with_name(f"{target.name}.partial")

    def is_good() -> bool:
        return target.is_dir() and verified.what_is_wrong(target, of=target.name, say=say) is None

    try:
        if is_good():
            return target
        home.mkdir(parents=True, exist_ok=True)
        with locked(home / f"{target.name}.lock"):
            if is_good():
                return target  # another process was faster
            shutil.rmtree(target, ignore_errors=True)
            say(f"Converting {name} to {precision} for CTranslate2; this happens only once.")
            shutil.rmtree(staging, ignore_errors=True)  # left by a conversion that was killed
            try:
                _convert(folder, staging, codec, precision)
                verified.seal(staging, of=target.name)
                staging.rename(target)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise ModelError(
            f"The model {name} cannot be converted in {home} ({error.strerror or error}); free some space, or set "
            "AMANA_HOME to a folder that you may write to."
        ) from error
    except (RuntimeError, ValueError, KeyError, AttributeError, NotImplementedError) as error:
        # The converter reaches into the weights by name, so a model of another make shows itself in many ways.
        raise ModelError(
            f"CTranslate2 cannot convert the model {name} in {folder} ({error}); choose another."
        ) from error
    return target


def _convert(folder: Path, target: Path, codec: Codec, quantization: str) -> None:
    from ctranslate2.converters import TransformersConverter  # type: ignore[import-untyped]  # it ships no py.typed

    class Converter(TransformersConverter):  # type: ignore[misc]  # for the same reason
        def load_model(self, *arguments: Any, **options: Any) -> Any:
            model, found = super().load_model(*arguments, output_loading_info=True, **options)
            require_complete(found)
            _complete(model.config)
            self.size = model.config.vocab_size
            return model

        def load_tokenizer(self, *_: Any, **__: Any) -> Any:
            return _Vocabulary(codec, self.size)

    Converter(str(folder)).convert(str(target), quantization=quantization)
    path = target / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    if config.get("decoder_start_token") is None:
        # The converter leaves it to every call for an mBART whose files do not say that it is one of 50 languages.
        config["decoder_start_token"] = codec.tokenizer.eos_token
        path.write_text(json.dumps(config), encoding="utf-8")


class _Vocabulary:
    """What the converter asks of a tokenizer, with a token for every id of the model.

    Of the tokenizers of transformers 5 it misses language codes, which these add by themselves.
    """

    def __init__(self, codec: Codec, size: int) -> None:
        self._codec = codec
        self._size = size
        tokenizer = codec.tokenizer
        self.eos_token, self.unk_token, self.pad_token = tokenizer.eos_token, tokenizer.unk_token, tokenizer.pad_token
        self.bos_token = tokenizer.bos_token or tokenizer.eos_token
        self.unk_token_id = tokenizer.unk_token_id
        self.special_tokens_map: dict[str, str] = {}

    def get_vocab(self) -> dict[str, int]:
        """Every id of the model with its token, or with a made-up one where the tokenizer has none."""
        tokens = self.convert_ids_to_tokens(list(range(self._size)))
        known = (isinstance(token, str) and self._codec.id_of(token) == index for index, token in enumerate(tokens))
        return {
            token if good else f"<unused_{index}>": index
            for index, (token, good) in enumerate(zip(tokens, known, strict=True))
        }

    def convert_ids_to_tokens(self, ids: Any) -> Any:
        """The token of an id, or those of a list of ids."""
        return self._codec.tokenizer.convert_ids_to_tokens(ids)


def _complete(config: Any) -> None:
    """Gives `config` what the converter reads of it and what transformers 5 no longer keeps."""
    for name, value in _LAYOUTS.get(config.model_type, {}).items():
        if not hasattr(config, name):
            setattr(config, name, value)
    if config.model_type in ("t5", "mt5"):
        # The converter reads from this whether outputs are scaled; now it is always True, and another says that.
        config.tie_word_embeddings = getattr(config, "scale_decoder_outputs", False)


def _key(folder: Path, precision: str, version: str) -> str:
    """A name for the conversion: the model's folder and a digest of what it depends on."""
    files = [
        (path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(folder.iterdir()) if path.is_file()
    ]
    said = json.dumps([str(folder.resolve()), files, precision, version])
    return f"{folder.name[:40]}-{precision}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
