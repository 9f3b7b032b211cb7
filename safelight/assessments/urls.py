from django.urls import path

from safelight.assessments.views import saving, steps, whole

app_name = "assessments"

CHILD = "children/<uuid:child_id>/assessments"
ONE = f"{CHILD}/<uuid:assessment_id>"

urlpatterns = [
    path(f"{CHILD}/", whole.list_, name="list"),
    path(f"{CHILD}/start/", whole.start, name="start"),
    path(f"{ONE}/", whole.assessment, name="assessment"),
    path(f"{ONE}/details/", steps.details, name="details"),
    path(f"{ONE}/agencies/", steps.ask_agency, name="ask_agency"),
    path(f"{ONE}/agencies/<uuid:agency_id>/", steps.answer_agency, name="answer_agency"),
    path(
        f"{ONE}/vulnerability-factors/",
        steps.vulnerability_factors,
        name="vulnerability_factors",
    ),
    path(f"{ONE}/risk-factors/", steps.risk_factors, name="risk_factors"),
    path(f"{ONE}/risk-factors/add/", steps.add_indicator, name="add_indicator"),
    path(f"{ONE}/summary/", steps.summary, name="summary"),
    path(f"{ONE}/analysis/", steps.analysis, name="analysis"),
    path(f"{ONE}/autosave/", saving.autosave, name="autosave"),
    path(f"{ONE}/differences/", saving.differences, name="differences"),
    path(f"{ONE}/put-aside/", whole.put_aside, name="put_aside"),
    path(f"{ONE}/compare/", whole.compare, name="compare"),
    path(f"{ONE}/abandon/", whole.abandon, name="abandon"),
    path(f"{ONE}/withdraw/", whole.withdraw, name="withdraw"),
]
