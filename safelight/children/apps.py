from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    """The child's record, the people around the child, and who may see it."""

    name = "safelight.children"
