from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Answers to one version of a toolkit; locked once completed."""

    name = "safelight.assessments"
