"""The parts pages are built of, as template tags. Plain values in, HTML out; none reads rows.

Parts that only place values are files in `templates/components/` for `{% include %}`; here stand
those that must count, choose or look at the request first. docs/house-style.md shows each in use.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django import template
from django.conf import settings
from django.contrib.messages import constants as levels
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, widgets
from django.forms.utils import flatatt
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import HttpRequest

register = template.Library()

_COLOURS: Final = {levels.SUCCESS: "success", levels.WARNING: "warning", levels.ERROR: "danger"}
_NATIVE_TYPES: Final = {
    widgets.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    widgets.DateInput: ("date", "%Y-%m-%d"),
    widgets.TimeInput: ("time", "%H:%M"),
}


# --- Frame ---------------------------------------------------------------------------------------


@register.simple_tag
def is_demo() -> bool:
    """Tell whether this installation shows invented data."""
    return bool(getattr(settings, "SAMRAD_DEMO", False))


@register.simple_tag
def asset(path: str) -> str:
    """Return the address of a static file, also when the manifest is missing (for error pages)."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag(takes_context=True)
def nav_link(
    context: Context,
    name: str,
    label: str,
    *args: object,
    exact: bool = False,
    section: str = "",
) -> SafeString:
    """Return a link to the address called `name`, marked when the page lies there or below.

    Nothing at all where the address does not exist. `section` is a path that also counts as there.
    """
    try:
        href = reverse(name, args=args)
    except NoReverseMatch:
        return SafeString("")
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    if path == href:
        current = SafeString(' aria-current="page"')
    elif not exact and any(path.startswith(start) for start in (href, section) if start):
        current = SafeString(' aria-current="true"')
    else:
        current = SafeString("")
    return format_html('<a href="{}"{}>{}</a>', href, current, label)


@register.simple_block_tag
def crumbs(content: str) -> SafeString:
    """Wrap links in the trail that says where the page lies."""
    return format_html(
        '<nav class="s-crumbs" aria-label="{}">{}</nav>', _("Var är jag"), SafeString(content)
    )


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return a drawn sign: check, lock, phone, clock, bar, pen, doc, people or arrow."""
    if label:
        return format_html('<span class="i i-{}" role="img" aria-label="{}"></span>', name, label)
    return format_html('<span class="i i-{}" aria-hidden="true"></span>', name)


# --- Forms ---------------------------------------------------------------------------------------


@register.simple_tag
def field(bound: BoundField, **options: Any) -> SafeString:  # noqa: ANN401 -- options of many kinds
    """Render one field: label, help, control, error. The options stand in docs/house-style.md."""
    widget = bound.field.widget
    if bound.is_hidden:
        return SafeString(bound.as_widget())
    shape = _shape_of(widget)
    context = {
        "bound": bound,
        "shape": shape,
        "id": bound.auto_id,
        "errors": bound.errors,
        "help": options.get("help", bound.help_text),
        "label": options.get("label", bound.label),
        "hide_label": options.get("hide_label", False),
        "optional": not bound.field.required and options.get("optional", True),
        "layout": options.get("layout", ""),
        "size": options.get("size", ""),
        "count": options.get("count", ""),
        "foot": options.get("foot", ""),
        "tag": options.get("tag", ""),
    }
    if shape in ("radios", "checks"):
        context["choices"] = _choices_of(bound, options.get("hints") or {})
    else:
        context["control"] = _control_of(bound, options)
    return render_to_string("components/field.html", context)


def _shape_of(widget: widgets.Widget) -> str:
    if isinstance(widget, widgets.CheckboxInput):
        return "check"
    if isinstance(widget, widgets.CheckboxSelectMultiple):
        return "checks"
    if isinstance(widget, widgets.RadioSelect):
        return "radios"
    if isinstance(widget, widgets.Select):
        return "select"
    return "text"


def _described_by(bound: BoundField) -> dict[str, str]:
    ids = [f"{bound.auto_id}_help"] if bound.help_text else []
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    attrs = {"aria-describedby": " ".join(ids)} if ids else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return attrs


def _control_of(bound: BoundField, options: Mapping[str, Any]) -> SafeString:
    """Render the control with our classes and, for dates and times, the browser's own type."""
    widget = bound.field.widget
    attrs: dict[str, Any] = {"class": _class_of(widget, options), **_described_by(bound)}
    for key in ("rows", "autocomplete", "inputmode", "placeholder"):
        if options.get(key):
            attrs[key] = options[key]
    if options.get("width"):
        attrs["size"] = options["width"]
    if options.get("key"):
        attrs["data-key"] = options["key"]
    if options.get("count"):
        attrs["data-count"] = options["count"]
    for kind, (input_type, pattern) in _NATIVE_TYPES.items():
        if type(widget) is kind:
            widget.input_type = input_type
            widget.format = pattern
    return SafeString(bound.as_widget(attrs=attrs))


