"""The office's addresses that need to know an opinion; the room's own ``urls`` takes them in."""

from django.urls import path

from feedback.views import desk

urlpatterns = [
    path("desk/new/", desk.enter, name="enter"),
    path("desk/new/<str:number>/", desk.entered, name="entered"),
    path("desk/cases/<str:number>/identity/", desk.case_identity, name="case_identity"),
    path("desk/cases/<str:number>/similar/", desk.case_similar, name="case_similar"),
]
