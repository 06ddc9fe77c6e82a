from deputies.models.bodies import LiaisonBody, LiaisonStation, SpecialCommittee, StationMembership
from deputies.models.congress import Constituency, PeoplesCongress, Session, Term
from deputies.models.contact import ContactChange
from deputies.models.deputy import Deputy, DeputyGroup, Mandate
from deputies.models.division import Division, DivisionAlias
from deputies.models.loading import HeadingMemory, ListLoad
from deputies.models.organ import Organ, OrganAlias, OrganSpelling
from deputies.models.post import Post, Posts, posts_of
from deputies.models.voter import VoterCode

__all__ = [
    "Constituency",
    "ContactChange",
    "Deputy",
    "DeputyGroup",
    "Division",
    "DivisionAlias",
    "HeadingMemory",
    "LiaisonBody",
    "LiaisonStation",
    "ListLoad",
    "Mandate",
    "Organ",
    "OrganAlias",
    "OrganSpelling",
    "PeoplesCongress",
    "Post",
    "Posts",
    "Session",
    "SpecialCommittee",
    "StationMembership",
    "Term",
    "VoterCode",
    "posts_of",
]
