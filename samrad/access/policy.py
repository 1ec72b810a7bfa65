"""The permission table: one row an action, read by the guard, the templates and the tests."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from samrad.access.roles import Role


class Action(StrEnum):
    """Everything that can be done through the web, named noun first."""

    # The portal and other open pages
    PORTAL_VIEW = "portal.view"
    DEMO_ENTER = "demo.enter"
    HEALTH_VIEW = "health.view"
    CONSULTATION_VIEW = "consultation.view"
    PLAN_VIEW = "plan.view"
    STATEMENT_VIEW = "statement.view"
    INVITATION_REVIEW = "invitation.review"
    # With a personal link, or the open form
    CODE_ENTER = "code.enter"
    OPEN_ANSWER = "open_answer.write"
    ANSWER_WRITE = "answer.write"
    ANSWER_READ = "answer.read"
    # The workspace
    WORK_VIEW = "work.view"
    WORKSPACE_VIEW = "workspace.view"
    COLLEAGUE_MANAGE = "colleague.manage"
    REGION_EDIT = "region.edit"
    ORGANISATION_LIST = "organisation.list"
    ORGANISATION_EDIT = "organisation.edit"
    ORGANISATION_IMPORT = "organisation.import"
    CONTACT_EDIT = "contact.edit"
    CALENDAR_FEED = "calendar.feed"
    HANDOVER_WORK = "handover.work"
    PROCESS_VIEW = "process.view"
    PROCESS_EDIT = "process.edit"
    PLAN_WORK = "plan.work"
    PLAN_EDIT = "plan.edit"
    CONSULTATION_WORK = "consultation.work"
    CONSULTATION_EDIT = "consultation.edit"
    CONSULTATION_PUBLISH = "consultation.publish"
    INVITATION_VIEW = "invitation.view"
    INVITATION_SEND = "invitation.send"
    SUBMISSION_VIEW = "submission.view"
    SUBMISSION_TAKE_IN = "submission.take_in"
    SUBMISSION_MODERATE = "submission.moderate"
    CONTRIBUTION_LIST = "contribution.list"
    CONTRIBUTION_SPLIT = "contribution.split"
    CONTRIBUTION_CODE = "contribution.code"
    CONTRIBUTION_EXPORT = "contribution.export"
    REPLY_WRITE = "reply.write"
    REPLY_SIGN_OFF = "reply.sign_off"
    REPLY_PUBLISH = "reply.publish"
    QUALITY_VIEW = "quality.view"
    QUALITY_ATTEST = "quality.attest"
    QUALITY_PUBLISH = "quality.publish"
    OWN_ITEM_EDIT = "own_item.edit"
    GATE_OVERRIDE = "gate.override"
    STATEMENT_READ = "statement.read"
    STATEMENT_WRITE = "statement.write"
    STATEMENT_MAKE = "statement.make"
    STATEMENT_PUBLISH = "statement.publish"
    DOCUMENT_TEMPLATE_READ = "document_template.read"
    DOCUMENT_TEMPLATE_EDIT = "document_template.edit"
    DOCUMENT_READ = "document.read"


_ANYONE: Final = frozenset({Role.ANYONE})
_LINK: Final = frozenset({Role.LINK_HOLDER})
_RUN: Final = frozenset({Role.OFFICER, Role.HEAD})
_FOLLOW: Final = _RUN | {Role.REGISTRAR, Role.POLITICIAN, Role.READER}

POLICY: Final[Mapping[Action, frozenset[Role]]] = {
    Action.PORTAL_VIEW: _ANYONE,
    Action.DEMO_ENTER: _ANYONE,
    Action.HEALTH_VIEW: _ANYONE,
    Action.CONSULTATION_VIEW: _ANYONE,
    Action.PLAN_VIEW: _ANYONE,
    Action.STATEMENT_VIEW: _ANYONE,
    Action.INVITATION_REVIEW: _ANYONE,
    Action.CODE_ENTER: _ANYONE,
    Action.OPEN_ANSWER: _ANYONE,
    Action.ANSWER_WRITE: _LINK,
    Action.ANSWER_READ: _LINK,
    Action.WORK_VIEW: frozenset({Role.SIGNED_IN}),
    Action.WORKSPACE_VIEW: _FOLLOW | {Role.EXPERT},
    Action.COLLEAGUE_MANAGE: frozenset({Role.HEAD, Role.OFFICER}),
    Action.REGION_EDIT: _RUN,
    Action.ORGANISATION_LIST: _RUN | {Role.REGISTRAR},
    Action.ORGANISATION_EDIT: _RUN,
    Action.ORGANISATION_IMPORT: _RUN,
    Action.CONTACT_EDIT: _RUN,
    Action.CALENDAR_FEED: _LINK,
    Action.HANDOVER_WORK: _RUN,
    Action.PROCESS_VIEW: _FOLLOW | {Role.EXPERT},
    Action.PROCESS_EDIT: _RUN,
    Action.PLAN_WORK: _FOLLOW | {Role.EXPERT},
    Action.PLAN_EDIT: _RUN,
    Action.CONSULTATION_WORK: _FOLLOW | {Role.EXPERT},
    Action.CONSULTATION_EDIT: _RUN,
    Action.CONSULTATION_PUBLISH: _RUN,
    Action.INVITATION_VIEW: _RUN | {Role.REGISTRAR},
    Action.INVITATION_SEND: _RUN,
    Action.SUBMISSION_VIEW: _RUN | {Role.REGISTRAR, Role.POLITICIAN},
    Action.SUBMISSION_TAKE_IN: _RUN | {Role.REGISTRAR},
    Action.SUBMISSION_MODERATE: _RUN,
    Action.CONTRIBUTION_LIST: _FOLLOW,
    Action.CONTRIBUTION_SPLIT: _RUN,
    Action.CONTRIBUTION_CODE: _RUN,
    Action.CONTRIBUTION_EXPORT: _RUN | {Role.REGISTRAR},
    Action.REPLY_WRITE: _RUN,
    Action.REPLY_SIGN_OFF: frozenset({Role.HEAD}),
    Action.REPLY_PUBLISH: frozenset({Role.HEAD}),
    Action.QUALITY_VIEW: _FOLLOW | {Role.EXPERT},
    Action.QUALITY_ATTEST: _RUN,
    Action.QUALITY_PUBLISH: frozenset({Role.HEAD}),
    Action.OWN_ITEM_EDIT: _RUN,
    Action.GATE_OVERRIDE: frozenset({Role.HEAD}),
    Action.STATEMENT_READ: _FOLLOW,
    Action.STATEMENT_WRITE: _RUN,
    Action.STATEMENT_MAKE: _RUN | {Role.REGISTRAR},
    Action.STATEMENT_PUBLISH: _RUN,
    Action.DOCUMENT_TEMPLATE_READ: _FOLLOW | {Role.EXPERT},
    Action.DOCUMENT_TEMPLATE_EDIT: _RUN,
    Action.DOCUMENT_READ: _FOLLOW,
}


def is_public(action: Action) -> bool:
    """Return whether the action needs no sign-in: anyone may, or the link itself is the proof."""
    return bool(POLICY[action] & {Role.ANYONE, Role.LINK_HOLDER})
