"""Addresses of duty reports: everybody's pages first, then those of deputies and of the office."""

from django.urls import path

from reports.duty.views import appraisals, desk, files, mine, photos, public, questions, rounds

urlpatterns = [
    path("deputies/<int:pk>/reports/", public.duty_public_list, name="duty_public_list"),
    path("deputies/<int:pk>/ask/", public.duty_ask, name="duty_ask"),
    path("duty-reports/<int:pk>/", public.duty_public, name="duty_public"),
    path("duty-reports/<int:pk>.pdf", files.duty_public_pdf, name="duty_public_pdf"),
    path("duty-rounds/", rounds.duty_public_rounds, name="duty_public_rounds"),
    path("duty-rounds/<int:pk>/", rounds.duty_public_round, name="duty_public_round"),
    path("duty-reports/photos/<int:pk>/", photos.duty_photo, name="duty_photo"),
    path("questions/", public.duty_follow, name="duty_follow"),
    path("questions/<str:number>/", public.duty_followed, name="duty_followed"),
    path("appraise/<int:pk>/", public.duty_appraise, name="duty_appraise"),
    path("appraise/<int:pk>/done/", public.duty_appraised, name="duty_appraised"),
    path("deputy/reports/", mine.duty_reports, name="duty_reports"),
    path("deputy/reports/<int:pk>/write/", mine.duty_write, name="duty_write"),
    path("deputy/reports/<int:pk>/save/", mine.duty_save, name="duty_save"),
    path("deputy/reports/<int:pk>/record/<int:line>/", mine.duty_line, name="duty_line"),
    path("reports/duty/<int:pk>/record/", mine.duty_record, name="duty_record"),
    path("reports/duty/<int:pk>/versions/", mine.duty_versions, name="duty_versions"),
    path("reports/duty/<int:pk>/versions/<int:number>/", mine.duty_version, name="duty_version"),
    path("desk/duty/", desk.duty_schedule, name="duty_schedule"),
    path("desk/duty/check/", desk.duty_check, name="duty_check"),
    path("desk/duty/lines/<int:pk>/", desk.duty_verdict, name="duty_verdict"),
    path("desk/duty/rounds/", rounds.duty_rounds, name="duty_rounds"),
    path("desk/duty/rounds/new/", rounds.duty_round_new, name="duty_round_new"),
    path("desk/duty/rounds/<int:pk>/change/", rounds.duty_round_change, name="duty_round_change"),
    path("desk/duty/rounds/<int:pk>/deputies/", rounds.duty_round_people, name="duty_round_people"),
    path("desk/duty/rounds/<int:pk>/cancel/", rounds.duty_round_cancel, name="duty_round_cancel"),
    path("desk/duty/<int:pk>/photos/", photos.duty_photos, name="duty_photos"),
    path("desk/duty/photos/<int:pk>/remove/", photos.duty_photo_remove, name="duty_photo_remove"),
    path("reports/rounds/<int:pk>/", rounds.duty_round, name="duty_round"),
    path("desk/duty/<int:pk>/appraisal/", appraisals.duty_appraisal_new, name="duty_appraisal_new"),
    path("reports/duty/<int:pk>/", desk.duty_report, name="duty_report"),
    path("reports/duty/<int:pk>/why/", desk.duty_why, name="duty_why"),
    path("reports/duty/<int:pk>/print/", files.duty_print, name="duty_print"),
    path("reports/duty/<int:pk>/list/", files.duty_scan, name="duty_scan"),
    path("reports/duty/<int:pk>.docx", files.duty_docx, name="duty_docx"),
    path("reports/duty/<int:pk>.pdf", files.duty_pdf, name="duty_pdf"),
    path("reports/duty/<int:pk>/steps/<slug:action>/", desk.duty_step, name="duty_step"),
    path("reports/questions/<int:pk>/", questions.duty_question, name="duty_question"),
    path("reports/questions/<int:pk>/why/", questions.duty_question_why, name="duty_question_why"),
    path(
        "reports/questions/<int:pk>/<slug:action>/", questions.duty_question_step, name="duty_question_step"
    ),
    path("reports/appraisals/<int:pk>/", appraisals.duty_appraisal, name="duty_appraisal"),
    path("reports/appraisals/<int:pk>/codes/", appraisals.duty_codes, name="duty_codes"),
    path("reports/appraisals/<int:pk>/roll/", appraisals.duty_roll, name="duty_roll"),
    path("reports/appraisals/<int:pk>/words/", appraisals.duty_remarks, name="duty_remarks"),
    path(
        "reports/appraisals/<int:pk>/steps/<slug:action>/",
        appraisals.duty_appraisal_step,
        name="duty_appraisal_step",
    ),
]
