"""What the clocks, limits and switches of a profile are called on the screens; the keys are for machines."""

from django.utils.translation import gettext_noop as _

KINDS = {
    "opinion": _("Citizens' opinions"),
    "suggestion": _("Deputies' suggestions"),
    "motion": _("Motions"),
    "complaint": _("Complaints about deputies"),
    "contact": _("Contact with the people"),
}

CLOCKS = {
    "opinion.screen": _("Screening"),
    "opinion.needs_info": _("The citizen adds what was asked"),
    "opinion.pass_on": _("Passing on to the deputy or an organ"),
    "opinion.deputy": _("The deputy answers, refers or takes up"),
    "opinion.carried": _("It waits for the answer to the suggestion that grew from it"),
    "opinion.assign": _("Assignment to an organ"),
    "opinion.sign": _("The organ signs for receipt"),
    "opinion.objection": _("The organ may object"),
    "opinion.assist_opinion": _("Opinion of an assisting organ"),
    "opinion.reply": _("The organ's answer"),
    "opinion.extension": _("More time for the answer"),
    "opinion.suspended": _("The time for the answer stands still, at most"),
    "opinion.review": _("Review by the office"),
    "opinion.feed_back": _("Feeding back to the citizen"),
    "opinion.rating": _("Rating by the citizen"),
    "opinion.rework": _("Answer after handling again"),
    "opinion.meeting": _("Meeting or expert opinion"),
    "suggestion.assign": _("Assignment out of session"),
    "suggestion.assign_in_session": _("Assignment of what was handed in during a session"),
    "suggestion.revise": _("Revision by the deputy"),
    "suggestion.objection": _("The organ may object"),
    "suggestion.reassign": _("Re-assignment"),
    "suggestion.first_contact": _("First contact with the deputy"),
    "suggestion.assist_opinion": _("Opinion of an assisting organ"),
    "suggestion.reply": _("Reply to the deputy"),
    "suggestion.reply_extended": _("Reply in difficult cases"),
    "suggestion.rating": _("Rating by the deputy"),
    "suggestion.rework": _("Second reply after dissatisfaction"),
    "suggestion.meeting": _("Meeting or expert opinion after a second dissatisfaction"),
    "suggestion.publish": _("Publication of suggestion and reply"),
    "motion.check": _("Check by the secretariat"),
    "motion.pass_on": _("Passing on to a committee, out of session"),
    "motion.complete": _("Completing a motion that was returned, at most until the cut-off"),
    "motion.opinion": _("The committee's opinion, out of session"),
    "motion.examine": _("The committee's opinion, in session"),
    "motion.presidium": _("Decision of the presidium"),
    "motion.next_session": _("The next session decides on a motion handed in before it"),
    "motion.vote": _("Deliberation and vote in the session"),
    "motion.reconsider": _("Asking for reconsideration"),
    "motion.reconsideration": _("Decision on the reconsideration"),
    "motion.deliberation": _("The committee's report to the standing committee"),
    "motion.ask_organ": _("Asking the organs concerned for their opinion"),
    "motion.organ_opinion": _("The organs' opinion"),
    "motion.decision": _("Decision of the standing committee"),
    "motion.handling": _("The organ's report on carrying it out"),
    "motion.redo": _("The organ's second report"),
    "motion.review": _("The standing committee deliberates on the organ's report"),
    "complaint.inform": _("The citizen is informed whether and how it is looked into"),
    "complaint.answer": _("Answer of the standing committee"),
    "complaint.extension": _("More time for the answer of the standing committee"),
    "complaint.appeal": _("The citizen may ask the committee above to look at it again"),
    "contact.minutes": _("Minutes of a reception day or symposium"),
}

OPTIONAL_CLOCKS = {"opinion.countersign": _("Countersigning by the assisting organs")}

LIMITS = {
    "attachments": _("Files with one opinion"),
    "attachment_megabytes": _("Size of a file, in MB"),
    "opinion_characters": _("Length of an opinion, in characters"),
    "routing_confidence": _("Confidence from which the router proposes, in percent"),
    "extensions": _("How often more time may be asked for"),
    "reworks": _("How often handling again may be asked for"),
    "motion_cosigners": _("Deputies who sign a motion"),
    "reconsider_hours": _("Hours before the presidium's last meeting by which reconsideration is asked for"),
    "inquiry_cosigners": _("Deputies who sign an inquiry"),
    "committee_motion_cosigners": _("Committee members who sign a motion"),
    "reception_notice": _("Days before a reception day by which it is announced"),
    "contacts_a_year": _(
        "Contacts with the people that a deputy has each year, at least (0: no number is in force)"
    ),
    "contacts_first_reminder": _(
        "First reminder of contacts that are missing, days before the year ends (0: none)"
    ),
    "contacts_second_reminder": _("Second reminder of the same, days before the year ends (0: none)"),
    "contacts_last_reminder": _("Last reminder of the same, days before the year ends (0: none)"),
}

SWITCHES = {
    "direct_small_matter": _("A small matter may go straight to the usual organ of its topic"),
    "reply_countersign": _("Assisting organs countersign the reply"),
    "suspend_clock": _("The time for an answer may stand still"),
    "extension_needs_consent": _("More time needs consent"),
    "rate_attitude_and_result": _("Attitude and result are rated apart"),
    "dissatisfied_needs_reason": _("Dissatisfaction needs a reason"),
    "deputy_may_withhold_publication": _("The deputy may find publication unsuitable"),
    "duty_record_public": _("The figures of a deputy's dossier stand on the deputy's public page"),
    "delegation_may_move": _("A delegation may bring a motion, by the majority of its deputies"),
    "delegation_may_suggest": _("A delegation may hand in a suggestion"),
    "council_assigns": _("Out of session the council of chairpersons assigns suggestions"),
    "too_few_left": _("A motion whose deputies become too few after the cut-off"),
    "withdrawal": _("A suggestion may be withdrawn"),
    "joint_reply": _("Who is answered when several signed"),
    "second_dissatisfied": _("After a second dissatisfaction"),
    "assign_during_session": _("What is handed in during a session is assigned during it"),
    "reply_counts_from": _("The reply to a suggestion of a session counts from"),
    "rework_counts_from": _("The second reply to a suggestion counts from"),
}

VALUES = {
    True: _("yes"),
    False: _("no"),
    "ends": _("ends; on the agenda with the presidium's consent"),
    "goes_on": _("goes on"),
    "before_assignment": _("before it is assigned"),
    "any_time": _("at any time"),
    "each": _("each of them"),
    "lead_may_pass_on": _("the lead deputy, who may pass it on"),
    "none": _("nothing more"),
    "meeting": _("a meeting"),
    "expert": _("an expert opinion"),
    "assignment": _("the assignment"),
    "close_of_session": _("the close of the session"),
    "dissatisfaction": _("the deputy's dissatisfaction"),
}

LEVELS = {
    "national": _("national"),
    "province": _("province"),
    "city": _("city"),
    "county": _("county"),
    "township": _("township"),
}

URGING = {
    "remind_before": _("Reminded, working days before the date"),
    "urge_after": _("Urged, working days after the date"),
    "second_urge_after": _("Urged again, working days after the date"),
    "supervise_after": _("Supervised by a leader, working days after the date"),
}

FOR_MOTIONS = _("for inquiries and motions of committee members; not enforced by this version yet")
BY_ANALOGY = _(
    "where a text orders it, it does so for deputies' suggestions; on citizens' opinions it is practice"
)
