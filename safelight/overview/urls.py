from django.urls import path

from safelight.overview.views import duty, figures, guide, work

app_name = "overview"

urlpatterns = [
    path("", work.my_work, name="my_work"),
    path("coming-up/", work.coming_up, name="coming_up"),
    path("children/<uuid:child_id>/", work.child, name="child"),
    path("children/<uuid:child_id>/duties/<str:key>/", duty.duty, name="duty"),
    path("figures/", figures.team, name="figures"),
    path("figures/partnership/", figures.partnership, name="partnership_figures"),
    path("figures/list/<slug:key>/<slug:row>/<slug:column>/", figures.listed, name="figures_list"),
    path("guide/", guide.guide, name="guide"),
    path("guide/<slug:part>/", guide.part, name="guide_part"),
]
