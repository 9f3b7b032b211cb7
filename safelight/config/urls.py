"""Every address. Who may open which is listed in ``tests/integration/url_access.py``; an unlisted one fails."""

from django.urls import include, path

urlpatterns = [
    path("", include("safelight.access.urls")),
    path("", include("safelight.children.urls")),
    path("", include("safelight.assessments.urls")),
    path("", include("safelight.ratings.urls")),
    path("", include("safelight.plans.urls")),
    path("", include("safelight.outputs.urls")),
    path("", include("safelight.overview.urls")),
]

handler404 = "safelight.access.views.not_found"
handler500 = "safelight.access.views.went_wrong"
