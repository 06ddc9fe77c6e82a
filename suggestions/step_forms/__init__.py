"""The forms of a suggestion's steps; imported at start so that each registers itself."""

from casework.faces import show_as
from suggestions.face import SUGGESTION
from suggestions.step_forms import deputy, office, organs, publishing

show_as("suggestion", SUGGESTION)

__all__ = ["deputy", "office", "organs", "publishing"]
