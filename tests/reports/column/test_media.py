"""The media log: entered by the office, read by office and committee, handed out as a spreadsheet."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from reports.column.models import MediaMention
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def given(county: County, **changes: object) -> dict[str, object]:
    return {
        "key": "6f0f2c5e-5a53-4b0e-9a67-1f6f3b6a2c99",
        "day": timezone.localdate().isoformat(),
        "kind": "report",
        "medium": "青石日报",
        "title": "=代表进社区",
        "deputies": [county.deputy.pk],
        "link": "https://news.example/1",
        **changes,
    }


def test_a_line_is_entered_once_changed_and_handed_out(county: County) -> None:
    client = signed_in(county.officer)
    for _turn in range(2):
        assert client.post(reverse("media_new"), given(county)).status_code == 302
    mention = MediaMention.objects.get()
    client.post(reverse("media_edit", args=[mention.pk]), given(county, result="转发三千次"))
    answer = signed_in(county.committee).get(reverse("media_xlsx"))
    (_heads, row) = load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)  # type: ignore[union-attr]
    assert row[7] == "转发三千次"
    assert row[5] == county.deputy.name
    assert load_workbook(BytesIO(answer.content)).active["D2"].data_type == "s"  # type: ignore[index,union-attr]


def test_an_attachment_is_looked_at_and_only_a_download(county: County) -> None:
    client = signed_in(county.officer)
    page = SimpleUploadedFile("a.html", b"<script>1</script>", "text/html")
    assert client.post(reverse("media_new"), given(county, file=page)).status_code == 400
    assert not MediaMention.objects.exists()


def test_tomorrows_paper_is_refused_and_other_congresses_see_nothing(county: County) -> None:
    client = signed_in(county.officer)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert client.post(reverse("media_new"), given(county, day=tomorrow)).status_code == 400
    client.post(reverse("media_new"), given(county))
    mention = MediaMention.objects.get()
    assert signed_in(County().officer).get(reverse("media_edit", args=[mention.pk])).status_code == 404
    assert signed_in(county.committee).get(reverse("media_edit", args=[mention.pk])).status_code == 403
