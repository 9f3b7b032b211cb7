from django.apps import AppConfig


class MissingConfig(AppConfig):
    """Children who are missing: episodes, what is tried while they are away, the return, the interview after it."""

    name = "safelight.missing"
    label = "missing"
