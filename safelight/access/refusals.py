"""The pages for requests that can't be read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Too many fields, too large a form, a broken one: words for the person, nothing of the machine."""
    return render(request, "access/bad_request.html", status=400)
