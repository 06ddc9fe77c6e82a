"""Addresses of the public column: everybody's pages and files first, then those of the desk."""

from django.urls import path, register_converter

from reports.column.views import data, desk, digests, feeds, laws, media, public


class OneOf:
    """A part of an address that is one of some words."""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class DataSuffix(OneOf):
    regex = "csv|json"


class PaperSuffix(OneOf):
    regex = "docx|pdf"


register_converter(DataSuffix, "data_suffix")
register_converter(PaperSuffix, "paper_suffix")

urlpatterns = [
    path("column/", public.column, name="column"),
    path("column/<int:pk>/", public.column_article, name="column_article"),
    path("column/pictures/<int:pk>/", public.column_picture, name="column_picture"),
    path("laws/", laws.laws, name="laws"),
    path("laws/<int:pk>/", laws.law, name="law"),
    path("data/", data.open_data_page, name="open_data"),
    path("data/<slug:code>/datapackage.json", data.open_data_package, name="open_data_package"),
    path("data/<slug:code>/<int:year>.<data_suffix:suffix>", data.open_data_file, name="open_data_file"),
    path("feed.atom", feeds.feed, name="feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("desk/column/", desk.column_desk, name="column_desk"),
    path("desk/column/new/", desk.column_new, name="column_new"),
    path("desk/column/views/", desk.column_views, name="column_views"),
    path("desk/column/<int:pk>/", desk.column_piece, name="column_piece"),
    path("desk/column/<int:pk>/edit/", desk.column_edit, name="column_edit"),
    path("desk/column/<int:pk>/pictures/", desk.column_add_picture, name="column_add_picture"),
    path("desk/column/<int:pk>/<slug:action>/", desk.column_step, name="column_step"),
    path("desk/open-data/", data.open_data_desk, name="open_data_desk"),
    path("desk/digests/", digests.digest_register, name="digests"),
    path("desk/digests/new/", digests.digest_new, name="digest_new"),
    path("desk/digests/<int:pk>/", digests.digest, name="digest"),
    path("desk/digests/<int:pk>.<paper_suffix:suffix>", digests.digest_paper, name="digest_paper"),
    path("desk/digests/<int:pk>/matters/new/", digests.digest_entry_new, name="digest_entry_new"),
    path("desk/digests/<int:pk>/matters/<int:entry>/", digests.digest_entry_edit, name="digest_entry_edit"),
    path(
        "desk/digests/<int:pk>/matters/<int:entry>/drop/",
        digests.digest_entry_drop,
        name="digest_entry_drop",
    ),
    path("desk/digests/<int:pk>/matters/<int:entry>/adopt/", digests.digest_adopt, name="digest_adopt"),
    path("desk/digests/<int:pk>/adoptions/<int:adoption>/", digests.adoption_follow, name="adoption_follow"),
    path("desk/digests/<int:pk>/copies/<int:receipt>/", digests.digest_receive, name="digest_receive"),
    path("desk/digests/<int:pk>/<slug:action>/", digests.digest_step, name="digest_step"),
    path("desk/media/", media.media_log, name="media_log"),
    path("desk/media/new/", media.media_new, name="media_new"),
    path("desk/media.xlsx", media.media_xlsx, name="media_xlsx"),
    path("desk/media/<int:pk>/", media.media_edit, name="media_edit"),
    path("desk/media/<int:pk>/file/", media.media_file, name="media_file"),
]
