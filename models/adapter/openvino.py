"""How an adapter gets into OpenVINO's form of a GGUF.

OpenVINO GenAI applies low-rank matrices to the matrix products whose names hold the names in the adapter's file. The
form that it makes of a GGUF has products without such names, so they are named before the form is saved; and once it is
known which product is which, their weights are made exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from models import gguf_file, zero_points
from models.base import ModelError

_NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
"""The products of a block as adapters name them, and as GGUF files do."""
_FORM = "__module.model.layers.{layer}.{name}/ov_ext::linear/MatMul"
_MARK = "named, with exact zero points"
"""What the graph says of itself, so that a form of an earlier version is known."""
_GRAPH = "openvino_model.xml"


def is_fitted(form: Path) -> bool:
    """Whether the saved form in the folder `form` is one that `fit` has made ready for an adapter."""
    try:
        return _MARK.encode() in (form / _GRAPH).read_bytes()
    except OSError:
        return False


def fit(form: Path, *, gguf: Path) -> None:
    """Makes the saved form in the folder `form` ready for an adapter: names its products, and gives their weights the
    zero points that the file `gguf` has. The form is written anew.

    Raises:
        ModelError: the graph is not that of a model that adapters are made for.
        OSError: a file cannot be read or written.
        RuntimeError: OpenVINO cannot read or write the form.
        ValueError: `gguf` is no GGUF file.
    """
    import openvino  # type: ignore[import-untyped]  # it ships no py.typed

    model = openvino.Core().read_model(form / _GRAPH)
    tensors = gguf_file.check(gguf)
    pairs = []
    for layer, name, product in _named(model):
        product.set_friendly_name(_FORM.format(layer=layer, name=name))
        if tensor := tensors.get(f"blk.{layer}.{_NAMES[name]}.weight"):
            pairs.append((product, tensor))
    zero_points.restore(pairs, gguf)
    model.set_rt_info(_MARK, ["amana", "form"])
    staged = form / "fitted.xml"
    openvino.save_model(model, staged, compress_to_fp16=False)
    del model  # it holds the old weights open
    staged.with_suffix(".bin").replace((form / _GRAPH).with_suffix(".bin"))
    staged.replace(form / _GRAPH)


def _named(model: Any) -> Iterator[tuple[int, str, Any]]:
    """Block, name and product of every product, checked by the shapes and by what the gate's product flows into.

    The reader of GGUF files makes a block's products in the order of `_NAMES`, and numbers what it makes.
    """
    products = [
        operation
        for operation in model.get_ordered_ops()
        if operation.get_type_name() == "MatMul" and operation.input(1).get_partial_shape().is_static
    ]
    products.sort(key=lambda operation: int(operation.get_friendly_name().rpartition("_")[2]))
    blocks = [products[start : start + len(_NAMES)] for start in range(0, len(products) - 1, len(_NAMES))]
    for layer, block in enumerate(blocks):
        if not _is_block(block):
            raise ModelError("This GGUF's graph is not the one that adapters are made for; use another model.")
        for name, product in zip(_NAMES, block, strict=True):
            yield layer, name, product


def _is_block(products: Sequence[Any]) -> bool:
    if len(products) != len(_NAMES):
        return False
    query, key, value, output, gate, up, down = [tuple(product.input(1).get_shape()) for product in products]
    feeds = {item.get_node().get_type_name() for item in products[4].output(0).get_target_inputs()}
    return (
        query[0] == query[1] == output[0] == output[1]
        and key == value
        and gate == up
        and down == gate[::-1]
        and key[1] == gate[1] == query[1]
        and "Swish" in feeds
    )
