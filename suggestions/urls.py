"""Addresses of this room: the deputy's, the office's, then everybody's. What a case does stands in casework."""

from django.urls import path

from suggestions.views import desk, draft, mine, motions, paper, public

urlpatterns = [
    path("deputy/suggestions/", mine.my_suggestions, name="my_suggestions"),
    path("deputy/suggestions/new/", mine.draft_new, name="draft_new"),
    path("deputy/suggestions/<int:pk>/", draft.draft, name="draft"),
    path("deputy/suggestions/<int:pk>/save/", draft.draft_save, name="draft_save"),
    path("deputy/suggestions/<int:pk>/sign/", draft.draft_sign, name="draft_sign"),
    path("deputy/suggestions/<int:pk>/<slug:action>/", draft.draft_step, name="draft_step"),
    path("letters/<int:pk>.<slug:kind>", paper.letter, name="letter"),
    path("suggestions/<str:number>.<slug:kind>", paper.sheet, name="suggestion_sheet"),
    path("desk/suggestions/", desk.suggestion_board, name="suggestion_board"),
    path("desk/motions/", motions.motion_board, name="motion_board"),
    path("desk/motions/committee/", motions.committee_motions, name="committee_motions"),
    path("desk/motions/new/", motions.motion_new, name="motion_new"),
    path("desk/motions/times/", motions.motion_times, name="motion_times"),
    path("deputy/motions/<str:number>/complete/", motions.motion_complete, name="motion_complete"),
    path("suggestions/", public.public_suggestions, name="public_suggestions"),
    path("suggestions/<str:number>/", public.public_suggestion, name="public_suggestion"),
    path("motions/", public.public_motions, name="public_motions"),
    path("motions/<str:number>/", public.public_motion, name="public_motion"),
]
