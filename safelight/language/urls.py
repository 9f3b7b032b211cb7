"""The room's one address, asked by pages as somebody types."""

from django.urls import path

from safelight.language import views

app_name = "language"
urlpatterns = [path("language/check/", views.check, name="check")]
