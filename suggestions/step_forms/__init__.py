"""The forms of a suggestion's steps; imported at start so that each registers itself."""

from casework.faces import show_as
from casework.searching import add_source, read_with
from feedback.receipt_parts import add_part
from feedback.step_forms.answering import ANSWERED_ELSEWHERE
from suggestions.chain import chains_of
from suggestions.face import SUGGESTION
from suggestions.feeding_back import answer_for
from suggestions.motion_face import MOTION
from suggestions.searching import DRAFTS, words_of_motions, words_of_suggestions
from suggestions.step_forms import deputy, motions, office, organs, publishing

show_as("suggestion", SUGGESTION)
show_as("motion", MOTION)
read_with("suggestion", words_of_suggestions)
read_with("motion", words_of_motions)
add_source(DRAFTS)
ANSWERED_ELSEWHERE.append(answer_for)
add_part("suggestions/_chain.html", chains_of)

__all__ = ["deputy", "motions", "office", "organs", "publishing"]
