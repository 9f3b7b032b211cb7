from django.urls import path

from safelight.young_person.views import alone, page

app_name = "young_person"

HERE = "children/<uuid:child_id>/my-plan"

urlpatterns = [
    path(f"{HERE}/", page.plan, name="plan"),
    path(f"{HERE}/begin/", page.start, name="start"),
    path(f"{HERE}/save/", page.autosave, name="autosave"),
    path(f"{HERE}/add/<slug:part>/", page.pair, name="pair"),
    path(f"{HERE}/who-helps/", page.helpers, name="helpers"),
    path(f"{HERE}/welsh/", alone.welsh, name="welsh"),
    path(f"{HERE}/signed/", alone.sign, name="sign"),
    path(f"{HERE}/worker/", alone.worker, name="worker"),
    path(f"{HERE}/helpers/<uuid:helper_id>/look/", alone.look, name="look"),
]
