from django.urls import path

from safelight.access import factor_views, session_views, single_sign_on, views

app_name = "access"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("second-factor/recovery-code/", views.recovery_code, name="recovery_code"),
    path("second-factor/lost/", views.lost_factor, name="lost_factor"),
    path("single-sign-on/", single_sign_on.begin, name="single_sign_on"),
    path("your-sign-in/", factor_views.factors, name="factors"),
    path("your-sign-in/app/", factor_views.add_app, name="add_app"),
    path("your-sign-in/app/picture/", factor_views.app_picture, name="app_picture"),
    path("your-sign-in/passkey/", factor_views.add_passkey, name="add_passkey"),
    path("your-sign-in/remove/", factor_views.remove_factor, name="remove_factor"),
    path("your-sign-in/recovery-codes/", factor_views.recovery_codes, name="recovery_codes"),
    path("your-sign-in/recovery-codes/download/", factor_views.recovery_download, name="recovery_download"),
    path("your-sign-in/password/", factor_views.password, name="password"),
    path("your-sign-in/sessions/", session_views.own_sessions, name="sessions"),
    path("your-sign-in/sessions/end/", session_views.end_session, name="end_session"),
    path("session/left/", session_views.seconds_left, name="seconds_left"),
    path("session/stay/", session_views.stay, name="stay"),
    path("confirm/", views.confirm, name="confirm"),
    path("urgent-numbers/", views.urgent, name="urgent"),
    path("alive/", views.alive, name="alive"),
    path("keys/", views.keys, name="keys"),
    path("kept/", views.kept, name="kept"),
    path("kept/<uuid:kept_id>/drop/", views.drop_kept, name="drop_kept"),
]
