from django.urls import path

from safelight.directory.views import reading, services

app_name = "directory"

urlpatterns = [
    path("services/", services.services, name="services"),
    path("services/new/", services.new, name="new"),
    path("services/<slug:code>/", services.service, name="service"),
    path("practice/", reading.guides, name="guides"),
    path("practice/<slug:code>/", reading.guide, name="guide"),
    path("resources/", reading.resources, name="resources"),
    path("children/<uuid:child_id>/services/", services.for_child, name="for_child"),
]
