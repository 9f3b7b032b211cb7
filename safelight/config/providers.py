"""Which room adds what to the joined views: each lower room defines the shape, the upper rooms fill it here."""


def register() -> None:
    """Register every provider. Called once, when Django has loaded all rooms."""
