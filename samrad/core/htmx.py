"""Answering with a page, or with the part of it that HTMX asks for."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def asks_for_part(request: HttpRequest) -> bool:
    """Return whether HTMX asks for a swap; boosted requests and history restores do not."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or only its partial `part` when HTMX asks for a swap."""
    name = f"{template}#{part}" if part and asks_for_part(request) else template
    response = render(request, name, dict(context), status=status)
    if part:
        patch_vary_headers(response, ["HX-Request"])
    return response
