"""Numbers and pages outside this area that anybody may turn to, each with the day on which it was last checked."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Helpline:
    """Who answers, on what number or page, and what it is for. ``checked_on``: when somebody last looked it up."""

    name: str | Promise
    number: str = ""
    url: str = ""
    note: str | Promise = ""
    checked_on: date = date(2026, 11, 22)


EMERGENCY = Helpline(_("Police and ambulance"), "999", note=_("If you or someone else is in danger now."))
SILENT = Helpline(
    _("Can’t talk?"),
    "999",
    note=_("Ring 999 on a mobile. Stay on the line. Press 55 when you are asked. They will know you need help."),
)
CHILDLINE = Helpline("Childline", "0800 1111", "https://www.childline.org.uk", _("For anyone under 19. It is free."))
MISSING_PEOPLE = Helpline(
    "Missing People",
    "116 000",
    "https://www.missingpeople.org.uk",
    _("Ring or text. It is free, and they keep it private."),
)
NSPCC = Helpline("NSPCC", "0808 800 5000", "https://www.nspcc.org.uk", _("For adults who are worried about a child."))
REPORT_REMOVE = Helpline(
    "Report Remove",
    url="https://www.childline.org.uk/remove",
    note=_("If you are under 18, they help to take a picture of you off the internet."),
)
CEOP = Helpline(
    "CEOP",
    url="https://www.ceop.police.uk",
    note=_("The police for children online. Tell them if someone asks you for pictures, or scares you with one."),
)
IWF = Helpline(
    "Internet Watch Foundation",
    url="https://report.iwf.org.uk",
    note=_("If you have seen a sexual picture of a child on the internet. You need not give your name."),
)

FIRST = (CHILDLINE, MISSING_PEOPLE)
FIRST_FOR_ADULTS = (NSPCC, MISSING_PEOPLE, CHILDLINE)
PICTURES = (REPORT_REMOVE, CEOP)
PICTURES_FOR_ADULTS = (IWF, CEOP, REPORT_REMOVE)
ALL = (EMERGENCY, SILENT, CHILDLINE, MISSING_PEOPLE, NSPCC, REPORT_REMOVE, CEOP, IWF)
