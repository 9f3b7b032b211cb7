"""Asking an address on the web, and nothing else: no file, no other scheme, whatever the address says."""

import http.client
import urllib.error
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

AGENT = "Safelight"

HANDLERS = (
    ProxyHandler,
    HTTPHandler,
    HTTPSHandler,
    HTTPRedirectHandler,
    HTTPErrorProcessor,
    HTTPDefaultErrorHandler,
    UnknownHandler,
)


def get(url: str, *, seconds: float, at_most: int = 0) -> tuple[int, bytes]:
    """The status and the first ``at_most`` bytes of what stands at an address; redirections are followed.

    ``ValueError`` for an address that does not begin with http:// or https://, ``OSError`` when nothing answers within
    ``seconds``.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("the address begins with http:// or https://")
    opener = OpenerDirector()
    for handler in HANDLERS:
        opener.add_handler(handler())
    try:
        request = Request(url, headers={"User-Agent": AGENT})  # noqa: S310  # the opener knows no other scheme
        with opener.open(request, timeout=seconds) as answer:
            return answer.status, answer.read(at_most)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(at_most)
    except http.client.HTTPException as error:
        raise OSError("the answer could not be read") from error