def _class_of(widget: widgets.Widget, options: Mapping[str, Any]) -> str:
    if isinstance(widget, widgets.Textarea):
        return "s-text" if options.get("voice") else "s-area"
    if isinstance(widget, widgets.FileInput):
        return "s-file"
    return "ds-input"


def _choices_of(bound: BoundField, hints: Mapping[Any, str]) -> list[dict[str, Any]]:
    """Return each choice as ready attributes, its label and its hint; groups are laid flat."""
    choices = []
    described = _described_by(bound)
    for number, option in enumerate(bound.subwidgets, start=1):
        data = option.data
        attrs = {
            **data["attrs"],
            **{key: value for key, value in described.items() if key == "aria-invalid"},
            "type": data["type"],
            "name": data["name"],
            "value": data["value"],
            "checked": bool(data["selected"]),
        }
        attrs.pop("required", None)
        value = str(data["value"])
        choices.append(
            {
                "attrs": SafeString(flatatt(attrs)),
                "id": attrs.get("id", ""),
                "label": data["label"],
                "hint": hints.get(value, hints.get(data["value"], "")),
                "number": number,
            }
        )
    return choices


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | Sequence[BaseForm]) -> dict[str, Any]:
    """List every error of the forms, or lists of forms, as links to their fields; else nothing."""
    listed = [
        (_target_of(form, name), _named(form, name, error))
        for given in forms
        for form in ([given] if isinstance(given, BaseForm) else given)
        for name, errors in form.errors.as_data().items()
        for error in errors
    ]
    return {"errors": listed}


def _named(form: BaseForm, name: str, error: ValidationError) -> str:
    """Return the error's text, after the field's label where it is one of Django's own."""
    text = str(error.messages[0])
    own = form.fields.get(name)
    stock = (getattr(kind, "default_error_messages", {}) for kind in type(own).__mro__)
    if own is not None and any(str(texts.get(error.code)) == text for texts in stock):
        return f"{form[name].label} – {text}"
    return text


def _target_of(form: BaseForm, name: str) -> str:
    if name not in form.fields:
        return ""
    bound = form[name]
    first = f"{bound.auto_id}_0"
    return first if _shape_of(bound.field.widget) in ("radios", "checks") else bound.auto_id


@register.inclusion_tag("components/fields.html")
def fields(form: BaseForm, *names: str) -> dict[str, Any]:
    """Render the named fields of a form in a row, or all of them, hidden ones too."""
    chosen = [form[name] for name in names] if names else list(form)
    return {"fields": chosen}


