"""A large invented region, the same every time: `python -m bench.generate --help`.

Fills the database that the settings point at (SAMRAD_VAR, DATABASE_URL) with bulk writes, past the
services and so past the journal: for measuring only. Every name is invented and says so.
"""

import argparse
import os
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samrad.consultations.models import Activity, Consultation, Participation
    from samrad.contributions.models import Contribution, Submission
    from samrad.plans.models import PassageRevision
    from samrad.registry.models import Municipality, Organisation, Region

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CHUNK = 2_000
PASSAGES = 60
REVISED = 25
POINTS = (1, 6)  # in one submission, at least and at most
ANSWERED = 0.9
SHARED = 0.25  # of the replies answer more than one
THEMES = (
    "KOM", "ATV", "RES", "KMN", "LOK", "INF", "TIL", "BUN", "MNG",
    "SAM", "LAN", "FRI", "KAR", "DIG", "HAL", "HBR", "ADM", "OVR",
)  # fmt: skip

_FIRST = ["Låtsas", "Påhitt", "Exempel", "Fiktiva", "Hittepå", "Prov", "Tänkta"]
_MIDDLE = ["Norra", "Södra", "Östra", "Västra", "Nya", "Gamla", "Lilla", "Stora", "Övre", "Nedre"]
_LAST = (
    "hembygdsförening", "körsällskap", "teaterförening", "spelmanslag", "filmklubb",
    "konstförening", "bygdegård", "kulturnätverk", "dansförening", "musikkår", "släktforskare",
    "berättarscen", "folkets hus", "museivänner",
)  # fmt: skip
_WHO = ("Vi", "Föreningen", "Styrelsen", "Våra medlemmar", "De unga hos oss", "Byn")
_WANTS = ("behöver", "önskar", "saknar", "vill ha", "efterlyser", "föreslår")
_WHAT = (
    "fler lokaler för övning", "enklare ansökningar", "stöd till resor i länet",
    "en gemensam kalender",
    "mer tid att svara", "utbildning för styrelser", "scener som går att nå med rullstol",
    "stöd till barnkör och ungdomsteater", "ett nätverk för arrangörer", "hjälp med redovisning",
    "plats för finska och romska kulturföreningar", "hjälp att bevara samlingar och arkiv",
)  # fmt: skip
_WHY = (
    "eftersom skolan stänger klockan 19", "för att nå fler än i dag", "då resorna tar en hel kväll",
    "eftersom bara tre i styrelsen orkar", "för att kunna planera mer än ett år",
    "annars blir det bara centralorten kvar", "som andra regioner redan har prövat",
)  # fmt: skip
_REASONS = (
    "Det ryms i det nya avsnittet om lokaler, som börjar gälla när planen antas.",
    "Regionen råder inte över frågan. Vi har skickat den vidare och berättar vad som händer.",
    "Pengarna räcker inte till mer i år. Frågan tas upp igen när budgeten för nästa år görs.",
    "Arbetet pågår redan tillsammans med kommunerna och beskrivs i planen.",
    "Vi har vägt förslaget mot de andra och valt att först rusta de lokaler som finns.",
)


@dataclass
class World:
    """What has been made."""

    chance: random.Random
    region: "Region"
    municipalities: list["Municipality"]
    organisations: list["Organisation"]


def sentence(chance: random.Random) -> str:
    """Return a sentence somebody might have written."""
    parts = (chance.choice(_WHO), chance.choice(_WANTS), chance.choice(_WHAT), chance.choice(_WHY))
    return f"{' '.join(parts)}."


def paragraph(chance: random.Random) -> str:
    """Return a point: mostly two or three sentences, now and then a long one."""
    count = chance.choices((1, 2, 3, 5, 12), weights=(25, 35, 25, 12, 3))[0]
    return " ".join(sentence(chance) for _each in range(count))


