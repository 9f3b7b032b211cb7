from django.urls import path

from safelight.plans.views import agreeing, drafting, progress, rows

app_name = "plans"

urlpatterns = [
    path("", drafting.child, name="child"),
    path("draft/", drafting.draft, name="draft"),
    path("change/", drafting.change, name="change"),
    path("header/", drafting.header, name="header"),
    path("choose/", rows.choose, name="choose"),
    path("add/", rows.add, name="add"),
    path("why-not/", rows.gap, name="gap"),
    path("actions/<uuid:action_id>/", rows.row, name="row"),
    path("actions/<uuid:action_id>/differences/", rows.differences, name="differences"),
    path("actions/<uuid:action_id>/take-out/", rows.take_out, name="take_out"),
    path("actions/<uuid:action_id>/typed-over/", rows.history, name="history"),
    path("actions/<uuid:action_id>/progress/", progress.progress, name="progress"),
    path("send/", agreeing.submit, name="submit"),
    path("take-back/", agreeing.take_back, name="take_back"),
    path("review/", agreeing.review, name="review"),
    path("close/", agreeing.close, name="close"),
    path("<uuid:plan_id>/versions/<uuid:version_id>/", drafting.version, name="version"),
]
