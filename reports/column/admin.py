"""What an operator keeps of the column: the legal texts. Articles are read here, and written at the desk alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deputies.backoffice.base import KeptAdmin, ReadOnlyAdmin, ScopedFilter
from reports.column import laws
from reports.column.lawfile import ReadLaw, Unreadable, read
from reports.column.models import Article, Law, OpenData

if TYPE_CHECKING:
    from django.http import HttpRequest

_MOST_BYTES = 2 * 1024 * 1024


class LawFileForm(forms.ModelForm[Law]):
    """A new text is a file; of one that is there some words about it can be changed, its articles only by a file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy(
            "UTF-8: a head (标题, 制定机关, 层级, 施行日期 …), a blank line, and the text with its articles."
        ),
    )

    class Meta:
        model = Law
        fields = ("aliases", "number", "in_force_until", "amends")

    def clean_file(self) -> ReadLaw | None:
        file = self.cleaned_data["file"]
        if file is None:
            if self.instance.pk is None:
                raise forms.ValidationError(_("Choose the file with the text."))
            return None
        if file.size > _MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB."))
        try:
            found = read(file.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is not UTF-8.")) from None
        except Unreadable as why:
            raise forms.ValidationError(str(why)) from None
        known = self.instance
        if known.pk and (known.title, known.in_force_from) != (
            found.columns["title"],
            found.columns["in_force_from"],
        ):
            raise forms.ValidationError(
                _("The file is another text, or another version. Add it as a new one.")
            )
        return found


@admin.register(Law)
class LawAdmin(KeptAdmin):
    """Shared by all congresses."""

    congress_path = None
    form = LawFileForm
    list_display = ("title", "issuer", "level", "in_force_from", "in_force_until")
    list_filter = ("level",)
    search_fields = ("title", "aliases", "number")
    owned = ("column.lawarticle",)
    instead = gettext_lazy("Enter the last day in force instead.")

    def get_fields(self, request: HttpRequest, obj: Law | None = None) -> Any:
        return ("file", "aliases", "number", "in_force_until", "amends") if obj else ("file",)

    def save_model(self, request: HttpRequest, obj: Law, form: Any, change: bool) -> None:
        """A file is loaded as the command does; words alone are saved."""
        found: ReadLaw | None = form.cleaned_data.get("file")
        if found is None:
            super().save_model(request, obj, form, change)
        else:
            done = laws.load(found, by=request.user)  # type: ignore[arg-type]
            stored = Law.objects.get(title=done.title, in_force_from=done.in_force_from)
            obj.__dict__.update({k: v for k, v in stored.__dict__.items() if k != "_state"})
            obj._state.adding = False
            messages.info(request, f"{done.title}: {_(done.what)}, {done.articles}")
        laws.forget()


@admin.register(Article)
class ArticleAdmin(ReadOnlyAdmin):
    congress_path = "congress"
    list_display = ("title", "kind", "status", "published_at", "congress")
    list_filter = (("congress", ScopedFilter), "kind", "status")
    search_fields = ("title",)
    fields = ("title", "kind", "status", "published_at", "summary", "source", "deputy", "organ")


@admin.register(OpenData)
class OpenDataAdmin(ReadOnlyAdmin):
    congress_path = "congress"
    list_display = ("congress", "year", "put_out_at")
    list_filter = (("congress", ScopedFilter),)
    fields = ("congress", "year", "put_out_at", "put_out_by")
