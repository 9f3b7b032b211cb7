from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings about a child or a partnership, with VOLT, attendance, minutes; they revise plans."""

    name = "safelight.meetings"
