"""Why a backup or a restore goes no further. Each message is a whole sentence for the operator."""

from safelight.core.errors import SafelightError


class Refused(SafelightError):
    """Nothing was done, or what was begun has been taken away again; the running data are as they were."""


class Damaged(Refused):
    """The file was cut short or altered, or is not one of ours."""
