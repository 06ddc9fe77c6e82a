"""Pages of this room in the operators' back office."""

from deputies.admin import bodies, congresses, lists, organs, people, places, staff

__all__ = ["bodies", "congresses", "lists", "organs", "people", "places", "staff"]
