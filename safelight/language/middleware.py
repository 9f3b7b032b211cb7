"""Without JavaScript: what a saved form holds that blames is pointed out on the page that follows (LA-01)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from safelight.language import pages

Respond = Callable[[HttpRequest], HttpResponseBase]
_ON_TO_THE_NEXT_PAGE = (302, 303)


class PointedOutAfterSaving:
    """Look through a form once it is saved. It never stops one."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        response = self.get_response(request)
        if request.method == "POST" and response.status_code in _ON_TO_THE_NEXT_PAGE and pages.points_out(request):
            pages.saved(request)
        return response
