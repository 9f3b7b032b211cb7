from django.urls import path

from safelight.sharing.views import circulations, decisions, referrals

app_name = "sharing"

COPY = "children/<uuid:child_id>/circulations/copies/<uuid:copy_id>/"

urlpatterns = [
    path("children/<uuid:child_id>/referrals/", referrals.of_child, name="child"),
    path("children/<uuid:child_id>/referrals/new/", referrals.new, name="new"),
    path("referrals/", referrals.inbox, name="inbox"),
    path("referrals/<uuid:referral_id>/", referrals.referral, name="referral"),
    path("referrals/<uuid:referral_id>/received/", referrals.acknowledge, name="acknowledge"),
    path("referrals/<uuid:referral_id>/accept/", referrals.accept, name="accept"),
    path("referrals/<uuid:referral_id>/reject/", referrals.reject, name="reject"),
    path("referrals/<uuid:referral_id>/withdraw/", referrals.withdraw, name="withdraw"),
    path("referrals/<uuid:referral_id>/done/", referrals.done, name="done"),
    path("referrals/<uuid:referral_id>/read/", referrals.read, name="read"),
    path("children/<uuid:child_id>/circulations/", circulations.of_child, name="circulations"),
    path("children/<uuid:child_id>/circulations/new/", circulations.new, name="circulate"),
    path("children/<uuid:child_id>/circulations/<uuid:circulation_id>/", circulations.circulation, name="circulation"),
    path(COPY, circulations.copy, name="copy"),
    path(f"{COPY}send/", circulations.send, name="copy_send"),
    path(
        "children/<uuid:child_id>/circulations/copies/<uuid:copy_id>/print/", circulations.print_copy, name="copy_print"
    ),
    path(
        "children/<uuid:child_id>/circulations/copies/<uuid:copy_id>/have/", circulations.acknowledge, name="copy_have"
    ),
    path(f"{COPY}line/", circulations.line, name="copy_line"),
    path(f"{COPY}ask/", circulations.chase, name="copy_chase"),
    path(
        "children/<uuid:child_id>/circulations/copies/<uuid:copy_id>/recall/", circulations.recall, name="copy_recall"
    ),
    path("children/<uuid:child_id>/circulations/decisions/", decisions.of_child, name="decisions"),
    path("children/<uuid:child_id>/circulations/decisions/new/", decisions.new, name="decide"),
]
