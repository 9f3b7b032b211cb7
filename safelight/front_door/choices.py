"""Who writes, how somebody can be answered, and why a message may be spam."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Who writes. The value is the last part of the page's address."""

    YOUNG_PERSON = "young-person", _("A young person")
    PARENT = "parent", _("A parent, carer or relative")
    PUBLIC = "public", _("Somebody who lives or works here")


class Way(TextChoices):
    """How somebody can be answered."""

    TELEPHONE = "telephone", _("By telephone")
    TEXT = "text", _("By text message")
    EMAIL = "email", _("By e-mail")
    SCHOOL = "school", _("Through school or college")
    IN_PERSON = "in_person", _("Face to face")


NOT_AT_ALL = "none"


class Doubt(TextChoices):
    """Why a message may be spam. It is kept all the same: it may be a child's."""

    HIDDEN_FIELD = "hidden_field", _("a box was filled in that people cannot see")
    TOO_QUICK = "too_quick", _("it was sent faster than people write")
    TOO_OLD = "too_old", _("the form had been open for more than a day")
    NO_TOKEN = "no_token", _("it did not come from the form")
    MANY = "many", _("many messages came from one place")
