"""Two texts of the field's own making, weak and strong, and what every meeting's text needs."""

from samrad.invitations.rules.review.model import Facts
from samrad.invitations.rules.review.review import review

WEAK = (
    "Region Exempel län bjuder in till dialog om kulturen. Tisdag 14 oktober 2025 kl. 10.00, "
    "regionhuset. Ta chansen att tycka till! Föreningar och andra aktörer är välkomna. Anmäl er "
    "via länken."
)
STRONG = (
    "Hej! Hur ska regionen stödja föreningar som ordnar kultur? Torsdag 6 november 2025 "
    "kl. 17.30–20.00 träffas vi i Folkets hus i Norrby, Storgatan 4. Du kan också vara med "
    "digitalt eller på telefon. Syftet är att få veta vad nästa kulturplan behöver innehålla. "
    "Det här kan ni påverka: vilka insatser som ska få stöd och hur man söker. Det här är redan "
    "bestämt: hur mycket pengar staten ger. Våra frågor: Vad fungerar i dag? Vad hindrar er? Vad "
    "ska vi göra först? Vill ni ta upp något annat? Skriv det i anmälan senast 31 oktober. Ett "
    "kort underlag på två sidor skickas den 16 oktober. Vi sammanställer allt som sägs och mejlar "
    "minnesanteckningar senast den 20 november. I mars får ni se vad synpunkterna ledde till. "
    "Kulturnämnden beslutar den 12 februari 2026. Lokalen är framkomlig med rullstol och har "
    "hörslinga. Säg till om ni behöver tolk. Det är gratis, vi bjuder på mat och ersätter resor. "
    "Anmälan: telefon 010-000 00 00, e-post eller webben. Frågor: Kim Exempel, kulturstrateg, "
    "010-000 00 01. Det ni lämnar in blir allmän handling. Så hanterar vi personuppgifter: "
    "exempel.se/dataskydd."
)
MEETING = "Välkommen till dialogmöte torsdag 6 november 2025 kl. 18.00–20.00 i Folkets hus.\n\n"
REFERRAL = "Förslaget till kulturplan är på remiss. Svara senast den 30 april 2026.\n\n"


def rules_of(text, **facts):
    """Return the codes of the rules that fire."""
    return {finding.rule for finding in review(text, Facts(**facts)).findings}
