"""Pages of a long list."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


def page_of(
    request: HttpRequest, rows: QuerySet[Any], *, size: int = PAGE_SIZE, count: int | None = None
) -> Page[Any]:
    """Return the page of `rows` that `?sida=3` asks for; nonsense gives the nearest.

    `count` is how many rows there are, where the caller has counted them already.
    """
    pages = Paginator(rows, size)
    if count is not None:
        pages.count = count
    return pages.get_page(request.GET.get("sida"))
