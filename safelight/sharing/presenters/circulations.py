"""Circulations, copies and sharing decisions as their pages show them."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from safelight.access.models import User
from safelight.children import queries as children
from safelight.children.models import Child, PersonAround
from safelight.core import clock
from safelight.core.errors import NotFound
from safelight.delivery import queries as delivery
from safelight.duties.clock import last_day_of
from safelight.sharing import papers, queries
from safelight.sharing.actions import NewRecipient
from safelight.sharing.copies import (
    HELD,
    NOT_GONE,
    UNANSWERED,
    Channel,
    CopyKind,
    CopyState,
)
from safelight.sharing.models import CHANNELS, Circulation, Copy, SharingDecision
from safelight.sharing.queries import Standing, safety
from safelight.sharing.questions import QUESTIONS
from safelight.sharing.wording import state_words, stop_words


def listed(user: User, child: Child, now: datetime) -> dict[str, Any]:
    """Every circulation about a child, newest first."""
    found = queries.circulations_of(child)
    return {
        "rows": [_row(one, found, now) for one in found],
        "may_circulate": queries.may_circulate(user, child),
    }


def _row(one: Circulation, others: list[Circulation], now: datetime) -> dict[str, Any]:
    standings = [queries.stands(copy) for copy in one.copies.all()]
    left = sum(each.state in NOT_GONE for each in standings)
    replaced = queries.replaced(one, others)
    return {
        "title": str(papers.paper(one.paper).title),
        "url": reverse("sharing:circulation", args=[one.child_id, one.pk]),
        "at": one.prepared_at,
        "copies": len(standings),
        "left": left,
        "due_by": last_day_of(one.due_by) if left and not replaced else None,
        "late": bool(left) and not replaced and now > one.due_by,
        "replaced": replaced,
    }


def page(circulation: Circulation, now: datetime) -> dict[str, Any]:
    """One circulation with its copies as they stand now."""
    child = circulation.child
    standings = [queries.standing_now(child, copy) for copy in circulation.copies.all()]
    found = _row(circulation, queries.circulations_of(child), now)
    del found["url"]  # it is this page's own, and templates make addresses by that name
    holders = [each for each in standings if each.state in HELD]
    return {
        **found,
        "from_at": circulation.from_at,
        "prepared_by": circulation.prepared_by.name_and_role,
        "copies": [_copy_row(child, each, circulation) for each in standings],
        "holders": len(holders),
        "old_holders": [_who(each.copy) for each in holders] if found["replaced"] else [],
    }


def _who(copy: Copy) -> str:
    return f"{copy.name}, {copy.role}" if copy.role else copy.name


def _copy_row(child: Child, each: Standing, circulation: Circulation) -> dict[str, Any]:
    copy = each.copy
    return {
        "url": reverse("sharing:copy", args=[child.pk, copy.pk]),
        "who": copy.name,
        "role": copy.role,
        "kind": str(copy.get_kind_display()),
        "number": copy.reference,
        "state": state_words(each.state),
        "code": each.state.value,
        "why": _why(child, each),
        "channel": str(each.last.get_channel_display()) if each.last else "",
        "at": each.last.at if each.last else None,
    }


def _why(child: Child, each: Standing) -> str:
    if each.state is CopyState.NOT_DELIVERED and each.last is not None and each.last.message is not None:
        return str(each.last.message.get_failure_display())
    if each.state is not CopyState.HALTED:
        return ""
    stop = safety.stop_of(child, each.copy, Channel.IN_PERSON)
    return stop_words(stop) if stop is not None else ""


def copy_page(user: User, copy: Copy, rendered: papers.Rendered) -> dict[str, Any]:
    """One copy: as it would go or as it went, what is left out and why, and what can be done with it."""
    circulation = copy.circulation
    child = circulation.child
    each = queries.standing_now(child, copy)
    can_send = each.state in NOT_GONE and not rendered.halt and bool(rendered.preview)
    ways = channels(user, child, copy) if can_send else []
    needs = safety.needs_decision(child, copy)
    by_hand = each.last is not None and each.last.channel in (Channel.PRINTED, Channel.IN_PERSON)
    return {
        "copy": copy,
        "who": _who(copy),
        "kind": str(copy.get_kind_display()),
        "title": str(papers.paper(circulation.paper).title),
        "back": reverse("sharing:circulation", args=[child.pk, circulation.pk]),
        "state": state_words(each.state),
        "state_code": each.state.value,
        "why": _why(child, each),
        "halt": rendered.halt,
        "preview": rendered.preview,
        "left_out": rendered.left_out,
        "channels": ways,
        "by_email": any(not way["stop"] for way in ways if way["code"] in (Channel.LINK, Channel.LOCKED)),
        "telephone_stop": _telephone(child, copy) if can_send else "",
        "can_send": any(not way["stop"] for way in ways),
        "needs_decision": needs and each.state in NOT_GONE,
        "decision": decision_row(copy.decision) if copy.decision is not None else None,
        "may_decide_not": each.state in NOT_GONE,
        "sendings": [
            {"at": one.at, "how": str(one.get_channel_display()), "to": one.sent_to, "by": one.by.name_and_role}
            for one in each.sendings
        ],
        "acknowledged": copy.acknowledged_how,
        "recalled": copy.recalled_why,
        "may_acknowledge": each.state in UNANSWERED | {CopyState.NOT_DELIVERED},
        "may_chase": each.state in UNANSWERED,
        "may_recall": each.state in HELD | {CopyState.NOT_DELIVERED},
        "may_print": queries.prints(copy, each) and not rendered.halt and bool(rendered.preview),
        "may_choose_lines": each.state in NOT_GONE,
        "on_paper": by_hand,
    }


def line_page(copy: Copy, rendered: papers.Rendered, line: str) -> dict[str, Any] | None:
    """One line of a copy that stands there and may be left out, or that may be put back; None for any other."""
    there, out = papers.lines_of(rendered)
    if line not in there and line not in out:
        return None
    why_out = next((each.why for each in rendered.left_out if each.key == line), "")
    return {
        "copy": copy,
        "line": line,
        "shown": line in out,
        "words": out.get(line) or there[line],
        "why_out": why_out,
        "who": _who(copy),
        "back": reverse("sharing:copy", args=[copy.circulation.child_id, copy.pk]),
    }


def channels(user: User, child: Child, copy: Copy) -> list[dict[str, str]]:
    """Each way of sending with what stands in its way, if anything."""
    way = delivery.way_out(user.partnership)
    found = []
    for channel, name in CHANNELS:
        stop = safety.stop_of(child, copy, channel)
        words = stop_words(stop) if stop is not None else ""
        if not words and channel in (Channel.LINK, Channel.LOCKED) and way is None:
            words = _("No e-mail can be sent from here yet.")
        if not words and channel is Channel.LOCKED and way is not None and not way.takes_files:
            words = _("Files can’t be sent from here. Send a link.")
        found.append({"code": channel.value, "name": str(name), "stop": words})
    return found


def _telephone(child: Child, copy: Copy) -> str:
    stop = safety.stop_of_telephone(child, copy)
    return stop_words(stop, telephone=True) if stop is not None else ""


# Whom to offer a copy.


def paper_choices(user: User, child: Child) -> dict[str, papers.Subject]:
    """What could be circulated now, by the paper's code."""
    found = {}
    for paper in papers.papers():
        subject = paper.current(user, child) if paper.current is not None else None
        if subject is not None:
            found[paper.kind] = subject
    return found


