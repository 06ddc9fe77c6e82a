"""What a case page reads of its case: statements that are written once."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from accounts.statements import Kept
from casework.access import assignments_visible_with, visible_with
from casework.models import Attachment, Event, ExtensionRequest, Reply

#: What else a case has: most have no file, no reply and no request.
_HAS = {
    "is_asked_for_more_time": Exists(
        ExtensionRequest.objects.filter(granted=None, assignment__case=OuterRef("pk"))
    ),
    "has_files": Exists(Attachment.objects.filter(case=OuterRef("pk"), reply=None)),
    "has_replies": Exists(Reply.objects.sent().filter(case=OuterRef("pk"))),
}
case_of = Kept(
    lambda posts, user, number: (
        visible_with(posts, user)
        .filter(number=number)
        .select_related("owner", "opinion", "proposal")
        .annotate(**_HAS)
    )
)
shares_of = Kept(
    lambda posts, case: (
        assignments_visible_with(posts).filter(case=case).select_related("handler").order_by("pk")
    )
)
events_of = Kept(lambda case: Event.objects.filter(case=case).select_related("actor").order_by("pk"))
replies_of = Kept(lambda case: Reply.objects.sent().filter(case=case).select_related("assignment__organ"))
