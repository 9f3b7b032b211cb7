from django.urls import path

from safelight.children.views import concerns, contact, disclosures, duplicates, lists, people, records, workers

app_name = "children"

CHILD = "children/<uuid:child_id>"

urlpatterns = [
    path("search/", lists.search, name="search"),
    path("children/", lists.children, name="list"),
    path("children/new/", records.new, name="new"),
    path(f"{CHILD}/details/", records.details, name="details"),
    path(f"{CHILD}/details/edit/", records.edit, name="edit"),
    path(f"{CHILD}/details/history/", records.history, name="history"),
    path(f"{CHILD}/twins/", records.twins, name="twins"),
    path(f"{CHILD}/transition/", records.transition, name="transition"),
    path(f"{CHILD}/transition/check/", records.transition_check, name="transition_check"),
    path(f"{CHILD}/chronology/", records.chronology, name="chronology"),
    path(f"{CHILD}/workers/", workers.workers, name="workers"),
    path(f"{CHILD}/workers/lead/", workers.lead, name="lead_worker"),
    path(f"{CHILD}/workers/<uuid:involvement_id>/end/", workers.end, name="worker_end"),
    path(f"{CHILD}/people/", people.people, name="people"),
    path(f"{CHILD}/people/new/", people.new, name="person_new"),
    path(f"{CHILD}/people/<uuid:person_id>/", people.person, name="person"),
    path(f"{CHILD}/people/<uuid:person_id>/safe/", people.safe, name="person_safe"),
    path(f"{CHILD}/people/<uuid:person_id>/end/", people.end, name="person_end"),
    path(f"{CHILD}/people/<uuid:person_id>/hours/", people.hours, name="person_hours"),
    path(f"{CHILD}/people/<uuid:person_id>/hours/<uuid:hours_id>/remove/", people.hours_remove, name="hours_remove"),
    path(f"{CHILD}/strengths/", people.strengths, name="strengths"),
    path(f"{CHILD}/strengths/<str:kind>/", people.strength_new, name="strength_new"),
    path(f"{CHILD}/strengths/<uuid:strength_id>/end/", people.strength_end, name="strength_end"),
    path(f"{CHILD}/contact/", contact.contact, name="contact"),
    path(f"{CHILD}/voice/", contact.voice, name="voice"),
    path(f"{CHILD}/promises/new/", contact.promise_new, name="promise_new"),
    path(f"{CHILD}/promises/<uuid:promise_id>/", contact.promise, name="promise"),
    path(f"{CHILD}/concerns/", concerns.about_child, name="child_concerns"),
    path(f"{CHILD}/disclosures/new/", disclosures.new, name="disclosure_new"),
    path(f"{CHILD}/disclosures/<uuid:disclosure_id>/", disclosures.disclosure, name="disclosure"),
    path(f"{CHILD}/disclosures/<uuid:disclosure_id>/told/<str:agency>/", disclosures.told, name="disclosure_told"),
    path("concerns/", concerns.concerns, name="concerns"),
    path("concerns/new/", concerns.new, name="concern_new"),
    path("concerns/<uuid:concern_id>/", concerns.concern, name="concern"),
    path("concerns/<uuid:concern_id>/edit/", concerns.edit, name="concern_edit"),
    path("concerns/<uuid:concern_id>/link/", concerns.link, name="concern_link"),
    path("concerns/<uuid:concern_id>/close/", concerns.close, name="concern_close"),
    path("concerns/<uuid:concern_id>/send/", concerns.send, name="concern_send"),
    path("concerns/<uuid:concern_id>/told/<str:agency>/", concerns.told, name="concern_told"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<uuid:pair_id>/", duplicates.settle, name="duplicate"),
]