def people(child: Child) -> dict[str, tuple[str, NewRecipient]]:
    """The child's network: by a code, the words of the choice and the recipient."""
    found: dict[str, tuple[str, NewRecipient]] = {}
    name = children.full_name(child)
    own = NewRecipient(name, "", CopyKind.CHILD, phone=child.telephone)
    found["child"] = (_("%(name)s: the young person’s copy") % {"name": name}, own)
    for person in children.people_around(child):
        kind = _kind_of(person)
        if kind is not None:
            one = NewRecipient(person.name, person.relation, kind, person_around=person)
            found[f"person:{person.pk}"] = (
                f"{person.name}, {person.relation}" if person.relation else person.name,
                one,
            )
    today = clock.today()
    for involved in children.involvements(child):
        if involved.until is None or involved.until > today:
            user = involved.user
            one = NewRecipient(user.name, user.job_title, CopyKind.PROFESSIONAL, user=user)
            found[f"user:{user.pk}"] = (user.name_and_role, one)
    return found


def _kind_of(person: PersonAround) -> CopyKind | None:
    if person.has_parental_responsibility or person.contact_for_parents:
        return CopyKind.PARENTS
    return CopyKind.PROFESSIONAL if person.kind == PersonAround.Kind.SERVICE else None


def recipients(child: Child, given: dict[str, Any]) -> list[NewRecipient]:
    """Who was chosen and who was written in; ``NotFound`` for a choice that was not offered."""
    offered = people(child)
    chosen = []
    for code in given["recipients"]:
        if code not in offered:
            raise NotFound("recipient")
        chosen.append(offered[code][1])
    if given["other_name"]:
        chosen.append(
            NewRecipient(
                given["other_name"],
                given["other_role"],
                given["other_kind"],
                email=given["other_email"],
                phone=given["other_telephone"],
            )
        )
    return chosen


# Decisions.


def decision_row(one: SharingDecision) -> dict[str, Any]:
    """A decision as it is read."""
    return {
        "title": (_("To share with %(who)s") if one.share else _("Not to share with %(who)s")) % {"who": one.recipient},
        "at": one.at,
        "by": one.by.name_and_role,
        "rows": [
            {"key": {"text": key}, "value": {"text": words}}
            for key, words in [
                (_("What"), one.what),
                (_("Why"), one.why),
                (_("Legal ground"), str(one.get_basis_display()) if one.basis else ""),
                (_("Consent"), _consent(one)),
                (_("How"), str(one.get_how_display()) if one.how else ""),
                (
                    _("The six questions"),
                    _questions(one),
                ),
                (_("Advice"), one.advice),
                (_("Told"), one.told),
                (_("Everybody’s safety"), one.safety),
            ]
            if words
        ],
    }


def _questions(one: SharingDecision) -> str:
    """What was answered: all yes where it is shared; where it is not, which were answered no."""
    if not one.answers:
        return ""
    no = [str(QUESTIONS[code].ask) for code, yes in one.answers.items() if not yes and code in QUESTIONS]
    return _("No to: %(questions)s") % {"questions": " ".join(no)} if no else _("All answered yes")


def _consent(one: SharingDecision) -> str:
    said = str(one.get_consent_display())
    return f"{said}. {one.consent_why}" if one.consent_why else said


def decisions(child: Child) -> dict[str, Any]:
    """Every decision about sharing, newest first."""
    return {"rows": [decision_row(one) for one in queries.decisions_of(child)]}


def decision_about(copy: Copy) -> dict[str, str]:
    """What a decision about a copy begins with."""
    return {
        "recipient": _who(copy)[:200],
        "what": f"{papers.paper(copy.circulation.paper).title}: {copy.get_kind_display()}",
    }
