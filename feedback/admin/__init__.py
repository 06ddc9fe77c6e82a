"""The back office of the opinions' room: topic rules, what was learned, the organs' names that nobody knows."""

from feedback.admin import learning, organ_api, rules

__all__ = ["learning", "organ_api", "rules"]
