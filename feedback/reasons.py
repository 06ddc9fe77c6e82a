"""Why an opinion is not accepted, and where it belongs instead.

People's congresses do not take over what petition offices, courts or other organs must decide (Regulations
on Petitions arts 22, 28, 31; Law on Deputies arts 31, 59). Each reason names the right channel.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class RefusalReason(models.TextChoices):
    PETITION = "petition", _("a petition about one's own case: petition office")
    HOTLINE = "hotline", _("a daily service matter: government hotline 12345")
    COURT = "court", _("before a court, or to be decided by one: people's court")
    PROCURATORATE = "procuratorate", _("to be examined by the people's procuratorate")
    SUPERVISION = "supervision", _("misconduct of public officials: commission of supervision")
    ARBITRATION = "arbitration", _("a labour or contract dispute: arbitration")
    RECONSIDERATION = (
        "reconsideration",
        _("against an administrative decision: administrative reconsideration"),
    )
    OTHER_LEVEL = "other_level", _("belongs to another level or region")
    PRIVATE = "private", _("a dispute between private persons: mediation or court")
    PROCUREMENT = "procurement", _("a tender, purchase or business interest")
    VAGUE = "vague", _("too vague to be followed, also after asking")


class ComplaintReason(models.TextChoices):
    """Why the standing committee does not look into a complaint about a deputy, and where it belongs."""

    SUPERVISION = RefusalReason.SUPERVISION.value, _("misconduct in an office: commission of supervision")
    COURT = RefusalReason.COURT.value, RefusalReason.COURT.label
    PROCURATORATE = RefusalReason.PROCURATORATE.value, RefusalReason.PROCURATORATE.label
    OTHER_LEVEL = "other_congress", _("a deputy of another people's congress")
    NO_CONDUCT = "no_conduct", _("not about the conduct of a deputy: to be sent as an opinion")
    VAGUE = RefusalReason.VAGUE.value, RefusalReason.VAGUE.label


def reason_words(code: str) -> str:
    """A reason in words; a code from elsewhere stands for itself."""
    for reasons in (RefusalReason, ComplaintReason):
        if code in reasons.values:
            return str(reasons(code).label)
    return code


def proposed_text(code: str) -> str:
    """The text proposed for a reason, in the language in force; it names the right channel and what to do."""
    texts = {
        RefusalReason.PETITION: gettext(
            "Your letter “{title}” is about a matter that the petition office examines and decides"
            " on. Please bring it there, in person, by letter or on its website; it must tell you"
            " within 15 days whether it takes the matter up. A people's congress may not decide it in"
            " its place."
        ),
        RefusalReason.HOTLINE: gettext(
            "“{title}” is a matter of daily service. The government hotline 12345 takes it up at"
            " once, day and night, and lets you follow it. Please call 12345. If it stays unsolved"
            " there, write to us again."
        ),
        RefusalReason.COURT: gettext(
            "“{title}” is before a court or must be decided by one. Deputies may not interfere in a"
            " case. Please turn to the litigation service of the people's court, or to legal aid"
            " (telephone 12348)."
        ),
        RefusalReason.PROCURATORATE: gettext(
            "“{title}” is for the people's procuratorate to examine. Please hand it in at its"
            " reception for reports and appeals, or call 12309."
        ),
        RefusalReason.SUPERVISION: gettext(
            "“{title}” reports how a public official has behaved. The commission of supervision"
            " examines this and protects who reports it. Please call 12388 or write to it directly; we"
            " have passed nothing on."
        ),
        RefusalReason.ARBITRATION: gettext(
            "“{title}” is a dispute for which arbitration is provided. Please apply to the labour and"
            " personnel arbitration commission, or the one your contract names; telephone 12333 tells"
            " you how."
        ),
        RefusalReason.RECONSIDERATION: gettext(
            "“{title}” is about an administrative decision. You may ask for reconsideration within 60"
            " days of learning of it, at the people's government above, or bring an action in court."
            " Please keep to the time."
        ),
        RefusalReason.OTHER_LEVEL: gettext(
            "“{title}” belongs to another level or another region. Please write to the people's"
            " congress of that place; we have no say there."
        ),
        RefusalReason.PRIVATE: gettext(
            "“{title}” is a dispute between private persons. The people's mediation committee of your"
            " township or village helps free of charge; otherwise a court decides. Legal aid:"
            " telephone 12348."
        ),
        RefusalReason.PROCUREMENT: gettext(
            "“{title}” concerns a tender, a purchase or a business interest. Deputies may not take"
            " part in such matters. Please raise it with the buyer, or complain to the finance"
            " department in charge."
        ),
        ComplaintReason.OTHER_LEVEL: gettext(
            "“{title}” is about a deputy of another people's congress. Please write to the standing"
            " committee of that congress; it alone may look into the matter. We have passed nothing on."
        ),
        ComplaintReason.NO_CONDUCT: gettext(
            "“{title}” does not complain of how a deputy has acted. Please send it as an opinion: then the"
            " liaison office takes it up and an answer is due to you. We have passed nothing on."
        ),
        RefusalReason.VAGUE: gettext(
            "We could not make out from “{title}” what happened, where and when, and could not reach"
            " you. Please write again with the place and what you wish to be done."
        ),
    }
    return texts.get(code, "")  # type: ignore[call-overload]
