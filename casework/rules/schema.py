"""The words a rule profile may use.  docs/rule-profiles.md explains each to the office that writes one."""

LEVELS = ("national", "province", "city", "county", "township")
BASES = ("law", "regulation", "practice")

SUGGESTION_CLOCKS = (
    "assign", "assign_in_session", "revise", "objection", "reassign", "first_contact", "assist_opinion",
    "reply", "reply_extended", "rating", "rework", "meeting", "publish",
)  # fmt: skip
MOTION_CLOCKS = (
    "check", "pass_on", "complete", "opinion", "examine", "presidium", "next_session", "vote", "reconsider",
    "reconsideration", "deliberation", "ask_organ", "organ_opinion", "decision", "handling", "redo", "review",
)  # fmt: skip
OPINION_CLOCKS = (
    "screen", "needs_info", "pass_on", "deputy", "carried", "assign", "sign", "objection", "assist_opinion", "reply",
    "extension", "review", "feed_back", "rating", "rework", "meeting", "suspended",
)  # fmt: skip
COMPLAINT_CLOCKS = ("inform", "answer", "extension", "appeal")
CONTACT_CLOCKS = ("minutes",)
CLOCKS = (
    *(f"suggestion.{name}" for name in SUGGESTION_CLOCKS),
    *(f"motion.{name}" for name in MOTION_CLOCKS),
    *(f"opinion.{name}" for name in OPINION_CLOCKS),
    *(f"complaint.{name}" for name in COMPLAINT_CLOCKS),
    *(f"contact.{name}" for name in CONTACT_CLOCKS),
)
#: Clocks that a profile may have: the rule that needs one says which other clock stands in for it.
OPTIONAL_CLOCKS = {"opinion.countersign": "opinion.assist_opinion"}

# A limit is one number, or one number for each level of congress.
LIMITS = {
    "attachments": "plain",
    "attachment_megabytes": "plain",
    "opinion_characters": "plain",
    "routing_confidence": "plain",
    "extensions": "plain",
    "reworks": "plain",
    "motion_cosigners": "level",
    "reconsider_hours": "plain",
    "inquiry_cosigners": "level",
    "committee_motion_cosigners": "level",
    "reception_notice": "plain",
    "contacts_a_year": "plain",
    "contacts_first_reminder": "plain",
    "contacts_second_reminder": "plain",
    "contacts_last_reminder": "plain",
}
# What a number may be, where the portal can do no other: a value outside is refused, not ignored.
RANGES = {
    "attachments": (1, 6),
    "attachment_megabytes": (1, 10),
    "opinion_characters": (200, 10_000),
    "routing_confidence": (0, 100),
    "extensions": (0, 1),
    "reworks": (0, 1),
    "reconsider_hours": (0, 72),
    "reception_notice": (0, 60),
    "contacts_a_year": (0, 365),
    "contacts_first_reminder": (0, 364),
    "contacts_second_reminder": (0, 364),
    "contacts_last_reminder": (0, 364),
}

YES_NO: tuple[bool | str, ...] = (True, False)
SWITCHES: dict[str, tuple[bool | str, ...]] = {
    "direct_small_matter": YES_NO,
    "reply_countersign": YES_NO,
    "suspend_clock": YES_NO,
    "extension_needs_consent": YES_NO,
    "rate_attitude_and_result": YES_NO,
    "dissatisfied_needs_reason": YES_NO,
    "deputy_may_withhold_publication": YES_NO,
    "duty_record_public": YES_NO,
    "delegation_may_move": YES_NO,
    "delegation_may_suggest": YES_NO,
    "council_assigns": YES_NO,
    "too_few_left": ("ends", "goes_on"),
    "withdrawal": ("before_assignment", "any_time"),
    "joint_reply": ("each", "lead_may_pass_on"),
    "second_dissatisfied": ("none", "meeting", "expert"),
    "assign_during_session": YES_NO,
    "reply_counts_from": ("assignment", "close_of_session"),
    "rework_counts_from": ("dissatisfaction", "assignment"),
}

# For inquiries and the motions of committee members, which this version does not handle: shown, not enforced.
FOR_MOTIONS = ("inquiry_cosigners", "committee_motion_cosigners")
# Texts order these for deputies' suggestions alone; on a citizen's opinion they are applied by analogy, as practice.
BY_ANALOGY = (
    "reply_countersign", "rate_attitude_and_result", "dissatisfied_needs_reason", "second_dissatisfied",
    "result_classes",
)  # fmt: skip

URGING = ("remind_before", "urge_after", "second_urge_after", "supervise_after")

TOP = (
    "name", "version", "level", "parent", "title", "in_force_from", "in_force_to", "texts", "note",
    "clock", "limit", "switch", "result_classes", "inadmissible", "urging",
)  # fmt: skip
CLOCK_KEYS = ("period", "starts_from", "article", "basis", "note", "ceiling")
CEILING_KEYS = ("n", "unit", "article")
