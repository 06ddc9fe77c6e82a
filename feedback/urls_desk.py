"""The office's addresses that need to know an opinion; the room's own ``urls`` takes them in."""

from django.urls import path

from feedback.views import desk, issues

urlpatterns = [
    path("desk/new/", desk.enter, name="enter"),
    path("desk/new/<str:number>/", desk.entered, name="entered"),
    path("desk/cases/<str:number>/identity/", desk.case_identity, name="case_identity"),
    path("desk/cases/<str:number>/similar/", desk.case_similar, name="case_similar"),
    path("desk/issues/", issues.hot_issues, name="hot_issues"),
    path("desk/issues/<int:pk>/", issues.hot_issue, name="hot_issue"),
    path("desk/issues/<int:pk>/undo/<int:decision>/", issues.hot_issue_undo, name="hot_issue_undo"),
    path("desk/issues/<int:pk>/<slug:action>/", issues.hot_issue_step, name="hot_issue_step"),
]
