from django.urls import path

from safelight.missing.views import after, record

app_name = "missing"

HERE = "children/<uuid:child_id>/missing"
EPISODE = f"{HERE}/<uuid:episode_id>"

urlpatterns = [
    path(f"{HERE}/", record.child, name="child"),
    path(f"{HERE}/past/", record.past, name="past"),
    path(f"{EPISODE}/", record.episode, name="episode"),
    path(f"{EPISODE}/return/", record.returned, name="return"),
    path(f"{EPISODE}/correct/", record.correct, name="correct"),
    path(f"{EPISODE}/error/", record.error, name="error"),
    path(f"{EPISODE}/join/", record.join, name="join"),
    path(f"{EPISODE}/close/", record.close, name="close"),
    path(f"{EPISODE}/interviews/<uuid:interview_id>/", after.interview, name="interview"),
    path(f"{EPISODE}/recommendations/<uuid:recommendation_id>/", after.recommendation, name="recommendation"),
    path(f"{EPISODE}/away/<slug:what>/", record.away, name="away"),
]
