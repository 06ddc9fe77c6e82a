"""Where an opinion belongs: station, deputy, topic and organ, proposed with reasons.

``router.propose`` is pure; ``store.world_of`` draws its picture of a congress from the tables; ``service``
writes the proposal on the case. Nothing here sends anything to an organ unless the office has switched that
on for a topic.
"""

from feedback.routing.choice import Choice, Chosen, Part, Reason
from feedback.routing.router import propose
from feedback.routing.world import World

__all__ = ["Choice", "Chosen", "Part", "Reason", "World", "propose"]
