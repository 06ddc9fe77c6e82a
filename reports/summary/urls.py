from django.urls import path

from reports.summary.views import figures, frozen, organs, public, report

urlpatterns = [
    path("annual/", public.annual_reports, name="annual_reports"),
    path("annual/<int:pk>/", public.annual_report, name="annual_report"),
    path("annual/<int:pk>.<slug:kind>", public.annual_report_file, name="annual_report_file"),
    path("summary/", figures.summaries, name="summaries"),
    path("summary/now/", figures.summary_now, name="summary_now"),
    path("summary/days/", figures.summary_days, name="summary_days"),
    path("summary/organ/", organs.organ_year, name="organ_year"),
    path("summary/agenda/", report.agenda, name="agenda"),
    path("summary/agenda/new/", report.agenda_new, name="agenda_new"),
    path("summary/agenda/<int:pk>/", report.agenda_follow, name="agenda_follow"),
    path("summary/freezing/<int:pk>/", frozen.summary_freezing, name="summary_freezing"),
    path("summary/frozen/<int:pk>/verify/", frozen.summary_verify, name="summary_verify"),
    path("summary/frozen/<int:pk>/report/", report.summary_report_begin, name="summary_report_begin"),
    path("summary/report/<int:pk>/", report.summary_report, name="summary_report"),
    path("summary/report/<int:pk>.<slug:kind>", report.summary_report_file, name="summary_report_file"),
    path("summary/report/<int:pk>/save/", report.summary_report_save, name="summary_report_save"),
    path("summary/report/<int:pk>/text/<int:text>/", report.summary_report_text, name="summary_report_text"),
    path("summary/report/<int:pk>/<slug:action>/", report.summary_report_step, name="summary_report_step"),
    path("summary/<slug:code>/<slug:key>/", figures.summary, name="summary"),
    path("summary/<slug:code>/<slug:key>/freeze/", frozen.summary_freeze, name="summary_freeze"),
    path("summary/<slug:code>/<slug:key>/organs/", organs.summary_organs, name="summary_organs"),
    path("summary/<slug:code>/<slug:key>/organs/<int:organ>/", organs.summary_organ, name="summary_organ"),
    path(
        "summary/<slug:code>/<slug:key>/organs/<int:organ>.xlsx",
        organs.summary_organ_file,
        name="summary_organ_file",
    ),
    path("summary/<slug:code>/<slug:key>/list/<str:figure>/", figures.summary_list, name="summary_list"),
    path("summary/<slug:code>/<slug:key>.<slug:kind>", figures.summary_file, name="summary_file"),
]
