"""Lists to choose from in a child's record."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Choices = list[tuple[str, str | Promise]]

# The groups of the 2021 census of England and Wales. Wales asks the same groups and puts "Welsh" first in one.
ETHNICITIES: Choices = [
    ("", _("Choose")),
    ("white_british", _("White: English, Welsh, Scottish, Northern Irish or British")),
    ("white_irish", _("White: Irish")),
    ("white_traveller", _("White: Gypsy or Irish Traveller")),
    ("white_roma", _("White: Roma")),
    ("white_other", _("White: any other background")),
    ("mixed_white_black_caribbean", _("Mixed: White and Black Caribbean")),
    ("mixed_white_black_african", _("Mixed: White and Black African")),
    ("mixed_white_asian", _("Mixed: White and Asian")),
    ("mixed_other", _("Mixed: any other background")),
    ("asian_indian", _("Asian or Asian British: Indian")),
    ("asian_pakistani", _("Asian or Asian British: Pakistani")),
    ("asian_bangladeshi", _("Asian or Asian British: Bangladeshi")),
    ("asian_chinese", _("Asian or Asian British: Chinese")),
    ("asian_other", _("Asian or Asian British: any other background")),
    ("black_caribbean", _("Black or Black British: Caribbean")),
    ("black_african", _("Black or Black British: African")),
    ("black_other", _("Black or Black British: any other background")),
    ("arab", _("Arab")),
    ("other", _("Any other group")),
    ("not_asked", _("Not known: nobody has asked")),
    ("not_said", _("Not known: they prefer not to say")),
]

# What a box "not known" means for a question of yes or no.
KNOWN: Choices = [("yes", _("Yes")), ("no", _("No")), ("not_known", _("Not known"))]
