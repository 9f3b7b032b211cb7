"""What is true of every answer for the browser, and how large a request may be."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

Respond = Callable[[HttpRequest], HttpResponseBase]

# Nothing of a telephone or laptop is ever asked for. A passkey may be made and shown here, and nowhere within.
_NEVER = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "web-share",
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = ", ".join(
    [
        *(f"{name}=()" for name in _NEVER),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)

# A file of ten million bytes with the form around it.
MOST_SENT = 11_000_000


def forget(response: HttpResponse) -> HttpResponse:
    """Tell the browser to remove what it keeps of this site: the person has signed out. Cookies stay: the one of the
    session is ended by the server, and another lets what is posted afterwards be kept for this person alone."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


class ForTheBrowser:
    """Take from the browser what no page needs; let no other site load our answers, not even static files."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class NotTooLarge:
    """Refuse what is larger than any form of ours before it is read. What has no stated length is read as empty."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or say that it is too large."""
        stated = request.META.get("CONTENT_LENGTH") or "0"
        if stated.isdigit() and int(stated) > MOST_SENT:
            return render(request, "access/too_large.html", status=413)
        return self.get_response(request)
