"""People and organs for tests. Cases are not made here: `tests.loops` brings them to a state by the services."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from casework.models import Channel, Topic, TopicOrgan
from deputies.models import (
    Constituency,
    Deputy,
    Division,
    LiaisonStation,
    Mandate,
    Organ,
    PeoplesCongress,
    Post,
    StationMembership,
    Term,
)

PASSWORD = "correct horse battery staple"


class DivisionFactory(DjangoModelFactory[Division]):
    class Meta:
        model = Division
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"99{n % 9900 + 100:04d}")  # always six digits, like a county's
    name = factory.Sequence(lambda n: f"青石县{n}")
    level = 3


class CongressFactory(DjangoModelFactory[PeoplesCongress]):
    class Meta:
        model = PeoplesCongress

    code = factory.Sequence(lambda n: f"county-{n}")
    name = factory.Sequence(lambda n: f"青石县{n}人民代表大会")
    level = "county"
    division = factory.SubFactory(DivisionFactory)
    rule_profile = "demo"


class TermFactory(DjangoModelFactory[Term]):
    class Meta:
        model = Term

    congress = factory.SubFactory(CongressFactory)
    number = factory.Sequence(lambda n: n + 1)
    starts_on = date(2022, 1, 10)


class ConstituencyFactory(DjangoModelFactory[Constituency]):
    class Meta:
        model = Constituency

    congress = factory.SubFactory(CongressFactory)
    code = factory.Sequence(lambda n: f"c{n}")
    name = factory.Sequence(lambda n: f"第{n}选区")
    seats = 2


class DeputyFactory(DjangoModelFactory[Deputy]):
    class Meta:
        model = Deputy

    congress = factory.SubFactory(CongressFactory)
    number = factory.Sequence(lambda n: f"D{n:04d}")
    name = factory.Sequence(lambda n: f"代表{n}")


class StationFactory(DjangoModelFactory[LiaisonStation]):
    class Meta:
        model = LiaisonStation

    congress = factory.SubFactory(CongressFactory)
    code = factory.Sequence(lambda n: f"s{n}")
    name = factory.Sequence(lambda n: f"联络站{n}")
    division = factory.SubFactory(DivisionFactory)


class OrganFactory(DjangoModelFactory[Organ]):
    class Meta:
        model = Organ

    congress = factory.SubFactory(CongressFactory)
    code = factory.Sequence(lambda n: f"o{n}")
    name = factory.Sequence(lambda n: f"县第{n}局")


class TopicFactory(DjangoModelFactory[Topic]):
    class Meta:
        model = Topic
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"t{n}")
    name = factory.Sequence(lambda n: f"主题{n}")
    name_en = factory.Sequence(lambda n: f"topic {n}")


class ChannelFactory(DjangoModelFactory[Channel]):
    class Meta:
        model = Channel
        django_get_or_create = ("code",)

    code = "web"
    name = "网页"
    name_en = "web form"
    at_desk = False


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    display_name = factory.Sequence(lambda n: f"职员{n}")

    @factory.post_generation
    def password(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        self.set_password(extracted or PASSWORD)
        if create:
            self.save(update_fields=["password"])


class PostFactory(DjangoModelFactory[Post]):
    class Meta:
        model = Post

    user = factory.SubFactory(UserFactory)
    congress = factory.SubFactory(CongressFactory)
    role = "officer"
    starts_on = date(2022, 1, 10)


class County:
    """One small county, with everybody whom the loop needs: everyone knows the people of this county.

    ``officer``, ``station_staff``, ``deputy_user``, ``handler``, ``head``, ``committee`` and ``operator`` belong to it;
    ``other`` is a second county with the same people again, whose cases they must not meet.
    """

    def __init__(self) -> None:
        self.congress = CongressFactory()
        self.place = self.congress.division
        self.township = DivisionFactory(
            code=f"{self.place.code}101", name="城关镇", level=4, parent=self.place
        )
        self.village = DivisionFactory(
            code=f"{self.township.code}001", name="石桥村", level=5, parent=self.township
        )
        self.term = TermFactory(congress=self.congress)
        self.constituency = ConstituencyFactory(congress=self.congress)
        self.constituency.divisions.set([self.township, self.village])
        self.deputy = DeputyFactory(congress=self.congress)
        Mandate.objects.create(
            deputy=self.deputy, term=self.term, constituency=self.constituency, starts_on=self.term.starts_on
        )
        self.station = StationFactory(congress=self.congress, division=self.township)
        StationMembership.objects.create(station=self.station, deputy=self.deputy)
        self.organ = OrganFactory(congress=self.congress, name="县生态环境局", short_name="环境局")
        self.second_organ = OrganFactory(
            congress=self.congress, name="县住房和城乡建设局", short_name="住建局"
        )
        self.third_organ = OrganFactory(congress=self.congress, name="县交通运输局", short_name="交通局")
        self.topic = TopicFactory(code="environment", name="环境保护", name_en="environment")
        TopicOrgan.objects.create(congress=self.congress, topic=self.topic, organ=self.organ)
        self.channel = ChannelFactory()
        self.visit = ChannelFactory(code="visit", name="走访", name_en="visit", at_desk=True)
        self.officer = self.person("officer")
        self.colleague = self.person("officer")
        self.station_staff = self.person("station", station=self.station)
        self.deputy_user = self.person("deputy", deputy=self.deputy)
        self.handler = self.person("handler", organ=self.organ)
        self.head = self.person("head", organ=self.organ)
        self.second_handler = self.person("handler", organ=self.second_organ)
        self.second_head = self.person("head", organ=self.second_organ)
        self.third_handler = self.person("handler", organ=self.third_organ)
        self.committee = self.person("committee")
        self.operator = self.person("operator")

    @cached_property
    def third_head(self) -> User:
        """Made when a test asks for them: to the others nobody signs what this organ says."""
        return self.person("head", organ=self.third_organ)

    def person(self, role: str, **scope: Any) -> User:
        return PostFactory(congress=self.congress, role=role, **scope).user

    @property
    def staff(self) -> dict[str, User]:
        """One person for each role, by the role's name."""
        return {
            "officer": self.officer,
            "station": self.station_staff,
            "deputy": self.deputy_user,
            "handler": self.handler,
            "head": self.head,
            "committee": self.committee,
            "operator": self.operator,
        }
