from django.urls import path

from safelight.governance.views import corrections, redacting, requests, retention

app_name = "governance"

ONE = "requests/<uuid:request_id>"
CORRECTIONS = "children/<uuid:child_id>/corrections"

urlpatterns = [
    path("requests/", requests.requests, name="requests"),
    path("children/<uuid:child_id>/information-request/", requests.open_, name="open"),
    path(f"{ONE}/", requests.request_, name="request"),
    path(f"{ONE}/do/<slug:what>/", requests.act, name="act"),
    path(f"{ONE}/step/<slug:what>/", requests.step, name="step"),
    path(f"{ONE}/review/", requests.review, name="review"),
    path(f"{ONE}/answer.pdf", requests.answer_file, name="answer"),
    path(f"{ONE}/log.pdf", requests.log_file, name="log"),
    path(f"{ONE}/words/", redacting.words, name="words"),
    path(f"{ONE}/entries/", redacting.entries, name="entries"),
    path(f"{ONE}/entries/<uuid:entry_id>/", redacting.entry, name="entry"),
    path("retention/", retention.retention, name="retention"),
    path("retention/schedule/", retention.schedule, name="schedule"),
    path("retention/holds/new/", retention.hold, name="hold"),
    path("retention/holds/<uuid:hold_id>/lift/", retention.lift, name="lift"),
    path("retention/second/<uuid:proposal_id>/", retention.proposal, name="proposal"),
    path("retention/<slug:kind>/<uuid:record_id>/", retention.decide, name="decide"),
    path(f"{CORRECTIONS}/", corrections.corrections, name="corrections"),
    path(f"{CORRECTIONS}/<uuid:correction_id>/", corrections.answer, name="answer_correction"),
]
