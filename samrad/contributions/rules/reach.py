"""How a person or body is reached: by the way they prefer, else by one that is possible."""

from typing import Final

MAIL: Final = "MAIL"
LETTER: Final = "LETTER"
PHONE: Final = "PHONE"
NO_ADDRESS: Final = "NO_ADDRESS"


def way_to_reach(*, preferred: str, email: str, postal_address: str, phone: str) -> str:
    """Return MAIL, LETTER, PHONE or NO_ADDRESS; `preferred` is EMAIL, LETTER, PHONE or empty."""
    possible = {
        MAIL: bool(email.strip()),
        LETTER: bool(postal_address.strip()),
        PHONE: bool(phone.strip()),
    }
    wanted = {"EMAIL": MAIL, "LETTER": LETTER, "PHONE": PHONE}.get(preferred, "")
    ways = (wanted, MAIL, LETTER, PHONE)
    return next((way for way in ways if possible.get(way)), NO_ADDRESS)
