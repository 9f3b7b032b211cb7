"""Why a transport could not take a message."""


class Refused(Exception):
    """It will never be taken: the address or the message was refused."""


class Unreachable(Exception):
    """It was not taken now, and may be later."""
