"""The finished consultation's statement: what a person wrote, how it went, made and published."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from samrad.consultations.models import Consultation
from samrad.documents.writing import to_docx
from samrad.jobs.models import Job
from samrad.jobs.services import run_due_jobs
from samrad.registry.models import Region
from samrad.reporting.queries.results import meetings_to_count, results_seen
from samrad.reporting.queries.statements import KIND
from samrad.reporting.queries.word_templates import get_template
from samrad.reporting.services.making import make_statement, order_statement
from samrad.reporting.services.publishing import publish_statement
from samrad.reporting.services.results import Results, save_results
from samrad.reporting.services.texts import save_text
from samrad.reporting.services.word_templates import put_template
from samrad.reporting.wording.word_templates import default_document
from samrad.users.principal import Principal

TEXTS: Final[Mapping[str, str]] = {
    "summary": (
        "Vi frågade föreningarna i länet vad kulturplanen ska göra för dem. De flesta som svarade "
        "vill att det ska vara enklare att söka stöd, att det finns lokaler att öva och spela i "
        "och att regionen hör av sig mellan planerna.\n\n"
        "Det här ändrades i planen:\n\n"
        "- Stödet till lokaler gäller nu också övning.\n"
        "- Den som saknar e-legitimation får söka på papper eller per telefon.\n"
        "- Regionen och kommunerna har en tabell över vem som ansvarar för vad.\n\n"
        "Ett fast stöd till ljus och ljud infördes inte: då måste något annat tas bort."
    ),
    "selection": (
        "Vi utgick från regionens register och kompletterade med kommunernas föreningslistor. "
        "Föreningar inom alla kulturområden bjöds in, i alla kommuner. Informella nätverk som "
        "någon kände till bjöds in på samma sätt. Kommuner och institutioner har ett eget samråd."
    ),
    "done": (
        "Fyra kvällsmöten hölls i föreningslivets egna lokaler. Alla gick att följa digitalt. "
        "Regionens kulturchef och två förtroendevalda var med på varje möte och lyssnade."
    ),
    "missing": (
        "Föreningar som drivs av unga svarade sällan. Nästa gång börjar vi med att fråga dem "
        "hur de vill bli frågade."
    ),
    "heard": (
        "Lokaler och ansökningar togs upp mest, ofta tillsammans. I en sak var deltagarna oense: "
        "några vill att regionen samordnar mer, andra att den håller sig på avstånd."
    ),
    "duties": (
        "Nationella minoriteters organisationer bjöds in och erbjöds ett eget samtal; en tackade "
        "ja. Konsultation med samiska företrädare bedömdes inte behövas i den här frågan. Barn och "
        "unga hördes genom studieförbund och kulturskola. Hörslinga fanns på alla möten."
    ),
    "costs": "Utöver pengarna nedan gick det åt ungefär nio veckors arbetstid.",
    "lessons": (
        "Att svara på varje inspel tog längre tid än vi trodde, men det är det som föreningarna "
        "uppskattar mest. Nästa gång skriver vi svaren medan samrådet pågår.\n\n"
        "Nästa samråd börjar med en inventering av föreningar, ett år tidigare än den här gången."
    ),
}
ATTENDANCE: Final = ((11, 17), (8, 14), (14, 22), (6, 9))
SPENT_SHARE: Final = (90, 110)  # per cent of what was planned, line by line


def tell(consultation: Consultation, *, officer: Principal, head: Principal, now: datetime) -> None:
    """Write the texts, enter how it went, make the statement and publish it."""
    for section, text in TEXTS.items():
        save_text(
            consultation=consultation,
            section=section,
            text=text,
            expected=0,
            actor=officer,
            now=now,
        )
    _enter_results(consultation, officer, now)
    order_statement(consultation=consultation, actor=officer, now=now)

    def make_it(job: Job) -> None:
        publish_statement(statement=make_statement(job=job, clock=lambda: now), actor=head, now=now)

    run_due_jobs(handlers={KIND: make_it}, clock=lambda: now)


def put_own_template(region: Region, *, officer: Principal, now: datetime) -> None:
    """Let the region have a template of its own, made from ours."""
    template = get_template(region.slug, "purpose-sheet")
    ours = default_document(template.key)
    put_template(
        template=template,
        name="syfte-och-mal.docx",
        content=to_docx(replace(ours, header=f"{ours.header} | Kultur och bildning")),
        expected=0,
        actor=officer,
        now=now,
    )


def _enter_results(consultation: Consultation, officer: Principal, now: datetime) -> None:
    meetings = meetings_to_count(consultation)
    lines = consultation.budget_lines.order_by("position")
    save_results(
        consultation=consultation,
        results=Results(
            attendance={
                meeting.pk: ATTENDANCE[number % len(ATTENDANCE)]
                for number, meeting in enumerate(meetings)
            },
            goals={
                goal.pk: goal.result or "Ja, se tabellen över kommuner"
                for goal in consultation.goals.all()
            },
            spent={
                line.pk: line.planned * SPENT_SHARE[number % len(SPENT_SHARE)] // 100
                for number, line in enumerate(lines)
            },
        ),
        seen=results_seen(consultation),
        actor=officer,
        now=now,
    )
