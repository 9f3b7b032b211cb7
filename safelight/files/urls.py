"""Addresses of attached files. They hold ids and nothing else."""

from django.urls import path

from safelight.files import views

app_name = "files"

urlpatterns = [
    path("children/<uuid:child_id>/files/", views.files, name="list"),
    path("children/<uuid:child_id>/files/attach/", views.attach, name="attach"),
    path("children/<uuid:child_id>/files/<uuid:file_id>/", views.download, name="download"),
    path("children/<uuid:child_id>/files/<uuid:file_id>/seal/", views.seal, name="seal"),
    path("children/<uuid:child_id>/files/<uuid:file_id>/police/", views.police, name="police"),
]
