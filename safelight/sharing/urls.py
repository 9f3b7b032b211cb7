from django.urls import path

from safelight.sharing import views

app_name = "sharing"

urlpatterns = [
    path("children/<uuid:child_id>/referrals/", views.of_child, name="child"),
    path("children/<uuid:child_id>/referrals/new/", views.new, name="new"),
    path("referrals/", views.inbox, name="inbox"),
    path("referrals/<uuid:referral_id>/", views.referral, name="referral"),
    path("referrals/<uuid:referral_id>/received/", views.acknowledge, name="acknowledge"),
    path("referrals/<uuid:referral_id>/accept/", views.accept, name="accept"),
    path("referrals/<uuid:referral_id>/reject/", views.reject, name="reject"),
    path("referrals/<uuid:referral_id>/withdraw/", views.withdraw, name="withdraw"),
    path("referrals/<uuid:referral_id>/done/", views.done, name="done"),
    path("referrals/<uuid:referral_id>/read/", views.read, name="read"),
]
