from django.urls import path

from safelight.oversight import views

app_name = "oversight"

urlpatterns = [
    path("children/<uuid:child_id>/viewers/", views.viewers, name="viewers"),
    path("children/<uuid:child_id>/viewers/file/", views.viewers_file, name="viewers_file"),
    path("log/", views.log, name="log"),
    path("log/days/<uuid:person_id>/<str:day>/", views.alert, name="alert"),
]
