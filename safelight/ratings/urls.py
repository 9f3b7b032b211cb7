from django.urls import path

from safelight.ratings import views

app_name = "ratings"

ONE = "children/<uuid:child_id>/assessments/<uuid:assessment_id>"

urlpatterns = [
    path(f"{ONE}/own-view/", views.own_view, name="own_view"),
    path(f"{ONE}/suggestion/", views.suggestion, name="suggestion"),
    path(f"{ONE}/suggestion/keep/", views.keep, name="keep"),
    path(f"{ONE}/decision/", views.decision, name="decision"),
    path(f"{ONE}/decision/reminder/", views.reminder, name="reminder"),
    path(f"{ONE}/decision/answer/", views.answer, name="answer"),
    path(f"{ONE}/decision/seen/", views.seen, name="seen"),
    path("children/<uuid:child_id>/levels/", views.over_time, name="levels"),
]
