from django.urls import path

from casework import api

urlpatterns = [
    path("cases/", api.CaseList.as_view(), name="api-cases"),
    path("cases/<str:number>/", api.CaseDetail.as_view(), name="api-case"),
    path("cases/<str:number>/steps/<slug:action>/", api.CaseStep.as_view(), name="api-case-step"),
]
