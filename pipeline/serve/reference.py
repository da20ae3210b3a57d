"""The page that shows the API, made of its OpenAPI description: no script, no network."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any


def reference(description: Mapping[str, Any]) -> str:
    """An HTML page with every operation: method, path, what it does, its parameters and its body."""
    parts = [
        f"<section><h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(operation.get('summary', ''))}. "
        f"{escape(operation.get('description', ''))}</p>{_inputs(operation)}</section>"
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<title>amana: the API</title><link rel="stylesheet" href="/page.css"></head><body><main><h1>The API of amana'
        '</h1><p>For programs: <a href="/openapi.json">openapi.json</a>. Errors are problem details (RFC 9457).</p>'
        f"{''.join(parts)}</main></body></html>"
    )


def _inputs(operation: Mapping[str, Any]) -> str:
    names = [f"<li><code>{escape(item['name'])}</code> ({item['in']})</li>" for item in operation.get("parameters", ())]
    kinds = operation.get("requestBody", {}).get("content", {})
    for kind, body in kinds.items():
        schema = body.get("schema", {})
        fields = ", ".join(schema.get("properties", {})) or schema.get("$ref", "").rpartition("/")[2]
        names.append(f"<li><code>{escape(kind)}</code>: {escape(fields)}</li>")
    return f"<ul>{''.join(names)}</ul>" if names else ""
