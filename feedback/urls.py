"""Addresses of citizens' pages; those of the desks stand in ``urls_desk``."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from feedback.views import (
    public,
    public_complain,
    public_people,
    public_published,
    public_receipt,
    public_write,
)

_ACTIONS = {
    "remark": "add_remark",
    "more": "supply_more",
    "withdraw": "withdraw",
    "rate": "rate",
    "rework": "ask_rework",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.home, name="home"),
    path("write/", public_write.write, name="write"),
    path("write/station/<int:pk>/", public_write.write_to_station, name="write_to_station"),
    path("write/deputy/<int:pk>/", public_write.write_to_deputy, name="write_to_deputy"),
    path("write/similar/", public_write.similar, name="similar"),
    path("write/draft/", public_write.keep_draft, name="keep_draft"),
    path("write/draft/delete/", public_write.delete_draft, name="delete_draft"),
    path("write/complaint/", public_complain.complain, name="complain"),
    path("write/complaint/deputy/<int:pk>/", public_complain.complain, name="complain_of_deputy"),
    path("write/complaint/draft/", public_complain.keep_draft, name="keep_complaint_draft"),
    path("write/complaint/draft/delete/", public_complain.delete_draft, name="delete_complaint_draft"),
    path("write/challenge/", public_write.challenge, name="challenge"),
    path("sent/<str:number>/", public_receipt.sent, name="sent"),
    path("track/", public_receipt.track, name="track"),
    path("receipt/<str:number>/", public_receipt.receipt, name="receipt"),
    path("receipt/<str:number>/qr.svg", public_receipt.receipt_qr, name="receipt_qr"),
    path("receipt/<str:number>/files/<int:pk>/", public_receipt.receipt_file, name="receipt_file"),
    *(
        path(f"receipt/<str:number>/{word}/", public_receipt.act, {"action": action}, name=f"receipt_{word}")
        for word, action in _ACTIONS.items()
    ),
    path("deputies/<int:pk>/", public_people.deputy, name="deputy_page"),
    path("stations/<int:pk>/", public_people.station, name="station"),
    path("d/<slug:code>/", public_people.short_deputy, name="short_deputy"),
    path("s/<slug:code>/", public_people.short_station, name="short_station"),
    *(
        path(f"{letter}/<slug:code>/{end}", view, {"name": name}, name=f"{name}_{what}")
        for letter, name in (("d", "short_deputy"), ("s", "short_station"))
        for end, view, what in (("qr.svg", public_people.qr, "qr"), ("sheet/", public_people.sheet, "sheet"))
    ),
    path("published/", public_published.published, name="published"),
    path("published/<int:pk>/", public_published.published_case, name="published_case"),
    path("privacy/", public.privacy, name="privacy"),
    path("accessibility/", public.accessibility, name="accessibility"),
    *([path("", include("feedback.urls_desk"))] if find_spec("feedback.urls_desk") else []),
]
