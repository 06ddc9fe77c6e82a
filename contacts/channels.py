"""The channels of this room. An operator may rename them and add others; these are made where they are missing."""

from __future__ import annotations

from casework.models import Channel
from deputies.remembered import remembered

_NAMES = {
    "visit": ("走访", "Visit"),
    "reception": ("接待来访", "Reception day"),
    "letter": ("来信", "Letter"),
    "phone": ("电话", "Telephone"),
    "symposium": ("座谈会", "Symposium"),
    "form": ("征求意见表", "Comment form"),
    "survey": ("问卷调查", "Questionnaire"),
    "email": ("电子邮件", "E-mail"),
}


def channel(code: str) -> Channel:
    name, name_en = _NAMES[code]
    names = {"name": name, "name_en": name_en, "at_desk": True}
    return remembered(
        f"contacts.channel.{code}", 300, lambda: Channel.objects.get_or_create(code=code, defaults=names)[0]
    )