# --- Lists ---------------------------------------------------------------------------------------


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: Context, page: Page[Any], *, target: str = "", parameter: str = "sida"
) -> dict[str, Any]:
    """Link to the other pages of a list and keep the rest of the query. `target` swaps by htmx."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    query = context["request"].GET.copy()

    def address(number: object) -> str:
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "target": target,
        "links": [
            (number, address(number) if isinstance(number, int) else "") for number in numbers
        ],
        "previous": address(page.number - 1) if page.has_previous() else "",
        "next": address(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(
    context: Context, label: str, key: str, *, parameter: str = "ordning"
) -> dict[str, Any]:
    """Head a column that can be sorted: `?ordning=key`, and `-key` the other way."""
    query = context["request"].GET.copy()
    chosen = query.get(parameter, "")
    query[parameter] = f"-{key}" if chosen == key else key
    query.pop("sida", None)
    direction = {key: "ascending", f"-{key}": "descending"}.get(chosen, "")
    return {"label": label, "href": f"?{query.urlencode()}", "direction": direction}


@register.inclusion_tag("components/filters.html", takes_context=True)
def filters(
    context: Context, form: BaseForm, *, target: str = "", label: str = ""
) -> dict[str, Any]:
    """Render a GET form over a list. `target` swaps the list by htmx as choices change."""
    request: HttpRequest = context["request"]
    chosen = [name for name in form.fields if request.GET.get(form.add_prefix(name))]
    return {"form": form, "target": target, "label": label, "path": request.path, "chosen": chosen}


# --- Numbers and steps ---------------------------------------------------------------------------


@register.filter
def width(part: float, whole: float) -> str:
    """Return the width class of `part` in `whole`: `w-0` … `w-100`; something is never nothing."""
    if not whole or part <= 0:
        return "w-0"
    return f"w-{max(1, min(100, round(100 * part / whole)))}"


@register.inclusion_tag("components/bars.html")
def bars(rows: Iterable[tuple[Any, ...]], label: str = "") -> dict[str, Any]:
    """Draw horizontal bars of `(label, number)` or `(label, number, kind)`, numbers as text."""
    listed = list(rows)
    top = max((int(row[1]) for row in listed), default=0)
    return {
        "label": label,
        "rows": [
            {"label": text, "number": number, "kind": "".join(kind), "width": width(number, top)}
            for text, number, *kind in listed
        ],
    }


@register.inclusion_tag("components/meter.html")
def meter(done: int, whole: int, *, label: str, half: int = 0, missing: int = 0) -> dict[str, Any]:
    """Draw how much of the whole is done, half done and missing; the rest is hatched."""
    return {
        "label": label,
        "parts": [
            (kind, width(number, whole))
            for kind, number in (("ok", done), ("half", half), ("not", missing))
            if number
        ],
    }


def _numbered(steps: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"number": number, **step} for number, step in enumerate(steps, start=1)]


@register.inclusion_tag("components/progress.html")
def progress(steps: Iterable[Mapping[str, Any]], *, label: str = "") -> dict[str, Any]:
    """Draw the thread over questions: a step has `state` (done, now or empty) and maybe `url`."""
    return {"steps": _numbered(steps), "label": label}


@register.inclusion_tag("components/stepper.html")
def stepper(steps: Iterable[Mapping[str, Any]], *, label: str = "") -> dict[str, Any]:
    """Draw where a work is: a step has `label`, `state`, `note`, `url`, `gate` and `gate_label`."""
    return {"steps": _numbered(steps), "label": label}


# --- Small things --------------------------------------------------------------------------------


@register.filter
def colour(level: int) -> str:
    """Return the colour a message of this level has."""
    return _COLOURS.get(level, "info")


@register.filter
def phone_href(number: str) -> str:
    """Return a phone number as people write it (`010-000 00 01`) as an address to ring."""
    digits = "".join(letter for letter in number if letter.isdigit() or letter == "+")
    return f"tel:+46{digits[1:]}" if digits.startswith("0") else f"tel:{digits}"


@register.filter
def initial(name: str) -> str:
    """Return the letter for the round mark: the first of the name's first telling word."""
    words = [word for word in name.split() if word.casefold() not in ("region", "län", "läns")]
    return (words or [name or "S"])[0][:1].upper()


@register.filter
def anchor(text: str) -> str:
    """Return a text as a name for an address within the page."""
    return slugify(text) or "del"
