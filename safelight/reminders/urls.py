from django.urls import path

from safelight.reminders import views

app_name = "reminders"

urlpatterns = [
    path("reminders/", views.own, name="own"),
    path("reminders/running/", views.running, name="running"),
    path("calendar/<str:token>.ics", views.calendar, name="calendar"),
    path("health/", views.health, name="health"),
]
