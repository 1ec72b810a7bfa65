"""What the way to mending a reason says."""

from typing import Final

from django.utils.translation import gettext_lazy as _

CONFIRM: Final = _("Bekräfta")
CHOOSE: Final = _("Välj checklista")
MEND: Final = _("Åtgärda")
LOOK: Final = _("Visa")  # what only time mends
