from django.urls import path

from safelight.support.views import safety, work

app_name = "support"

HERE = "children/<uuid:child_id>/support"

urlpatterns = [
    path(f"{HERE}/", safety.child, name="child"),
    path(f"{HERE}/alerts/new/", safety.alert_new, name="alert_new"),
    path(f"{HERE}/alerts/<uuid:alert_id>/", safety.alert, name="alert"),
    path(f"{HERE}/notices/<uuid:notice_id>/", safety.look, name="look"),
    path(f"{HERE}/watching/new/", safety.monitoring_new, name="monitoring_new"),
    path(f"{HERE}/watching/<uuid:monitoring_id>/", safety.monitoring, name="monitoring"),
    path(f"{HERE}/restraint/new/", safety.restraint_new, name="restraint_new"),
    path(f"{HERE}/placement/", safety.placement, name="placement"),
    path(f"{HERE}/moves/new/", safety.move_new, name="move_new"),
    path(f"{HERE}/calm/", safety.calm, name="calm"),
    path(f"{HERE}/direct-work/new/", work.work_new, name="work_new"),
    path(f"{HERE}/direct-work/<uuid:work_id>/", work.work, name="work"),
    path(f"{HERE}/sessions/<uuid:session_id>/", work.session, name="session"),
]
