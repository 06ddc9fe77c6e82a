"""Why a document cannot be taken, and the few sentences in which that is said."""

from __future__ import annotations

from django.utils.translation import gettext as _


class Unclean(ValueError):
    """The document cannot be cleaned; the text is the end of a sentence that begins with the file's name."""

    @classmethod
    def damaged(cls) -> Unclean:
        return cls(_("the document is damaged and cannot be opened."))

    @classmethod
    def too_large(cls) -> Unclean:
        return cls(_("the document unpacks to too large a size."))

    @classmethod
    def locked(cls) -> Unclean:
        return cls(_("the document has a password. Save it without one, or take photos of its pages."))
