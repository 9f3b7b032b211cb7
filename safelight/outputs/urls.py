from django.urls import path

from safelight.outputs import plan_views, template_views, views

app_name = "outputs"

CHILD = "children/<uuid:child_id>"
FORM = "<slug:form>.<slug:extension>"
OWN = f"{CHILD}/my-plan/print"
PLAN = f"{CHILD}/plans/<uuid:plan_id>"

urlpatterns = [
    path(f"{CHILD}/documents/", views.documents, name="documents"),
    path(f"{CHILD}/assessments/<uuid:assessment_id>/print/{FORM}", views.assessment, name="assessment"),
    path(f"{CHILD}/plan/print.<slug:extension>", views.plan, name="plan"),
    path(f"{PLAN}/print.<slug:extension>", views.plan, name="closed_plan"),
    path(f"{PLAN}/versions/<uuid:version_id>/print.<slug:extension>", views.plan, name="plan_version"),
    path(f"{OWN}/<slug:form>/<slug:language>.<slug:extension>", views.young_person, name="young_person"),
    path(f"{CHILD}/meetings/<uuid:meeting_id>/minutes/<slug:copy>.<slug:extension>", views.minutes, name="minutes"),
    path(f"{CHILD}/plan/take/", plan_views.take, name="take"),
    path(f"{CHILD}/plan/take/rows.docx", plan_views.taken, name="taken"),
    path(f"{CHILD}/plan/reports/<uuid:report_id>/report.pdf", plan_views.progress_report, name="progress_report"),
    path("word-templates/", template_views.templates, name="word_templates"),
    path("word-templates/<uuid:template_id>.docx", template_views.template, name="word_template"),
    path("word-templates/plain/<slug:form>.docx", template_views.plain, name="word_template_plain"),
    path("blank-forms/", views.blank_forms, name="blank_forms"),
    path(f"blank-forms/{FORM}", views.blank, name="blank"),
]
