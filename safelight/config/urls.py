"""Every address. Who may open which is listed in ``tests/integration/url_access.py``; an unlisted one fails."""

from django.urls import include, path

from safelight.access import single_sign_on

urlpatterns = [
    # allauth asks for this address by this name; no other of its addresses exists here.
    path("single-sign-on/<str:provider_id>/back/", single_sign_on.callback, name="openid_connect_callback"),
    path("", include("safelight.access.urls")),
    path("", include("safelight.front_door.urls")),
    path("", include("safelight.language.urls")),
    path("", include("safelight.children.urls")),
    path("", include("safelight.sharing.urls")),
    path("", include("safelight.delivery.urls")),
    path("", include("safelight.files.urls")),
    path("", include("safelight.directory.urls")),
    path("", include("safelight.assessments.urls")),
    path("", include("safelight.ratings.urls")),
    path("", include("safelight.plans.urls")),
    path("", include("safelight.support.urls")),
    path("", include("safelight.missing.urls")),
    path("", include("safelight.meetings.urls")),
    path("", include("safelight.young_person.urls")),
    path("", include("safelight.outputs.urls")),
    path("", include("safelight.governance.urls")),
    path("", include("safelight.oversight.urls")),
    path("", include("safelight.overview.urls")),
    path("", include("safelight.reminders.urls")),
]

handler400 = "safelight.access.refusals.bad_request"
handler404 = "safelight.access.views.not_found"
handler500 = "safelight.access.views.went_wrong"
