"""The portal's addresses and the yardstick's."""

from django.urls import include, path

from bench import views

urlpatterns = [
    path("bench/insert/", views.insert, name="bench-insert"),
    path("bench/list/", views.rows, name="bench-list"),
    path("bench/row/<str:number>/", views.row, name="bench-row"),
    path("", include("liaison.urls")),
]
