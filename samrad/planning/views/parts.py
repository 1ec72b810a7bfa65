"""The parts of a consultation, each at its own address and saved by itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.enums import Matter
from samrad.consultations.models import Consultation
from samrad.consultations.queries import (
    draft_values,
    fingerprint,
    get_consultation,
    influence_values,
    latest_revision,
    owners_in,
    part_values,
    question_values,
)
from samrad.consultations.rules.purpose import MAX_PURPOSE_SENTENCES
from samrad.consultations.services.activities import choose_plan_version
from samrad.consultations.services.parts import (
    CaseNumberIsTaken,
    PartChangedMeanwhile,
    QuestionHasAnswers,
    change_influence_items,
    change_part,
    change_questions,
)
from samrad.consultations.wording import ADVISED, FIELDS, MISSING, PARTS, value_text
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.core.text import count_sentences
from samrad.method import library
from samrad.planning.forms import parts as part_forms
from samrad.planning.forms.parts import PartForm
from samrad.planning.forms.rows import ACTION, Rows, apply_action
from samrad.planning.queries import (
    ConsultationPart,
    date_notes,
    get_part,
    missing_by_part,
    read_again,
    resource_values,
)
from samrad.planning.services.resources import change_resources
from samrad.planning.views.drafts import Typed, typed_in
from samrad.planning.wording import date_note_text
from samrad.users.principal import Principal

CONFLICT: Final = 409
UNREADABLE: Final = 422
_INFLUENCE: Final = ("pk", "text", "openness", "reason")
_QUESTION: Final = ("pk", "text", "hint")
_GOAL: Final = ("pk", "text", "target")
_BUDGET: Final = ("pk", "text", "planned")


@dataclass
class Opened:
    """A part as it stands on the page: its form and its rows by name."""

    form: Any
    rows: dict[str, Rows] = field(default_factory=dict)

    def is_valid(self) -> bool:
        """Tell whether form and rows are all right, looking at every one."""
        valid = [self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())]
        return all(valid)

    @property
    def forms(self) -> list[forms.Form]:
        """Return every form of the page, for the error summary."""
        return [self.form, *(row for rows in self.rows.values() for row in rows.filled)]


Saver = Callable[[Consultation, Opened, str, Principal], Consultation]


@dataclass(frozen=True)
class PartOf:
    """What a part is made of: how it reads, its form, its rows, and how it is saved."""

    values: Callable[[Consultation], Mapping[str, Any]]
    save: Saver
    form: type[PartForm] = PartForm
    rows: Mapping[str, tuple[type[forms.Form], Sequence[str]]] = field(default_factory=dict)


def _save_fields(part: str) -> Saver:
    def save(
        consultation: Consultation, opened: Opened, seen: str, actor: Principal
    ) -> Consultation:
        return change_part(
            consultation=consultation,
            part=part,
            values=opened.form.cleaned_data,
            seen=seen,
            actor=actor,
            now=now(),
        )

    return save


def _values_of(part: str) -> Callable[[Consultation], Mapping[str, Any]]:
    return lambda consultation: part_values(consultation, part)


def _save_influence(
    consultation: Consultation, opened: Opened, seen: str, actor: Principal
) -> Consultation:
    items = opened.rows["items"].values()
    return change_influence_items(
        consultation=consultation, items=items, seen=seen, actor=actor, now=now()
    )


def _save_questions(
    consultation: Consultation, opened: Opened, seen: str, actor: Principal
) -> Consultation:
    questions = opened.rows["questions"].values()
    return change_questions(
        consultation=consultation, questions=questions, seen=seen, actor=actor, now=now()
    )


def _save_resources(
    consultation: Consultation, opened: Opened, seen: str, actor: Principal
) -> Consultation:
    return change_resources(
        consultation=consultation,
        goals=opened.rows["goals"].values(),
        budget=opened.rows["budget"].values(),
        seen=seen,
        actor=actor,
        now=now(),
    )


def _save_draft(
    consultation: Consultation, opened: Opened, seen: str, actor: Principal
) -> Consultation:
    return choose_plan_version(
        consultation=consultation,
        version=opened.form.chosen(),
        seen=seen,
        actor=actor,
        now=now(),
    )


_PARTS: Final[Mapping[str, PartOf]] = {
    "syfte": PartOf(_values_of("purpose"), _save_fields("purpose"), part_forms.PurposeForm),
    "paverka": PartOf(
        influence_values,
        _save_influence,
        rows={"items": (part_forms.InfluenceRow, _INFLUENCE)},
    ),
    "beslut": PartOf(_values_of("decision"), _save_fields("decision"), part_forms.DecisionForm),
    "mal": PartOf(
        resource_values,
        _save_resources,
        rows={
            "goals": (part_forms.GoalRow, _GOAL),
            "budget": (part_forms.BudgetRow, _BUDGET),
        },
    ),
    "fragor": PartOf(
        question_values,
        _save_questions,
        rows={"questions": (part_forms.QuestionRow, _QUESTION)},
    ),
    "datum": PartOf(_values_of("dates"), _save_fields("dates"), part_forms.DatesForm),
    "kontakt": PartOf(_values_of("contact"), _save_fields("contact"), part_forms.ContactForm),
    "utkast": PartOf(draft_values, _save_draft, part_forms.DraftForm),
}


def _opened(part: ConsultationPart, typed: Typed, values: Mapping[str, Any]) -> Opened:
    spec = _PARTS[part.slug]
    stored = {**values, "seen": fingerprint(values)}
    options: dict[str, Any] = {}
    if part.slug == "utkast":
        version = part.consultation.plan_version
        stored["plan_version"] = str(version.number) if version else ""
        options["versions"] = part.consultation.process.plan.versions.order_by("-number")
    if part.slug == "beslut":
        options["informs"] = part.consultation.matter == Matter.INFORMATION
    if part.slug == "kontakt":
        options["people"] = _people(part.consultation)
    form = typed.opened(spec.form, stored=stored, **options)
    rows = {
        name: typed.rows(
            row_form, name, [dict(zip(names, row, strict=True)) for row in values[name]]
        )
        for name, (row_form, names) in spec.rows.items()
    }
    return Opened(form, rows)


def _people(consultation: Consultation) -> dict[int, str]:
    """Return those who can be responsible, and the one who is, by id."""
    people = {user.pk: str(user) for user in owners_in(consultation.region)}
    owner = consultation.owner
    return people if owner is None else people | {owner.pk: str(owner)}


def _differing(
    current: Mapping[str, Any], opened: Opened, consultation: Consultation, part: str
) -> dict[str, Any]:
    """Return how the part stands now, to be read beside what is typed."""
    latest = latest_revision(consultation, part)
    people = _people(consultation) if part == "contact" else {}
    return {
        "by": latest.made_by if latest else None,
        "at": latest.made_at if latest else None,
        "fields": [
            {"label": FIELDS[name], "text": value_text(name, value, people)}
            for name, value in current.items()
            if name in opened.rows or str(opened.form[name].value() or "") != str(value or "")
        ],
    }


_REVISION_PARTS: Final = {
    "syfte": "purpose",
    "paverka": "influence",
    "beslut": "decision",
    "mal": "resources",
    "fragor": "questions",
    "datum": "dates",
    "kontakt": "contact",
    "utkast": "draft",
}


def _menu(part: ConsultationPart, missing: Sequence[str]) -> list[dict[str, Any]]:
    """Return the parts as a menu, with how much is missing in each."""
    lacking = [MISSING[code][0] for code in missing]
    where = (part.consultation.region.slug, part.consultation.slug)
    return [
        {
            "label": label,
            "url": reverse("planning:part", args=[*where, slug]),
            "is_current": slug == part.slug,
            "missing": lacking.count(slug),
        }
        for slug, label in PARTS.items()
    ]


def _advice(part: ConsultationPart, missing: Sequence[str], advised: Sequence[str]) -> list[Any]:
    said = [MISSING[code] for code in missing] + [ADVISED[code] for code in advised]
    return [text for slug, text in said if slug == part.slug]


def _level_hints(consultation: Consultation) -> dict[str, str]:
    texts = library.levels().text.levels
    body = consultation.decision_maker or _("det beslutande organet")
    return {
        code: f"{text.meaning} {_('Löftet:')} {library.promise(code, deciding_body=body)}"
        for code, text in texts.items()
    }


def _page(
    request: Request,
    part: ConsultationPart,
    typed: Typed,
    opened: Opened,
    *,
    conflict: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    consultation = part.consultation
    found = missing_by_part(consultation, now=now())
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "part": part.slug,
        "title": PARTS[part.slug],
        "menu": _menu(part, found.missing),
        "advice": _advice(part, found.missing, found.advised),
        "typed": typed,
        "form": opened.form,
        "rows": opened.rows,
        "error_forms": opened.forms if typed.is_posted else [],
        "conflict": conflict,
        "number": list(PARTS).index(part.slug) + 1,
        "count": len(PARTS),
    }
    if part.slug == "syfte":
        purpose = str(opened.form["purpose"].value() or "")
        context |= _sentences(purpose)
    if part.slug == "datum":
        context["notes"] = [date_note_text(note) for note in date_notes(consultation)]
    if part.slug == "beslut":
        context["level_hints"] = _level_hints(consultation)
    return render_page(request, "planning/part.html", context, status=status)


def _sentences(purpose: str) -> dict[str, Any]:
    return {"sentences": count_sentences(purpose), "most": MAX_PURPOSE_SENTENCES}


def _next_url(part: ConsultationPart, request: Request) -> str:
    where = (part.consultation.region.slug, part.consultation.slug)
    if request.GET.get("till") == "granska":
        return reverse("pages:publish", args=where)
    following = list(PARTS)[list(PARTS).index(part.slug) + 1 :]
    if not following:
        return reverse("pages:publish", args=where)
    return reverse("planning:part", args=[*where, following[0]])


def _with_seen(typed: Typed, current: Mapping[str, Any]) -> Typed:
    """Return what is typed as if it was written beside the part as it reads now."""
    assert typed.fields is not None  # noqa: S101 -- asked only where something is typed
    fields = typed.fields.copy()
    fields["seen"] = fingerprint(current)
    return typed.beside(fields)


def _conflict(
    request: Request, part: ConsultationPart, typed: Typed, current: Mapping[str, Any], status: int
) -> HttpResponse:
    """Show both texts: what a colleague saved, and what is typed here."""
    fresh = read_again(part)
    beside = _with_seen(typed, current)
    opened = _opened(fresh, beside, current)
    told = _differing(current, opened, fresh.consultation, _REVISION_PARTS[part.slug])
    return _page(request, fresh, beside, opened, conflict=told, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_EDIT, on=get_part)
def part(request: Request, part: ConsultationPart) -> HttpResponse:
    """Show a part, or save it."""
    typed = typed_in(request, form=f"samrad-{part.slug}", object_key=part.consultation.pk)
    if typed.discards:
        typed.drop()
        return redirect(request.get_full_path())
    values = _PARTS[part.slug].values(part.consultation)
    if not typed.is_posted:
        seen = typed.fields.get("seen") if typed.fields else fingerprint(values)
        if seen != fingerprint(values):
            return _conflict(request, part, typed, values, status=200)
        return _page(request, part, typed, _opened(part, typed, values))
    if ACTION in request.POST:
        return _change_rows(request, part, typed)
    return _save(request, part, typed, values)


def _change_rows(request: Request, part: ConsultationPart, typed: Typed) -> HttpResponse:
    kinds = {name: form for name, (form, _names) in _PARTS[part.slug].rows.items()}
    fields, place = apply_action(request.POST, kinds)
    typed.keep(fields)
    return redirect(f"{request.get_full_path()}#{place}" if place else request.get_full_path())


def _save(
    request: Request, part: ConsultationPart, typed: Typed, values: Mapping[str, Any]
) -> HttpResponse:
    opened = _opened(part, typed, values)
    if not opened.is_valid():
        return _page(request, part, typed, opened, status=UNREADABLE)
    seen = opened.form.cleaned_data["seen"]
    try:
        _PARTS[part.slug].save(part.consultation, opened, seen, request.principal)
    except PartChangedMeanwhile as changed:
        return _conflict(request, part, typed, changed.current, status=CONFLICT)
    except CaseNumberIsTaken as taken:
        text = _("Numret används redan av ”%(title)s” (%(reference)s). Skriv ett annat.")
        facts = {"title": taken.by.title, "reference": taken.by.reference}
        opened.form.add_error("case_number", text % facts)
        return _page(request, part, typed, opened, status=UNREADABLE)
    except QuestionHasAnswers as answered:
        text = _("Frågan ”%(text)s” har fått svar och går inte att ta bort. Lägg tillbaka den.")
        for question in answered.texts:
            opened.form.add_error(None, text % {"text": question})
        return _page(request, part, typed, opened, status=UNREADABLE)
    typed.drop()
    messages.success(request, _("Sparat: %(part)s.") % {"part": PARTS[part.slug]})
    return redirect(_next_url(part, request))


@require_POST
@requires(Action.CONSULTATION_EDIT, on=get_consultation)
def sentences(request: Request, consultation: Consultation) -> HttpResponse:
    """Say how many sentences the purpose has, while it is being written."""
    context = _sentences(request.POST.get("purpose", "")) | {"consultation": consultation}
    return render_page(request, "planning/sentences.html", context)
