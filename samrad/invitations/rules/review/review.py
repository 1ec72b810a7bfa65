"""The review itself: reads the text once, asks every rule, scores and orders what they say."""

from collections.abc import Callable, Mapping
from typing import Final

from samrad.invitations.rules.review import data, influence, language, people, practical
from samrad.invitations.rules.review.announcement import Announcement
from samrad.invitations.rules.review.contacts import ways_of
from samrad.invitations.rules.review.hits import Case, Hit
from samrad.invitations.rules.review.inserting import insertion_for
from samrad.invitations.rules.review.kinds import kinds_of
from samrad.invitations.rules.review.languages import SWEDISH, language_of
from samrad.invitations.rules.review.meetings import meetings_of
from samrad.invitations.rules.review.model import (
    Band,
    Day,
    Facts,
    Finding,
    Kind,
    Review,
    Severity,
)
from samrad.invitations.rules.review.praising import praise_of
from samrad.invitations.rules.review.roles import Role
from samrad.invitations.rules.review.words import swedish
from samrad.invitations.rules.verdicts import Bands
from samrad.method import library
from samrad.method.schema import ReviewRule, ReviewRules, ReviewRulesText

Rule = Callable[[Case], Hit | None]
RULES: Final[Mapping[str, Rule]] = {
    "IA01": influence.purpose,
    "IA02": influence.influence,
    "IA03": influence.questions,
    "IA04": influence.use,
    "IA05": influence.feedback,
    "IA06": influence.decision,
    "IA07": practical.moment,
    "IA08": practical.weekday,
    "IA09": practical.end_time,
    "IA10": practical.place,
    "IA11": practical.daytime,
    "IA12": practical.notice,
    "IA13": practical.reply_period,
    "IA14": practical.signup_day,
    "IA15": practical.ways,
    "IA16": practical.contact,
    "IA17": people.accessibility,
    "IA18": people.language,
    "IA19": people.cost,
    "IA20": practical.formats,
    "IA21": people.target,
    "IA22": people.material,
    "IA23": language.promise,
    "IA24": language.slogans,
    "IA25": language.jargon,
    "IA26": language.hard_to_read,
    "IA27": language.order,
    "IA28": people.agenda,
    "IA29": language.tone,
    "IA30": people.privacy,
    "IX01": data.meeting_day,
    "IX02": data.meeting_place,
    "IX03": data.level,
    "IX04": data.last_day,
    "IX05": data.gap,
}
_ONLY_WITH: Final = {"IA24": {"IA02", "IA04"}}  # slogans hide that something is missing
_NOT_OF_ALLIANCES: Final = {"IA02", "IA06"}
_FULL: Final = 100


def review(text: str, facts: Facts = Facts()) -> Review:  # noqa: B008 -- frozen
    """Review one announcement. Another language than Swedish is recognised and not judged."""
    words = swedish()
    spoken = language_of(text, words)
    read = Announcement(text, words, facts)
    if spoken != SWEDISH:
        return Review(spoken, 0, Band.NOT_YET, (), (), None, None, None, read.text.word_count)
    meetings = meetings_of(read)
    kinds = kinds_of(read, meetings)
    rules = library.review_rules()
    case = Case(read, kinds, meetings, ways_of(read), library.threshold_values())
    findings = _findings(case, rules.head, rules.text)
    asked = {rule.code for rule in rules.head.rules if _applies(rule, case)}
    fired = {finding.rule for finding in findings}
    praise = praise_of(case, asked - fired, rules.text.praise)
    plus = sum(one.code in rules.head.praise for one in praise)
    bands = Bands(ready=rules.head.ready, good=rules.head.good, rework=rules.head.rework)
    taken = sum(finding.points for finding in findings)
    score = min(_FULL, max(0, _FULL - taken) + min(plus, rules.head.most_praise))
    return Review(
        language=spoken,
        score=score,
        band=bands.band_of(score, findings),
        kinds=kinds,
        meetings=meetings,
        reply_by=_last(read, Role.REPLY),
        rsvp_by=_last(read, Role.RSVP),
        lix=read.text.lix,
        words=read.text.word_count,
        findings=findings,
        praise=praise,
    )


def _last(read: Announcement, role: Role) -> Day | None:
    """Return the day of a role, the first that the text names."""
    return next((each.day for each in read.of(role)), None)


def _applies(rule: ReviewRule, case: Case) -> bool:
    if Kind.OTHER in case.kinds:
        return False
    if rule.code in _NOT_OF_ALLIANCES and case.read.has("alliance_own"):
        return False
    return any(kind.value in rule.kinds for kind in case.kinds)


def _findings(case: Case, head: ReviewRules, text: ReviewRulesText) -> tuple[Finding, ...]:
    hits = {
        rule.code: hit
        for rule in head.rules
        if _applies(rule, case) and (hit := RULES[rule.code](case))
    }
    for code, others in _ONLY_WITH.items():
        if not others & hits.keys():
            hits.pop(code, None)
    found = [
        _finding(rule, hits[rule.code], case, text) for rule in head.rules if rule.code in hits
    ]
    return tuple(sorted(found, key=lambda one: (one.severity.rank, -one.points, one.rule)))


def _finding(rule: ReviewRule, hit: Hit, case: Case, text: ReviewRulesText) -> Finding:
    words = text.rules[rule.code]
    milder = hit.milder and rule.milder is not None
    said = words.milder if hit.milder and words.milder else words.message
    quote = hit.quote or (case.read.text.quote(hit.span) if hit.span else "")
    names = {"quote": quote, **hit.names}
    return Finding(
        rule=rule.code,
        severity=Severity(rule.milder if milder and rule.milder else rule.severity),
        points=rule.fewer if milder else rule.points,
        message=_filled(said, names),
        reason=words.reason,
        suggestion=_filled(words.suggestion, names),
        quote=quote,
        span=hit.span,
        insertion=insertion_for(words.insert, rule.place, case),
    )


def _filled(words: str, names: Mapping[str, str]) -> str:
    for name, value in names.items():
        words = words.replace("{" + name + "}", value)
    return words
