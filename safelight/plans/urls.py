from django.urls import path

from safelight.plans.views import (
    agreeing,
    colours,
    disruption,
    drafting,
    following,
    low_risk,
    progress,
    rows,
    targets,
    templates,
)

app_name = "plans"

PLAN = "children/<uuid:child_id>/plan"

urlpatterns = [
    path(f"{PLAN}/", drafting.child, name="child"),
    path(f"{PLAN}/draft/", drafting.draft, name="draft"),
    path(f"{PLAN}/change/", drafting.change, name="change"),
    path(f"{PLAN}/header/", drafting.header, name="header"),
    path("plan-templates/", templates.templates, name="templates"),
    path("plan-templates/hand-in/", templates.hand_in, name="template_new"),
    path("plan-templates/<uuid:template_id>/", templates.template, name="template"),
    path("plan-templates/<uuid:template_id>/use/", templates.use, name="template_use"),
    path("red-amber-green/", colours.review, name="rag"),
    path(f"{PLAN}/disruption/", disruption.disruption, name="disruption"),
    path(f"{PLAN}/compare/", drafting.compare, name="compare"),
    path(f"{PLAN}/targets/", targets.targets, name="targets"),
    path(f"{PLAN}/targets/<uuid:target_id>/", targets.target, name="target"),
    path(f"{PLAN}/agencies/", following.agencies, name="agencies"),
    path(f"{PLAN}/reports/", following.reports, name="reports"),
    path(f"{PLAN}/reports/<uuid:report_id>/", following.report, name="report"),
    path(f"{PLAN}/reports/<uuid:report_id>/sent/", following.report_sent, name="report_sent"),
    path(f"{PLAN}/low-risk/", low_risk.low_risk, name="low_risk"),
    path(f"{PLAN}/choose/", rows.choose, name="choose"),
    path(f"{PLAN}/add/", rows.add, name="add"),
    path(f"{PLAN}/why-not/", rows.gap, name="gap"),
    path(f"{PLAN}/actions/<uuid:action_id>/", rows.row, name="row"),
    path(f"{PLAN}/actions/<uuid:action_id>/differences/", rows.differences, name="differences"),
    path(f"{PLAN}/actions/<uuid:action_id>/take-out/", rows.take_out, name="take_out"),
    path(f"{PLAN}/actions/<uuid:action_id>/typed-over/", rows.history, name="history"),
    path(f"{PLAN}/actions/<uuid:action_id>/progress/", progress.progress, name="progress"),
    path(f"{PLAN}/send/", agreeing.submit, name="submit"),
    path(f"{PLAN}/take-back/", agreeing.take_back, name="take_back"),
    path(f"{PLAN}/review/", agreeing.review, name="review"),
    path(f"{PLAN}/close/", agreeing.close, name="close"),
    path(f"{PLAN}/<uuid:plan_id>/versions/<uuid:version_id>/", drafting.version, name="version"),
]
