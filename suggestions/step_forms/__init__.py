"""The forms of a suggestion's steps; imported at start so that each registers itself."""

from casework.faces import show_as
from feedback.receipt_parts import add_part
from feedback.step_forms.answering import ANSWERED_ELSEWHERE
from suggestions.chain import chains_of
from suggestions.face import SUGGESTION
from suggestions.feeding_back import answer_for
from suggestions.motion_face import MOTION
from suggestions.step_forms import deputy, motions, motions_public, office, organs, publishing

show_as("suggestion", SUGGESTION)
show_as("motion", MOTION)
ANSWERED_ELSEWHERE.append(answer_for)
add_part("suggestions/_chain.html", chains_of)

__all__ = ["deputy", "motions", "motions_public", "office", "organs", "publishing"]
