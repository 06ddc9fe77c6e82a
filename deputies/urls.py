from django.urls import path

from deputies import views

urlpatterns = [
    path("find/", views.find, name="find"),
    path("find/<slug:code>/", views.find_place, name="find_place"),
    path("stations/<int:pk>/", views.station, name="station"),
    path("deputies/<int:pk>/", views.deputy, name="deputy_page"),
]
