"""Words pointed out as they are typed: the text comes, the hints go, and nothing is kept of it."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from safelight.access.requests import signed_in
from safelight.language import actions, pages
from safelight.language.adviser import advise
from safelight.language.command import BadLine, read_line


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """What blames in ``{"text": …, "age": years or null}``, as `safelight language check` answers it."""
    user = signed_in(request)
    try:
        text, age = read_line(request.body)
    except BadLine as fault:
        return JsonResponse({"error": {"key": fault.key, "message": fault.message}}, status=400)
    if len(text) > pages.LONGEST:
        return JsonResponse({"error": {"key": "text", "message": f"at most {pages.LONGEST} characters"}}, status=413)
    actions.note_use(by=user)
    found = advise(text, age)
    pages.shown(request, (each.code for each in found))
    return JsonResponse({"findings": [asdict(each.finding) for each in found]})
