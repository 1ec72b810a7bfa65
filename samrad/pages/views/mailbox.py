"""The demo's own post: every mail that would have left, to read and to go on from."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.core.htmx import render_page
from samrad.core.paging import PAGE_SIZE
from samrad.pages.queries.mailbox import DemoMail, Mailbox, get_demo_mail, get_mailbox, read


@require_safe
@requires(Action.DEMO_ENTER, on=get_mailbox)
def mailbox(request: Request, box: Mailbox) -> HttpResponse:
    """List the mails, newest first."""
    search = request.GET.get("sok", "")
    page = Paginator(box.paths(search), PAGE_SIZE).get_page(request.GET.get("sida"))
    context = {"page": page, "mails": [read(path) for path in page], "search": search}
    return render_page(request, "pages/mailbox.html", context)


@require_safe
@requires(Action.DEMO_ENTER, on=get_demo_mail)
def demo_mail(request: Request, mail: DemoMail) -> HttpResponse:
    """Show one mail, as it reads or as plain text."""
    context = {"mail": mail, "as_text": request.GET.get("form") == "text"}
    return render_page(request, "pages/demo_mail.html", context)
