from django.urls import path

from safelight.access import views

app_name = "access"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("confirm/", views.confirm, name="confirm"),
    path("urgent-numbers/", views.urgent, name="urgent"),
    path("alive/", views.alive, name="alive"),
    path("keys/", views.keys, name="keys"),
    path("kept/", views.kept, name="kept"),
    path("kept/<uuid:kept_id>/drop/", views.drop_kept, name="drop_kept"),
]
