from django.urls import path

from safelight.assessments.views import saving, steps, whole

app_name = "assessments"

urlpatterns = [
    path("", whole.list_, name="list"),
    path("start/", whole.start, name="start"),
    path("<uuid:assessment_id>/", whole.assessment, name="assessment"),
    path("<uuid:assessment_id>/details/", steps.details, name="details"),
    path("<uuid:assessment_id>/agencies/", steps.ask_agency, name="ask_agency"),
    path("<uuid:assessment_id>/agencies/<uuid:agency_id>/", steps.answer_agency, name="answer_agency"),
    path(
        "<uuid:assessment_id>/vulnerability-factors/",
        steps.vulnerability_factors,
        name="vulnerability_factors",
    ),
    path("<uuid:assessment_id>/risk-factors/", steps.risk_factors, name="risk_factors"),
    path("<uuid:assessment_id>/risk-factors/add/", steps.add_indicator, name="add_indicator"),
    path("<uuid:assessment_id>/summary/", steps.summary, name="summary"),
    path("<uuid:assessment_id>/analysis/", steps.analysis, name="analysis"),
    path("<uuid:assessment_id>/autosave/", saving.autosave, name="autosave"),
    path("<uuid:assessment_id>/differences/", saving.differences, name="differences"),
    path("<uuid:assessment_id>/put-aside/", whole.put_aside, name="put_aside"),
    path("<uuid:assessment_id>/compare/", whole.compare, name="compare"),
    path("<uuid:assessment_id>/abandon/", whole.abandon, name="abandon"),
    path("<uuid:assessment_id>/withdraw/", whole.withdraw, name="withdraw"),
]
