"""The back office of the opinions' room: topic rules, what was learned, weights of issues, names nobody knows."""

from feedback.admin import hot, learning, rules

__all__ = ["hot", "learning", "rules"]
