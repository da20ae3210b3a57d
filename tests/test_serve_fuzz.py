"""Whatever is sent to the API as its description allows, or does not, it answers without an error of its own."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable

from tests.serve_process import served

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
pytest.importorskip("fastapi", reason="the extra serve is not installed")

BOUNDED = settings(
    max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def test_no_request_is_a_server_error(tmp_path: Path) -> None:
    with served(tmp_path, "--timeout", "5", "--no-repair") as server:
        schema = schemathesis.openapi.from_url(f"{server.url}/openapi.json")
        tried = set()
        for found in schema.get_all_operations():
            operation = found.ok()
            for mode in schemathesis.GenerationMode:

                @BOUNDED
                @given(case=operation.as_strategy(generation_mode=mode))
                def probe(case: Any) -> None:
                    answer = case.call()
                    tried.add(case.operation.label)
                    assert answer.status_code < 500, answer.text

                with suppress(Unsatisfiable):  # where nothing can be wrong, as without a parameter
                    probe()
    assert len(tried) > 10
