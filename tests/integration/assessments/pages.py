"""Addresses of an assessment's pages, and what a browser without scripts posts from them."""

import html5lib
from django.urls import reverse

from safelight.assessments.models import Assessment


def to(page: str, assessment: Assessment) -> str:
    return reverse(f"assessments:{page}", kwargs={"child_id": assessment.child_id, "assessment_id": assessment.pk})


def form_of(html: str, form_id: str = "step") -> dict[str, str | list[str]]:
    """What a browser without scripts posts when nothing is touched."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    form = next(each for each in tree.iter("form") if each.get("id") == form_id)
    fields: dict[str, str | list[str]] = {}
    for control in form.iter():
        name, kind = control.get("name"), control.get("type", "")
        if not name or control.tag == "button":
            continue
        if control.tag == "textarea":
            fields[name] = control.text or ""
        elif kind in ("checkbox", "radio"):
            if control.get("checked") is not None:
                fields.setdefault(name, []).append(control.get("value"))  # type: ignore[union-attr]
        else:
            fields[name] = control.get("value", "")
    return fields
