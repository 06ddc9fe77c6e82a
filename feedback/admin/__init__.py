"""The back office of the opinions' room: rules of topics, what was learned, weights, organs' systems, unknown names."""

from feedback.admin import hot, learning, organ_api, rules

__all__ = ["hot", "learning", "organ_api", "rules"]
