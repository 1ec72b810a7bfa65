"""Writing plans: versions and revisions; reading them in from files."""

from samrad.plans.services.versions import (
    NewPassage,
    NoWorkingVersion,
    PassageChangedMeanwhile,
    VersionIsFrozen,
    continue_from,
    create_plan,
    freeze_version,
    keep_wording,
    publish_plan,
    revise_passage,
    start_version,
)

__all__ = [
    "NewPassage",
    "NoWorkingVersion",
    "PassageChangedMeanwhile",
    "VersionIsFrozen",
    "continue_from",
    "create_plan",
    "freeze_version",
    "keep_wording",
    "publish_plan",
    "revise_passage",
    "start_version",
]
