"""How every page about a child is made, in this room and in those above."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from safelight.access.requests import signed_in
from safelight.audit import actions as audit
from safelight.audit.models import Kind
from safelight.children import presenters, queries, tabs
from safelight.children.actions import Halted
from safelight.children.forms import PlainForm
from safelight.children.models import Child
from safelight.children.presenters import sight
from safelight.core import clock
from safelight.core.errors import Invalid, NotFound, Stale, WrongState


def child_page(
    request: HttpRequest,
    child_id: UUID | str,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    child: Child | None = None,
) -> HttpResponse:
    """Render a page about a child: only for who may see the child, with an audit entry of the view.

    The template extends ``children/child_layout.html`` and fills ``child_content``. It is given ``child``,
    ``child_name``, ``identity``, ``tabs`` and ``scope_explanation`` beside ``context``. Pass ``child`` where
    the view has already got it by ``queries.get``.
    """
    user = signed_in(request)
    found = child if child is not None else queries.get(user, child_id)
    name = request.resolver_match.view_name if request.resolver_match else "page"
    audit.record_apart(
        partnership_id=user.partnership_id,
        by=user,
        action=f"viewed:{name}"[:80],
        kind=Kind.VIEW,
        subject=found,
        child_id=found.pk,
    )
    today = clock.today()
    alike = list(queries.lookalikes(user, found))
    return render(
        request,
        template,
        {
            "child": found,
            "child_name": queries.short_name(found),
            "identity": presenters.identity(found, alike, today),
            "tabs": tabs.tabs_for(found, request.path),
            "scope_explanation": queries.scope_explanation(found, today),
            "child_url": presenters.child_url(found),
            "notices": sight.notices(user, found, today),
            **(context or {}),
        },
        status=status,
    )


def child_of_form(request: HttpRequest, child_id: UUID | str) -> Child:
    """The child that a posted form is about. Each form carries the child's id: one that was filled in for another
    child (two tabs, twins) is refused (HZ-26)."""
    child = queries.get(signed_in(request), child_id)
    if request.POST.get("about") != str(child.pk):
        raise NotFound("the form is about another child")
    return child


def child_named_by(request: HttpRequest, text: str) -> Child:
    """The child whose id came in a form or an address's query; ``NotFound`` for anything that is not one to see."""
    return queries.get(signed_in(request), uuid_of(text))


def uuid_of(text: str) -> UUID:
    """An id that came as text; anything else is not found."""
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("not an id") from error


def note_view(request: HttpRequest, action: str, subject: Model | None = None, child: Child | None = None) -> None:
    """The audit entry of a page that is not one child's: a list, a concern, a pair of records."""
    user = signed_in(request)
    audit.record_apart(
        partnership_id=user.partnership_id,
        by=user,
        action=action,
        kind=Kind.VIEW,
        subject=subject,
        child_id=child.pk if child is not None else None,
    )


def note_too_late(request: HttpRequest, subject: Model, child_id: UUID) -> None:
    """The audit entry of an answer that came after somebody else had answered: nothing was changed by it."""
    user = signed_in(request)
    name = request.resolver_match.view_name if request.resolver_match else "page"
    audit.record_apart(
        partnership_id=user.partnership_id,
        by=user,
        action=f"too-late:{name}"[:80],
        kind=Kind.REFUSAL,
        subject=subject,
        child_id=child_id,
    )


def note_search(request: HttpRequest, found: int) -> None:
    """The audit entry of a search: that there was one and how many were shown, never what was typed."""
    user = signed_in(request)
    audit.record_apart(
        partnership_id=user.partnership_id,
        by=user,
        action="children.searched",
        kind=Kind.SEARCH,
        counts={"found": found},
    )


def done(form: PlainForm, act: Callable[[], object]) -> bool:
    """Do ``act`` and answer whether it was done; what it refuses stands in ``form`` beside what was typed."""
    try:
        act()
    except Halted:
        raise  # a page of its own says what stands still
    except (Invalid, WrongState) as error:
        form.refused(error)
        return False
    except Stale:
        form.add_error(
            None,
            _("Somebody else saved this while you were writing. Open it again beside this page, look, and save again."),
        )
        return False
    return True
