"""Minting and taking away the secret address at which one's own calendar reads a region's dates."""

from datetime import datetime

from django.db import transaction

from samrad.core.ids import new_token, token_hash
from samrad.journal.services import record
from samrad.planning.models import CalendarFeed
from samrad.registry.models import Region
from samrad.users.principal import Principal


@transaction.atomic
def mint_feed(*, region: Region, actor: Principal, now: datetime) -> str:
    """Give the person a fresh address, the earlier one taken away, and return its token."""
    assert actor.user is not None  # noqa: S101 -- people with a role alone
    revoke_feed(region=region, actor=actor, now=now)
    token = new_token()
    feed = CalendarFeed.objects.create(
        region=region, user=actor.user, token_hash=token_hash(token), created_at=now
    )
    record(
        chain=region.chain,
        kind="calendar_feed.minted",
        about=feed,
        actor=actor.reference,
        now=now,
    )
    return token


@transaction.atomic
def revoke_feed(*, region: Region, actor: Principal, now: datetime) -> int:
    """Take the person's address away; return whether there was one."""
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    live = CalendarFeed.objects.filter(region=region, user=actor.user, revoked_at__isnull=True)
    found = list(live)
    for feed in found:
        record(
            chain=region.chain,
            kind="calendar_feed.revoked",
            about=feed,
            actor=actor.reference,
            now=now,
        )
    live.update(revoked_at=now)
    return len(found)
