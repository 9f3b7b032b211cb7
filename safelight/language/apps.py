from django.apps import AppConfig


class LanguageConfig(AppConfig):
    """Words about children: blaming ones pointed out, reading age measured."""

    name = "safelight.language"
