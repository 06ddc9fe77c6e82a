"""Tables of the law: which days are worked, and the rule profiles with their versions."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.rules import store
from casework.rules.checker import check_text
from casework.rules.family import check_family
from casework.rules.festivals import FIRST_YEAR, statutory_day
from casework.rules.files import Document

SATURDAY = 5


class CalendarYear(models.Model):
    """A year whose days off the State Council has announced.  A date in any other year is provisional."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    published_at = models.DateField(_("published on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-year"]
        verbose_name = _("published calendar year")
        verbose_name_plural = _("published calendar years")

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that differs from its weekday, or a named day off: a holiday, or a weekend day that is worked."""

    date = models.DateField(_("date"), unique=True)
    is_workday = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True, editable=False)

    class Meta:
        ordering: ClassVar = ["date"]
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")

    def __str__(self) -> str:
        return f"{self.date} {self.name}".strip()

    def clean(self) -> None:
        """A row that another rule contradicts is refused; one day has one row."""
        if self.date is None or not self.is_workday:
            return
        festival = statutory_day(self.date) if self.date.year >= FIRST_YEAR else None
        if festival:
            words = _("This day is off by law: %(name)s (Measures on Holidays, article 2).")
            raise ValidationError({"is_workday": words % {"name": gettext(festival)}})
        if self.date.weekday() < SATURDAY:
            words = _("This day is worked anyway: only a Saturday or Sunday that is worked has a row.")
            raise ValidationError({"is_workday": words})


class RuleProfile(models.Model):
    """One version of one jurisdiction's rules; `data` is the profile, the other columns repeat it for lists.

    A version that a case began under is not rewritten without a reason.
    """

    name = models.SlugField(_("name"), max_length=60)
    version = models.CharField(_("version"), max_length=40)
    parent_name = models.SlugField(_("inherits from"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=200)
    in_force_from = models.DateField(_("in force from"))
    in_force_to = models.DateField(_("in force to"), null=True, blank=True)
    data = models.JSONField(_("rules"))
    source_file = models.CharField(_("file"), max_length=200, blank=True)
    digest = models.CharField(_("digest"), max_length=64)
    change_note = models.CharField(_("reason for the last change"), max_length=400, blank=True)
    loaded_at = models.DateTimeField(_("loaded"), auto_now=True)

    class Meta:
        ordering: ClassVar = ["name", "-in_force_from"]
        verbose_name = _("rule profile")
        verbose_name_plural = _("rule profiles")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "version"], name="rule_profile_one_row_per_version"),
            models.CheckConstraint(
                condition=models.Q(in_force_to__isnull=True)
                | models.Q(in_force_to__gte=models.F("in_force_from")),
                name="rule_profile_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"

    def clean(self) -> None:
        """The back office is held to the same checks as a file; the columns follow the data.

        The reason belongs to one change: the one given for the last change does not excuse the next.
        """
        problems = check_text(str(self), self.data)
        document = Document(str(self), self.data)
        problems = problems or check_family([document], store.documents())
        if problems:
            raise ValidationError({"data": [f"{problem.key}: {problem.reason}" for problem in problems]})
        self._give_a_reason(document)
        for column, value in document.columns().items():
            setattr(self, column, value)

    def _give_a_reason(self, document: Document) -> None:
        before = RuleProfile.objects.filter(pk=self.pk).first()
        if before is None or before.digest == document.digest:
            return
        if self.change_note.strip() in ("", before.change_note):
            raise ValidationError({"change_note": _("Say why a version that cases began under changes.")})
