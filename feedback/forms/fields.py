"""Fields of citizens' forms: text is cleaned, never cut; good files outlive a bad field."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.errors import Incomplete
from casework.file_fields import FilesField, FilesInput
from casework.files import Prepared, prepare
from feedback import kept_files
from feedback.limits import Limits
from feedback.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile


class WordsField(forms.CharField):
    """Text of several lines: control characters go, everything else stays; lengths are of what is left."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean(str(value)) if value else ""


class LineField(forms.CharField):
    """Text of one line."""

    def to_python(self, value: Any) -> str:
        return clean_line(str(value)) if value else ""


class PhoneField(LineField):
    default_validators = [
        RegexValidator(
            r"^\+?[0-9][0-9 ()-]{4,24}$",
            gettext_lazy("Write the telephone number in digits, such as 139 0000 0000."),
        )
    ]

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFKC", super().to_python(value))


class RowField(forms.ChoiceField):
    """One row out of a list. The list is made only when it is shown; the form looks the row up itself."""

    def valid_value(self, value: Any) -> bool:
        return True


def files_field() -> FilesField:
    accept = ".jpg,.jpeg,.png,.webp,.gif,.pdf,.docx,.xlsx,image/*"
    return FilesField(
        label=gettext_lazy("Photos or documents"),
        required=False,
        widget=FilesInput(attrs={"data-previews": "", "accept": accept}),
    )


class TakesFiles(forms.Form):
    """A form with ``files``: checked ones are in ``prepared``; those of an earlier try are in ``kept``."""

    limits = Limits()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fresh: list[Prepared] = []

    def keep_within(self, limits: Limits) -> None:
        """Take no more than the rules of the place allow, and say how much that is."""
        self.limits = limits
        if "files" in self.fields:
            self.fields["files"].help_text = limits.words()

    @cached_property
    def kept(self) -> list[kept_files.Kept]:
        return kept_files.read(self.data.getlist("kept")) if hasattr(self.data, "getlist") else []

    def clean_files(self) -> list[UploadedFile]:
        files: Sequence[UploadedFile] = self.cleaned_data["files"]
        if len(files) + len(self.kept) > self.limits.files:
            raise forms.ValidationError(
                _("%(count)s files were chosen; at most %(most)s can be sent.")
                % {"count": len(files) + len(self.kept), "most": self.limits.files}
            )
        errors = [error for file in files if (error := self._take(file))]
        if errors:
            raise forms.ValidationError(errors)
        return list(files)

    def _take(self, file: UploadedFile) -> str:
        try:
            self.fresh.extend(prepare([file], most_bytes=self.limits.size))
        except Incomplete as refused:
            return str(refused)
        return ""

    def rescue_files(self) -> bool:
        """The form is not taken now: its good files stay with us. Says whether some must be chosen again."""
        sent = self.files.getlist("files") if hasattr(self.files, "getlist") else []
        room = max(self.limits.files - len(self.kept), 0)
        failed = [file for file in sent[:room] if self._take(file)]
        self.keep_files()
        return bool(failed) or len(sent) > room

    @property
    def prepared(self) -> tuple[Prepared, ...]:
        return (*(kept_files.prepared(one) for one in self.kept), *self.fresh)

    def keep_files(self) -> None:
        """Before the form is shown once more: what was good stays with us."""
        self.kept = [*self.kept, *(kept_files.keep(one) for one in self.fresh)]
        self.fresh = []
