"""Contact persons: added, changed and erased."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.registry.forms.organisations import USUAL_RETENTION, ContactForm
from samrad.registry.models import ContactPerson, Organisation
from samrad.registry.queries import get_contact, get_organisation
from samrad.registry.services.contacts import add_contact, change_contact, erase_contact

UNREADABLE: Final = 422


def _back(organisation: Organisation) -> HttpResponse:
    return redirect("registry:organisation", organisation.region.slug, organisation.pk)


def _page(
    request: Request,
    organisation: Organisation,
    form: ContactForm,
    contact: ContactPerson | None = None,
) -> HttpResponse:
    context = {
        "region": organisation.region,
        "organisation": organisation,
        "contact": contact,
        "form": form,
    }
    status = UNREADABLE if form.is_bound else 200
    return render_page(request, "registry/contact.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONTACT_EDIT, on=get_organisation)
def new_contact(request: Request, organisation: Organisation) -> HttpResponse:
    """Add a contact person; the suggested end is two years from today."""
    today = local_date(now())
    initial = {"retention_until": today + USUAL_RETENTION}
    form = ContactForm(request.POST or None, initial=initial, today=today)
    if request.method == "POST" and form.is_valid():
        made = add_contact(
            organisation=organisation, fields=form.cleaned_data, actor=request.principal, now=now()
        )
        messages.success(request, _("%(name)s är sparad.") % {"name": made.name})
        return _back(organisation)
    return _page(request, organisation, form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONTACT_EDIT, on=get_contact)
def edit_contact(request: Request, contact: ContactPerson) -> HttpResponse:
    """Change a contact person."""
    today = local_date(now())
    initial = {name: getattr(contact, name) for name in ContactForm.base_fields}
    form = ContactForm(request.POST or None, initial=initial, today=today)
    if request.method == "POST" and form.is_valid():
        change_contact(
            contact=contact, fields=form.cleaned_data, actor=request.principal, now=now()
        )
        messages.success(request, _("Ändringarna är sparade."))
        return _back(contact.organisation)
    return _page(request, contact.organisation, form, contact=contact)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONTACT_EDIT, on=get_contact)
def remove_contact(request: Request, contact: ContactPerson) -> HttpResponse:
    """Ask, then erase a contact person."""
    organisation = contact.organisation
    if request.method == "POST":
        erase_contact(contact=contact, actor=request.principal, now=now())
        messages.success(request, _("Uppgifterna om personen är borttagna."))
        return _back(organisation)
    context = {"region": organisation.region, "organisation": organisation, "contact": contact}
    return render_page(request, "registry/contact_erase.html", context)
