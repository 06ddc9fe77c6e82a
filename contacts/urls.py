"""Addresses of this room: citizens' pages first, then those of the desk and of deputies."""

from django.urls import path

from contacts.views import desk, public, register

urlpatterns = [
    path("reception/", public.reception, name="reception"),
    path("reception/place/", public.place_find, name="place_find"),
    path("reception/place/<str:number>/", public.place_taken, name="place_taken"),
    path("reception/<int:pk>/", public.reception_day, name="reception_day"),
    path("desk/reception/", desk.reception_days, name="reception_days"),
    path("desk/reception/new/", desk.plan_day, name="plan_day"),
    path("desk/reception/rota/", desk.plan_year, name="plan_year"),
    path("desk/reception/sheet/", desk.rota_sheet, name="rota_sheet"),
    path("desk/symposiums/", desk.symposiums, name="symposiums"),
    path("desk/symposiums/new/", desk.plan_symposium, name="plan_symposium"),
    path("desk/occasions/<int:pk>/", desk.occasion, name="occasion"),
    path("desk/occasions/<int:pk>/line/", register.add_line, name="occasion_line"),
    path("desk/occasions/<int:pk>/hear/", register.hear, name="occasion_hear"),
    path("desk/occasions/<int:pk>/sheet/", register.sheet, name="register_sheet"),
    path("desk/occasions/<int:pk>/<slug:action>/", desk.occasion_step, name="occasion_step"),
    path("desk/visitors/<int:pk>/<slug:state>/", register.mark, name="visitor_mark"),
]
