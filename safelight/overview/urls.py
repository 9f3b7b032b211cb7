from django.urls import path

from safelight.overview.views import duty, guide, work

app_name = "overview"

urlpatterns = [
    path("", work.my_work, name="my_work"),
    path("coming-up/", work.coming_up, name="coming_up"),
    path("children/<uuid:child_id>/", work.child, name="child"),
    path("children/<uuid:child_id>/duties/<str:key>/", duty.duty, name="duty"),
    path("guide/", guide.guide, name="guide"),
    path("guide/<slug:part>/", guide.part, name="guide_part"),
]
