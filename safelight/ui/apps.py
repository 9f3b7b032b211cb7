"""The look of Safelight as a Django app, so that its templates and static files are found."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Layout, components, styles and charts. Holds no data."""

    name = "safelight.ui"
    label = "ui"