def chunks(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield the rows some thousands at a time."""
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def save(model: Any, rows: Sequence[Any]) -> None:  # noqa: ANN401 -- any model
    """Write the rows in bulk."""
    for some in chunks(rows):
        model.objects.bulk_create(some)


def make_region(organisations: int, seed: int) -> World:
    """Make the organisations of Region Kronoberg."""
    from samrad.registry.enums import NOT_CIVIL_SOCIETY, ArtArea, OrganisationKind
    from samrad.registry.models import Organisation, OrganisationArea, Region
    from samrad.registry.rules.names import search_name
    from samrad.registry.services.geography import load_geography

    chance = random.Random(seed)
    load_geography()
    region = Region.objects.get(code="07")
    municipalities = list(region.municipalities.order_by("code"))
    kinds = [kind for kind in OrganisationKind if kind not in NOT_CIVIL_SOCIETY]
    rows = []
    for number in range(organisations):
        municipality = chance.choice(municipalities)
        name = (
            f"{chance.choice(_FIRST)} {chance.choice(_MIDDLE)} {municipality.name}s "
            f"{chance.choice(_LAST)} {number}"
        )
        has_mail = chance.random() < 0.8  # noqa: PLR2004 -- about as in a real register
        rows.append(
            Organisation(
                region=region,
                name=name,
                search_name=search_name(name),
                kind=chance.choice(kinds),
                municipality=municipality,
                email=f"forening{number}@exempel.invalid" if has_mail else "",
                address=f"Exempelvägen {number}",
                postal_code="123 45",
                city=municipality.name,
                created_at=NOW,
                updated_at=NOW,
            )
        )
    save(Organisation, rows)
    made = list(Organisation.objects.filter(region=region).order_by("pk"))
    areas = list(ArtArea)
    save(
        OrganisationArea,
        [OrganisationArea(organisation=one, area=chance.choice(areas)) for one in made],
    )
    return World(chance, region, municipalities, made)


def make_consultation(world: World, *, invited: int) -> "Consultation":
    """Make a closed consultation with a plan of sixty passages, five questions and the invited."""
    from samrad.consultations.enums import Origin, ParticipationKind
    from samrad.consultations.models import (
        Consultation,
        InfluenceItem,
        Participation,
        PlanProcess,
        Question,
    )
    from samrad.plans.enums import VersionKind
    from samrad.plans.models import CulturePlan
    from samrad.plans.services import NewPassage, start_version
    from samrad.users.principal import SYSTEM

    chance, region = world.chance, world.region
    plan = CulturePlan.objects.create(
        region=region,
        slug="matplan",
        title="Kulturplan för mätning",
        period_from=date(2027, 1, 1),
        period_to=date(2030, 12, 31),
        created_at=NOW,
        published_at=NOW,
    )
    version = start_version(
        plan=plan,
        kind=VersionKind.DRAFT,
        label="Utkast 1",
        passages=[
            NewPassage(
                level=1 if number % 6 == 0 else 2,
                heading=f"Avsnitt {number + 1}",
                text="\n\n".join(paragraph(chance) for _each in range(3)),
                number=str(number + 1),
            )
            for number in range(PASSAGES)
        ],
        actor=SYSTEM,
        now=NOW,
    )
    process = PlanProcess.objects.create(
        region=region,
        plan=plan,
        slug="matprocess",
        title="Kulturplan för mätning",
        takes_effect_on=date(2027, 1, 1),
        deciding_body="Regionfullmäktige",
        created_at=NOW,
    )
    consultation = Consultation.objects.create(
        region=region,
        process=process,
        slug="matsamrad",
        title="Vad ska kulturplanen innehålla",
        lead="Vi frågar alla föreningar i länet.",
        purpose="Vi vill veta vad ni behöver. Svaren avgör vad planen tar upp.",
        at_stake="Hur pengarna till kulturen fördelas i fyra år.",
        reference="MAT-2026-1",
        case_number="RK 2026/1",
        decision_maker="Regionfullmäktige",
        decision_on=date(2026, 11, 3),
        opens_on=date(2026, 1, 12),
        closes_at=datetime(2026, 4, 30, 22, tzinfo=UTC),
        heard_on=date(2026, 5, 29),
        answered_on=date(2026, 10, 1),
        contact_name="Kim Exempel",
        contact_phone="010-000 00 01",
        plan_version=version,
        published_at=NOW - timedelta(days=112),
        heard_published_at=NOW,
        created_at=NOW - timedelta(days=150),
    )
    save(
        Question,
        [
            Question(consultation=consultation, position=n, text=f"Fråga {n}: vad behöver ni?")
            for n in range(1, 6)
        ],
    )
    save(
        InfluenceItem,
        [
            InfluenceItem(consultation=consultation, position=n, text=_WHAT[n], openness=openness)
            for n, openness in enumerate(("OPEN", "PARTLY", "LOCKED"))
        ],
    )
    save(
        Participation,
        [
            Participation(
                consultation=consultation,
                kind=ParticipationKind.ORGANISATION,
                organisation=organisation,
                display_name=organisation.name,
                origin=Origin.INVITED,
                created_at=NOW - timedelta(days=110),
            )
            for organisation in world.organisations[:invited]
        ],
    )
    return consultation


def make_activities(world: World, consultation: "Consultation") -> list["Activity"]:
    """Make the written round and a meeting in every municipality."""
    from samrad.consultations.models import Activity

    starts = datetime(2026, 2, 3, 17, tzinfo=UTC)
    save(
        Activity,
        [
            Activity(consultation=consultation, kind="WRITTEN", title="Skriftliga svar"),
            *(
                Activity(
                    consultation=consultation,
                    kind="MEETING",
                    title=f"Möte i {place.name}",
                    starts_at=starts + timedelta(days=7 * number),
                    ends_at=starts + timedelta(days=7 * number, hours=2),
                    form="PHYSICAL",
                    venue="Exempelgården",
                    municipality=place,
                    attended_organisations=10 + number,
                    attended_persons=20 + number,
                )
                for number, place in enumerate(world.municipalities)
            ),
        ],
    )
    return list(consultation.activities.order_by("pk"))


def make_submissions(
    world: World, consultation: "Consultation", contributions: int
) -> list["Contribution"]:
    """Make submissions until they hold `contributions` points, each span exact."""
    from samrad.contributions.models import Moderation, Submission

    activities = make_activities(world, consultation)
    parties = list(consultation.participations.select_related("organisation").order_by("pk"))
    submissions: list[Submission] = []
    points: list[list[str]] = []
    left = contributions
    while left:
        count = min(left, world.chance.randint(*POINTS))
        texts = [paragraph(world.chance) for _each in range(count)]
        number = len(submissions) + 1
        submissions.append(_submission(world, consultation, activities, parties, number, texts))
        points.append(texts)
        left -= count
    save(Submission, submissions)
    save(Moderation, [_moderation(world.chance, one) for one in submissions])
    return _make_contributions(world, consultation, submissions, points)


def _make_contributions(
    world: World,
    consultation: "Consultation",
    submissions: Sequence["Submission"],
    points: Sequence[Sequence[str]],
) -> list["Contribution"]:
    from samrad.contributions.models import (
        Contribution,
        ContributionIndex,
        SubmissionPart,
    )
    from samrad.contributions.services.indexing import index_row

    questions = [*consultation.questions.order_by("position"), None]
    parts: list[SubmissionPart] = []
    made: list[Contribution] = []
    for submission, texts in zip(submissions, points, strict=True):
        start = 0
        for position, text in enumerate(texts, start=1):
            question = world.chance.choice(questions)
            where = {"start": start, "end": start + len(text), "question": question}
            kind = "QUESTION" if question else "FREE"
            parts.append(
                SubmissionPart(submission=submission, position=position, kind=kind, **where)
            )
            made.append(
                Contribution(
                    consultation=consultation,
                    submission=submission,
                    number=len(made) + 1,
                    text=text,
                    created_at=submission.received_at,
                    **where,
                )
            )
            start += len(text) + len("\n\n")
    save(SubmissionPart, parts)
    save(Contribution, made)
    save(ContributionIndex, [index_row(one, one.submission.display_name) for one in made])
    return made


def _submission(
    world: World,
    consultation: "Consultation",
    activities: Sequence["Activity"],
    parties: Sequence["Participation"],
    number: int,
    texts: Sequence[str],
) -> "Submission":
    from samrad.contributions.models import Submission

    chance = world.chance
    # An organisation answers once; when all have, groups at meetings speak.
    party = parties[number - 1] if number <= len(parties) and chance.random() < 0.85 else None  # noqa: PLR2004
    source = (
        {
            "source_kind": "ORGANISATION",
            "participation": party,
            "organisation": party.organisation,
            "display_name": party.display_name,
            "channel": chance.choice(("WEB", "WEB", "WEB", "EMAIL", "LETTER", "PHONE")),
            "activity": activities[0],
        }
        if party
        else {
            "source_kind": "MEETING_GROUP",
            "display_name": f"Grupp {number}",
            "channel": "MEETING",
            "activity": chance.choice(activities[1:]),
        }
    )
    received = NOW - timedelta(minutes=chance.randint(10_000, 150_000))
    return Submission(
        consultation=consultation,
        number=number,
        text="\n\n".join(texts),
        received_at=received,
        registered_at=received,
        idempotency_key=f"bench-{number}",
        **source,
    )


def _moderation(chance: random.Random, submission: "Submission") -> Any:  # noqa: ANN401 -- a row
    from samrad.contributions.models import Moderation

    state = chance.choices(("APPROVED", "PENDING", "WITHHELD"), weights=(98, 1, 1))[0]
    return Moderation(submission=submission, state=state)


def make_coding(world: World, made: Sequence["Contribution"]) -> None:
    """Give every contribution a theme."""
    from samrad.contributions.models import Coding

    weights = [max(1, 20 - rank) for rank in range(len(THEMES))]
    themes = world.chance.choices(THEMES, weights=weights, k=len(made))
    save(
        Coding,
        [
            Coding(contribution=one, theme=theme, updated_at=NOW)
            for one, theme in zip(made, themes, strict=True)
        ],
    )


def revise(world: World, consultation: "Consultation") -> list["PassageRevision"]:
    """Change some passages, and return their new wordings."""
    from samrad.plans.models import PassageRevision, PlacedPassage

    placed = list(
        PlacedPassage.objects.filter(version__plan=consultation.process.plan)
        .select_related("revision", "passage")
        .order_by("position")[:REVISED]
    )
    rows = [
        PassageRevision(
            passage=one.passage,
            number=one.revision.number + 1,
            previous=one.revision,
            level=one.revision.level,
            heading=one.revision.heading,
            text=f"{one.revision.text} {sentence(world.chance)}",
            motive="Önskat av flera föreningar",
            made_at=NOW,
        )
        for one in placed
    ]
    save(PassageRevision, rows)
    for one, revision in zip(placed, rows, strict=True):
        one.revision = revision
    PlacedPassage.objects.bulk_update(placed, ["revision"])
    return rows


def make_replies(
    world: World, consultation: "Consultation", made: Sequence["Contribution"], *, publish: bool
) -> None:
    """Answer most contributions; some replies answer several."""
    from samrad.contributions.models import (
        ContributionReply,
        PublicationBatch,
        Reply,
    )

    chance = world.chance
    revisions = revise(world, consultation)
    batch = (
        PublicationBatch.objects.create(consultation=consultation, published_at=NOW)
        if publish
        else None
    )
    replies: list[Reply] = []
    linked: list[tuple[int, Contribution]] = []
    # The last one waits for a reply, so that no list of what waits is empty.
    waiting = [one for one in made[:-1] if chance.random() < ANSWERED]
    while waiting:
        count = chance.randint(2, 12) if chance.random() < SHARED else 1
        outcome = chance.choices(
            ("ADOPTED", "PARTLY", "NOT_ADOPTED", "REFERRED", "ONGOING", "OUT_OF_SCOPE", "NOTED"),
            weights=(15, 20, 25, 10, 15, 5, 10),
        )[0]
        replies.append(
            Reply(
                consultation=consultation,
                outcome=outcome,
                reason=f"{chance.choice(_REASONS)} {chance.choice(_REASONS)}",
                referred_to="Exempelkommunen" if outcome == "REFERRED" else "",
                passage_revision=chance.choice(revisions)
                if outcome in {"ADOPTED", "PARTLY"}
                else None,
                state="PUBLISHED" if publish else "PROPOSED",
                batch=batch,
                updated_at=NOW,
            )
        )
        linked += [(len(replies) - 1, one) for one in waiting[:count]]
        waiting = waiting[count:]
    save(Reply, replies)
    save(
        ContributionReply,
        [
            ContributionReply(contribution=one, reply=replies[at], linked_at=NOW)
            for at, one in linked
        ],
    )


def fill(
    *,
    contributions: int = 10_000,
    organisations: int = 40_000,
    invited: int = 3_000,
    seed: int = 7,
    publish: bool = True,
) -> "Consultation":
    """Make the region, one large consultation and its replies; return the consultation."""
    from django.db import transaction

    with transaction.atomic():
        world = make_region(organisations, seed)
        consultation = make_consultation(world, invited=min(invited, organisations))
        made = make_submissions(world, consultation, contributions)
        make_coding(world, made)
        make_replies(world, consultation, made, publish=publish)
    return consultation


def main() -> None:
    """Migrate the database the settings point at, and fill it."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description=__doc__)
    parser.add_argument("--contributions", type=int, default=10_000)
    parser.add_argument("--organisations", type=int, default=40_000)
    parser.add_argument("--invited", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--proposals", action="store_true", help="svaren är förslag")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrad.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    consultation = fill(
        contributions=options.contributions,
        organisations=options.organisations,
        invited=options.invited,
        seed=options.seed,
        publish=not options.proposals,
    )
    sys.stdout.write(f"{consultation.slug}\n")


if __name__ == "__main__":
    main()
