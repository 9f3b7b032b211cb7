from django.urls import path

from safelight.meetings.views import closing, lists, planning, running

app_name = "meetings"

MEETING = "children/<uuid:child_id>/meetings/<uuid:meeting_id>"
GENERAL = "meetings/<uuid:meeting_id>"

urlpatterns = [
    path("meetings/", lists.mine, name="list"),
    path("meetings/new/", lists.new_general, name="new_general"),
    path(f"{GENERAL}/", running.meeting, name="general_meeting"),
    path(f"{GENERAL}/people/", planning.people, name="general_people"),
    path(f"{GENERAL}/change/", planning.change, name="general_change"),
    path(f"{GENERAL}/close/", closing.close, name="general_close"),
    path(f"{GENERAL}/cancel/", closing.cancel, name="general_cancel"),
    path(f"{GENERAL}/meeting.ics", planning.calendar, name="general_calendar"),
    path("children/<uuid:child_id>/meetings/", lists.child, name="child"),
    path("children/<uuid:child_id>/meetings/new/", lists.new, name="new"),
    path(f"{MEETING}/", running.meeting, name="meeting"),
    path(f"{MEETING}/rows/<uuid:action_id>/", running.row, name="row"),
    path(f"{MEETING}/people/", planning.people, name="people"),
    path(f"{MEETING}/change/", planning.change, name="change"),
    path(f"{MEETING}/close/", closing.close, name="close"),
    path(f"{MEETING}/cancel/", closing.cancel, name="cancel"),
    path(f"{MEETING}/meeting.ics", planning.calendar, name="calendar"),
]
