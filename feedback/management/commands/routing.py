"""`manage.py routing …`: train, evaluate and explain what reads a message's topic. See docs/routing.md."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.terminal import TerminalCommand
from deputies.loading.sheets import UnreadableTable
from deputies.models import PeoplesCongress
from feedback.learning import measuring, modelfile, nightly, tables, training, turn, versions
from feedback.learning.explaining import explained, explained_in_service
from feedback.learning.scores import Scores, scored
from feedback.learning.terminal import congress_of
from feedback.models import TopicModel

if TYPE_CHECKING:
    from feedback.learning.model import Model


class Command(TerminalCommand):
    help = "Train, evaluate and explain what reads the topic of a message."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True)
        train = parts.add_parser("train", help="learn a model from a labelled .csv or .xlsx file")
        _file(train)
        train.add_argument("--model-out", type=Path, metavar="PATH", help="where to write the model")
        evaluate = parts.add_parser("evaluate", help="measure; without --model in grouped five folds")
        _file(evaluate)
        evaluate.add_argument("--model", type=Path, metavar="PATH", help="a model that `train` has written")
        evaluate.add_argument("--json", action="store_true", help="print the figures as JSON")
        explain = parts.add_parser("explain", help="what is read from a text, and why")
        explain.add_argument("text", metavar="TEXT")
        explain.add_argument("--model", type=Path, metavar="PATH")
        explain.add_argument("--congress", default="", help="code of the people's congress")
        learn = parts.add_parser(
            "learn", help="learn from the cases that were decided, where there are enough"
        )
        learn.add_argument("--congress", default="", help="code; without it every congress")
        learn.add_argument(
            "--anyway", action="store_true", help="also where little is new since the last version"
        )
        versions = parts.add_parser("versions", help="the versions of a congress, with their scores")
        back = parts.add_parser(
            "roll-back", help="take out of service what serves; the one before takes over"
        )
        use = parts.add_parser("use", help="put one version in service")
        use.add_argument("version", type=int)
        for part in (versions, back, use):
            part.add_argument("--congress", default="", help="code of the people's congress")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, "_" + options["what"].replace("-", "_"))(options)

    def _train(self, options: dict[str, Any]) -> None:
        rows = _read(options)
        start = time.perf_counter()
        model = _trained(rows)
        took = time.perf_counter() - start
        path = options["model_out"] or Path(f"{options['file'].stem}.model.npz")
        path.write_bytes(modelfile.to_bytes(model))
        self.stdout.write(
            _(
                "Learned %(labels)d labels from %(messages)d messages in %(seconds).1f s: %(path)s (%(kb)d kB)."
            )
            % {
                "labels": len(model.labels),
                "messages": len(rows.texts),
                "seconds": took,
                "path": path,
                "kb": path.stat().st_size // 1000,
            }
        )
        self._say_skipped(rows)

    def _evaluate(self, options: dict[str, Any]) -> None:
        rows = _read(options)
        given = _loaded(options["model"]) if options["model"] else None
        try:
            scores = _asked(given, rows) if given else training.evaluate(rows.texts, rows.labels)
            speed = _speed(given or training.train(rows.texts, rows.labels), rows.texts)
        except training.TooFewMessages as few:
            raise CommandError(_("Too little to learn from: %(why)s.") % {"why": few}) from few
        figures = asdict(scores) | {
            "calibration_error": scores.calibration_error,
            "messages_per_second": round(speed),
            "skipped": rows.skipped,
            "method": "model" if given else f"grouped {measuring.FOLDS}-fold",
        }
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1))
            return
        for line in _lines(figures):
            self.stdout.write(line)
        self._say_skipped(rows)

    def _explain(self, options: dict[str, Any]) -> None:
        if options["model"]:
            lines = explained(_loaded(options["model"]), options["text"])
        else:
            lines = explained_in_service(congress_of(options["congress"]), options["text"])
        for line in lines:
            self.stdout.write(line)

    def _learn(self, options: dict[str, Any]) -> None:
        chosen = [congress_of(options["congress"])] if options["congress"] else PeoplesCongress.objects.all()
        for congress in chosen:
            outcome = nightly.learn(congress, anyway=options["anyway"])
            self.stdout.write(f"{congress}: {_outcome(outcome)}")

    def _versions(self, options: dict[str, Any]) -> None:
        congress = congress_of(options["congress"])
        rows = TopicModel.objects.light().filter(congress=congress)
        if not rows:
            self.stdout.write(_("Not trained yet: the rules alone propose topics."))
        for row in rows:
            self.stdout.write(_version_line(row))

    def _roll_back(self, options: dict[str, Any]) -> None:
        congress = congress_of(options["congress"])
        try:
            earlier = versions.roll_back(congress, by=None)
        except versions.NothingEarlier as error:
            raise CommandError(_("No model is in service.")) from error
        if earlier is None:
            self.stdout.write(_("From now on the rules alone propose topics."))
        else:
            self.stdout.write(_("Version %(version)d is in service again.") % {"version": earlier.version})

    def _use(self, options: dict[str, Any]) -> None:
        congress = congress_of(options["congress"])
        version = TopicModel.objects.light().filter(congress=congress, version=options["version"]).first()
        if version is None:
            raise CommandError(_("There is no version %(version)d.") % {"version": options["version"]})
        versions.put_in_service(version, by=None)
        self.stdout.write(_("Version %(version)d is in service.") % {"version": version.version})

    def _say_skipped(self, rows: tables.Labelled) -> None:
        if rows.skipped:
            self.stdout.write(
                _("Rows without a text or a label, left out: %(count)d.") % {"count": rows.skipped}
            )


def _file(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--text-columns", default="title,text", metavar="A,B", help="the first is the title")
    parser.add_argument("--label-column", default="label", metavar="C")


def _read(options: dict[str, Any]) -> tables.Labelled:
    columns = [name.strip() for name in options["text_columns"].split(",") if name.strip()]
    try:
        return tables.read(options["file"], columns, options["label_column"])
    except UnreadableTable as error:
        raise CommandError(str(error)) from error


def _trained(rows: tables.Labelled) -> Model:
    try:
        return training.train(rows.texts, rows.labels)
    except training.TooFewMessages as few:
        raise CommandError(_("Too little to learn from: %(why)s.") % {"why": few}) from few


def _loaded(path: Path) -> Model:
    try:
        return modelfile.from_bytes(path.read_bytes())
    except OSError as error:
        words = _("The file %(path)s cannot be opened: %(why)s.")
        raise CommandError(words % {"path": path, "why": error.strerror}) from error
    except modelfile.BadModel as error:
        words = _("The file %(path)s is no model: %(why)s.")
        raise CommandError(words % {"path": path, "why": error}) from error


def _asked(model: Model, rows: tables.Labelled) -> Scores:
    return scored(rows.labels, [training.answer(model, text) for text in rows.texts])


def _speed(model: Model, texts: list[str]) -> float:
    """Messages a second, one at a time, as a worker reads them."""
    some = texts[:1000]
    start = time.perf_counter()
    for text in some:
        model.guesses(text)
    return len(some) / (time.perf_counter() - start)


def _lines(figures: dict[str, Any]) -> list[str]:
    head = [
        _("Messages: %(messages)d (%(method)s)") % figures,
        f"accuracy             {figures['accuracy']:.4f}",
        f"macro F1             {figures['macro_f1']:.4f}",
        f"coverage at 97 %     {figures['coverage_at_97']:.4f}",
        f"calibration error    {figures['calibration_error']:.4f}",
        f"messages a second    {figures['messages_per_second']}",
    ]
    rows = [
        f"  {one['f1']:.3f}  {one['precision']:.3f}  {one['recall']:.3f}  {one['messages']:>6}  {label}"
        for label, one in figures["per_class"].items()
    ]
    return [*head, "     F1   prec.  recall  number  label", *rows]


def _outcome(outcome: nightly.Outcome) -> str:
    words = {
        "few": _("not trained: %(cases)d decided cases, and %(enough)d are needed."),
        "nothing_new": _("not trained: little is new in %(cases)d decided cases."),
        "too_alike": _("not trained: the %(cases)d decided cases are too alike, or of one topic."),
    }
    if outcome.version is None:
        return words[outcome.why] % {"cases": outcome.cases, "enough": turn.ENOUGH}
    return _version_line(outcome.version)


def _version_line(row: TopicModel) -> str:
    return _(
        "version %(version)d, %(state)s: accuracy %(accuracy).3f (before %(before).3f), macro F1 %(f1).3f "
        "(before %(before_f1).3f), %(cases)d cases, %(held)d held back, %(made)s"
    ) % {
        "version": row.version,
        "state": row.get_state_display(),
        "accuracy": row.accuracy,
        "before": row.before_accuracy,
        "f1": row.macro_f1,
        "before_f1": row.before_macro_f1,
        "cases": row.cases,
        "held": row.held_back,
        "made": f"{timezone.localtime(row.made_at):%Y-%m-%d %H:%M}",
    }
