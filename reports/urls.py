from django.urls import path

from reports import views, views_coverage, views_dossier, views_routing
from reports.summary.urls import urlpatterns as summary

urlpatterns = [
    *summary,
    path("reports/", views.this_year, name="this_year"),
    path("reports/coverage/", views_coverage.coverage, name="coverage"),
    path("reports/coverage/contacts/", views_coverage.coverage_contacts, name="coverage_contacts"),
    path("reports/coverage.xlsx", views_coverage.coverage_xlsx, name="coverage_xlsx"),
    path("reports/dossiers/", views_dossier.dossiers, name="dossiers"),
    path("reports/dossier/<int:pk>/", views_dossier.show, name="dossier"),
    path("reports/dossier/<int:pk>.xlsx", views_dossier.as_spreadsheet, name="dossier_xlsx"),
    path("reports/dossier/<int:pk>.docx", views_dossier.as_document, name="dossier_docx"),
    path("reports/routing/", views_routing.routing_figures, name="routing_figures"),
    path("reports/<int:year>/", views.year, name="year"),
    path("reports/<int:year>/cases/<slug:figure>/", views.cases, name="year_cases"),
    path("reports/watched/<slug:name>/", views.watched_cases, name="watched"),
    path("reports/<int:year>.xlsx", views.year_file, {"kind": "xlsx"}, name="year_xlsx"),
    path("reports/<int:year>.docx", views.year_file, {"kind": "docx"}, name="year_docx"),
]
