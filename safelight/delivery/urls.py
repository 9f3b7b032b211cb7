from django.urls import path

from safelight.delivery import views

app_name = "delivery"

urlpatterns = [
    path("d/<str:token>/", views.link, name="link"),
    path("outbox/", views.outbox, name="outbox"),
]
