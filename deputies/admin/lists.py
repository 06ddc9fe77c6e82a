"""Loading a list page by page: the file, its columns, a trial that shows everything, the load. No script needed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deputies.backoffice.base import ReadOnlyAdmin, limited
from deputies.backoffice.scope import scope_of
from deputies.loading import lists
from deputies.loading.columns import Columns
from deputies.loading.flow import What
from deputies.loading.headings import folded
from deputies.loading.sheets import MOST_BYTES, UnreadableTable, too_large
from deputies.models import ListLoad, PeoplesCongress
from deputies.models.loading import ListKind

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern

    from deputies.loading.flow import Loader, Report
    from deputies.loading.tables import Table

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_SHOWN = 200


class FileForm(forms.Form):
    """Which list, for which congress, and the file."""

    kind = forms.ChoiceField(label=gettext_lazy("Which list"), choices=ListKind.choices)
    congress = forms.ModelChoiceField(
        label=gettext_lazy("For which congress"), queryset=PeoplesCongress.objects.none(), required=False
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(".xlsx or .csv, at most 20 MB. The names of its columns do not matter."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )

    def __init__(self, *args: Any, page: ListLoadAdmin, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        scope = scope_of(request)
        congresses = limited(page.admin_site, PeoplesCongress.objects.all(), scope)
        field: Any = self.fields["congress"]
        field.queryset = congresses
        if len(congresses) == 1:
            field.initial, field.empty_label = congresses[0].pk, None
        if not scope.keeps_shared:
            kinds: Any = self.fields["kind"]
            kinds.choices = [choice for choice in ListKind.choices if choice[0] != ListKind.DIVISIONS]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(too_large())
        return file

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == ListKind.DIVISIONS:
            data["congress"] = None
        elif data.get("kind") and data.get("congress") is None and "congress" not in self.errors:
            self.add_error("congress", _("Say which people's congress the list belongs to."))
        return data

    def start(self) -> ListLoad | None:
        """The load, or None with the error on the file."""
        data = self.cleaned_data
        try:
            return lists.start(
                kind=data["kind"], congress=data["congress"], user=self.request.user,  # type: ignore[arg-type]
                source=data["file"], name=data["file"].name,
            )  # fmt: skip
        except UnreadableTable as error:
            self.add_error("file", str(error))
            return None


class ColumnsForm(forms.Form):
    """One select for each field of the list; what the file calls its columns are the choices."""

    def __init__(self, *args: Any, loader: Loader, table: Table, chosen: Columns, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            ("", _("— not in the file —")),
            *((heading, _choice(table, heading)) for heading in table.headings),
        ]
        spelled = {folded(heading): heading for heading in table.headings}
        for field in loader.fields:
            self.fields[field.name] = forms.ChoiceField(
                label=field.label,
                choices=choices,
                required=field.required,
                initial=spelled.get(folded(chosen.get(field.name, ""))),
                error_messages={"required": _("Choose the column that holds it.")},
            )

    @property
    def columns(self) -> dict[str, str]:
        return {name: heading for name, heading in self.cleaned_data.items() if heading}


def _choice(table: Table, heading: str) -> str:
    return f"{heading} ({', '.join(text[:20] for text in table.column(heading))})"


@admin.register(ListLoad)
class ListLoadAdmin(ReadOnlyAdmin):
    """The loads so far, and the way to a new one."""

    congress_path = "congress"
    list_display = ("started_at", "kind", "congress", "file_name", "user", "in_figures", "loaded_at")
    list_filter = ("kind",)
    list_select_related = ("congress", "user")
    list_display_links = None
    ordering = ("-started_at",)
    change_list_template = "backoffice/lists.html"

    def limit(self, queryset: Any, scope: Any) -> Any:
        """Lists that all congresses share are seen by those who keep what is shared."""
        rows = super().limit(queryset, scope)
        return (
            queryset.filter(congress__isnull=True) | rows
            if scope.keeps_shared and not scope.everything
            else rows
        )

    @admin.display(description=gettext_lazy("read, new, updated, duplicate, refused"))
    def in_figures(self, load: ListLoad) -> str:
        names = ("read", "loaded", "updated", "duplicate", "refused")
        return " · ".join(str(load.counts[name]) for name in names) if load.counts else "—"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("add/", view(self.file_page), name="deputies_listload_add"),
            path("<int:pk>/columns/", view(self.columns_page), name="deputies_listload_columns"),
            path("<int:pk>/trial/", view(self.trial_page), name="deputies_listload_trial"),
            path("<int:pk>/remarks.xlsx", view(self.remarks_file), name="deputies_listload_remarks"),
            *super().get_urls(),
        ]

    # --- The pages ---------------------------------------------------------------------------------------
    def file_page(self, request: HttpRequest) -> HttpResponse:
        """Choose a list and its file."""
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        initial = {"kind": request.GET.get("kind", ListKind.DEPUTIES.value)}
        form = FileForm(*given, page=self, request=request, initial=initial)
        if request.method == "POST" and form.is_valid():
            load = form.start()
            if load is not None:
                return self._to("columns", load)
        kinds = [
            {"name": kind, "label": label, "fields": lists.LOADERS[kind].fields}
            for kind, label in ListKind.choices
        ]
        return self._page(request, "file", form=form, kinds=kinds, title=_("Load a list"))

    def columns_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say which column is what."""
        load = self._load(request, pk)
        try:
            table = lists.table_of(load)
        except UnreadableTable as error:
            return self._again(request, str(error))
        loader = lists.loader_of(load)
        form = ColumnsForm(request.POST or None, loader=loader, table=table, chosen=load.columns)
        if request.method == "POST" and form.is_valid():
            try:
                lists.choose(load, form.columns, table)
                return self._to("trial", load)
            except UnreadableTable as error:
                form.add_error(None, str(error))
        preview = [[row.cells.get(heading, "") for heading in table.headings] for row in table.rows[:3]]
        return self._page(
            request,
            "columns",
            load=load,
            form=form,
            table=table,
            preview=preview,
            title=_("Which column is what"),
        )

    def trial_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What would happen, row by row; a POST lets it happen."""
        load = self._load(request, pk)
        try:
            if request.method == "POST":
                return self._carried_out(request, load)
            report = lists.try_out(load)
        except UnreadableTable as error:
            return self._again(request, str(error))
        return self._page(
            request, "trial", load=load, title=_("Trial: nothing is written yet"), **_shown(load, report)
        )

    def remarks_file(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every refused row and every remark of the trial, as .xlsx."""
        load = self._load(request, pk)
        try:
            report = lists.try_out(load)
        except UnreadableTable as error:
            return self._again(request, str(error))
        return _file("remarks.xlsx", lists.remarks_workbook(lists.loader_of(load), report))

    # --- Parts -------------------------------------------------------------------------------------------
    def _load(self, request: HttpRequest, pk: int) -> ListLoad:
        """The operator's own list; 404 for anybody else's."""
        load: ListLoad | None = self.get_object(request, str(pk))
        if load is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        assert load is not None
        if load.kind == ListKind.DIVISIONS and not scope_of(request).keeps_shared:
            raise PermissionDenied(_("Divisions are kept by the operators of the highest congress."))
        return load

    def _carried_out(self, request: HttpRequest, load: ListLoad) -> HttpResponse:
        report = lists.carry_out(load)
        if load.kind == ListKind.STAFF and report.count(What.NEW):
            return _file("accounts.xlsx", lists.accounts_workbook(report))
        told = _("%(loaded)d loaded, %(updated)d updated, %(duplicate)d duplicate, %(refused)d refused.")
        self.message_user(request, told % report.counts(), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:deputies_listload_changelist"))

    def _to(self, step: str, load: ListLoad) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:deputies_listload_{step}", args=[load.pk]))

    def _again(self, request: HttpRequest, sentence: str) -> HttpResponse:
        self.message_user(request, sentence, messages.ERROR)
        return HttpResponseRedirect(reverse("admin:deputies_listload_changelist"))

    def _page(self, request: HttpRequest, name: str, **context: Any) -> HttpResponse:
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        step = ("file", "columns", "trial").index(name) + 1
        steps = [_("The file"), _("The columns"), _("The trial"), _("The load")]
        context |= {"steps": steps, "step": step, "media": self.media, "subtitle": None}
        return TemplateResponse(
            request, f"backoffice/list_{name}.html", {**self.admin_site.each_context(request), **context}
        )


def _shown(load: ListLoad, report: Report) -> dict[str, Any]:
    """What the page of the trial shows: counts, refused rows, remarks taken together, new rows and changes."""
    loader = lists.loader_of(load)
    alike = Counter((loader.label(one.field), one.reason) for one in report.warnings)
    first = {(loader.label(one.field), one.reason): one.row for one in reversed(report.warnings)}
    return {
        "report": report,
        "counts": report.counts(),
        "refused": [(one.row, loader.label(one.field), one.reason) for one in report.refused[:_MOST_SHOWN]],
        "warnings": [(first[key], *key, count) for key, count in alike.most_common(_MOST_SHOWN)],
        "changed": [
            (
                one.row,
                one.title,
                [(loader.label(change.field), change.before, change.after) for change in one.changes],
            )
            for one in report.outcomes
            if one.what == What.UPDATED and one.changes
        ][:_MOST_SHOWN],
        "new": [(one.row, one.title) for one in report.outcomes if one.what == What.NEW][:_MOST_SHOWN],
        "columns": [(loader.label(name), heading) for name, heading in report.columns.items()],
        "most": _MOST_SHOWN,
        "writes": report.count(What.NEW) + report.count(What.UPDATED) - report.unchanged,
        "is_staff_list": load.kind == ListKind.STAFF,
    }


def _file(name: str, content: bytes) -> HttpResponse:
    return HttpResponse(
        content, content_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
