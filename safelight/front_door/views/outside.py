"""The pages for people without an account (CH-14). They set no cookie and keep nothing on the device.

There is no cookie against forged requests, on purpose: see ``front_door/tokens.py``.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from safelight.access.limits import allow
from safelight.access.requests import client_address
from safelight.access.scope import partnership_scope
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.front_door import actions, queries, tokens
from safelight.front_door.choices import Doubt, Kind
from safelight.front_door.forms import HIDDEN, TOKEN, TellForm
from safelight.front_door.presenters import outside as presenters
from safelight.front_door.questions import FORMS

# Beyond the first number a message is kept and marked; beyond the others it is shown back with numbers to ring.
# Generous, because a school or a home shares one address.
MARKED_BEYOND, MOST_FROM_ONE, MOST_IN_ALL = 6, 60, 600
WITHIN = timedelta(hours=1)


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """The short address: straight to the only area, else a list of areas."""
    found = queries.open_doors()
    if len(found) == 1:
        return redirect("front_door:choose", found[0].code)
    return _page(request, "begin", presenters.areas(found))


@require_safe
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Who one is. A word that is no area's gets the numbers to ring, and the areas that there are."""
    try:
        door = queries.open_door(code)
    except NotFound:
        return _no_such_area(request)
    return _page(request, "choose", presenters.choice(door, clock.now()))


def _no_such_area(request: HttpRequest) -> HttpResponse:
    found = queries.open_doors()
    return _page(request, "begin", presenters.areas(found) | {"wrong": True}, status=404)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The form, and what happens when it is sent. The answer is this same address, so that the browser's history
    doesn't show that anything was sent."""
    try:
        door = queries.open_door(code)
    except NotFound:
        return _no_such_area(request)
    if kind not in Kind.values:
        raise NotFound("no such form")
    who, now = Kind(kind), clock.now()
    if request.method != "POST":
        return _page(request, "tell", presenters.form_page(door, who, TellForm(FORMS[who]), now))
    form = TellForm(FORMS[who], request.POST)
    if not form.is_valid():
        # The same token again: who mends a form at once is not too quick.
        kept = request.POST.get(TOKEN, "") if tokens.age_of(request.POST.get(TOKEN, ""), f"{code}/{kind}", now) else ""
        return _page(request, "tell", presenters.form_page(door, who, form, now, token=kept), status=422)
    doubts = _doubts(request, f"{code}/{kind}", now)
    sender = _sender(request)
    if not allow(what=f"tell:{door.code}:all", who="", at_most=MOST_IN_ALL, within=WITHIN, now=now) or not allow(
        what=f"tell:{door.code}", who=sender, at_most=MOST_FROM_ONE, within=WITHIN, now=now
    ):
        return _page(request, "not_kept", presenters.not_kept(door, who, form, now), status=429)
    if not allow(what=f"tell:{door.code}:few", who=sender, at_most=MARKED_BEYOND, within=WITHIN, now=now):
        doubts.append(Doubt.MANY)
    with partnership_scope(door.partnership_id):
        message = actions.receive(door=door, kind=who, answers=form.cleaned_data, doubts=doubts, now=now)
    response = _page(request, "sent", presenters.sent(door, who, message, now))
    # Nothing of ours stays in the browser's cache; cookies and storage are not ours to clear: a colleague may share it.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _sender(request: HttpRequest) -> str:
    """Where it comes from, for counting only: of IPv6 the network, because one person has it whole."""
    text = client_address(request)
    try:
        address = ip_address(text)
    except ValueError:
        return text
    return text if address.version == 4 else str(ip_network(f"{address}/64", strict=False))


def _doubts(request: HttpRequest, form: str, now: datetime) -> list[Doubt]:
    """Why this may be spam; nothing of it is told to the sender."""
    found = []
    if request.POST.get(HIDDEN, ""):
        found.append(Doubt.HIDDEN_FIELD)
    age = tokens.age_of(request.POST.get(TOKEN, ""), form, now)
    if age is None:
        found.append(Doubt.NO_TOKEN)
    elif age < tokens.TOO_QUICK:
        found.append(Doubt.TOO_QUICK)
    elif age > tokens.TOO_OLD:
        found.append(Doubt.TOO_OLD)
    return found


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"front_door/{name}.html", context, status=status)
