"""The county of the benchmark: who there is, made once; and its cases, made by the hundred thousand.

Cases are written by `INSERT … SELECT generate_series` past the services, so they must be what the services
would have left: the CHECK constraints of the tables hold them to it, foreign keys are right by construction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from accounts import totp
from accounts.models import User
from casework.models import Channel, Topic, TopicOrgan
from casework.rules import profile_for
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
from feedback.models import TopicRule
from feedback.search import Said

BLOCK = 2600  # cases of the measured deputy and of the measured organ: more than a hundred pages each
MATTERS = (
    ("环境保护", "搅拌站夜里施工噪声很大", "老人孩子睡不好觉", "请协调夜间停工", "噪声\n搅拌站 3\n扬尘"),
    ("道路交通", "路口没有红绿灯", "上学放学时车多人多", "请尽快安装信号灯", "红绿灯 3\n路口\n坑洼"),
    ("供水排水", "自来水管经常爆裂", "一停水就是大半天", "请更换老旧管道", "自来水 3\n停水\n排水"),
    ("教育", "学校门口没有接送区", "家长只能把车停在马路中间", "请规划接送车位", "学校 2\n接送\n幼儿园"),
    ("医疗卫生", "卫生院没有儿科医生", "孩子发烧要跑到县城", "请安排医生坐诊", "卫生院 3\n医生\n医保"),
    ("养老助残", "社区没有老年食堂", "独居老人吃饭困难", "请开设助餐点", "食堂 2\n老人\n轮椅"),
    ("住房物业", "电梯三天两头停运", "住在高层的人上不去楼", "请督促物业维修", "电梯 3\n物业\n漏水"),
    ("农业农村", "灌溉水渠淤塞多年", "稻田旱了没有水", "请清淤修渠", "水渠 3\n灌溉\n农田"),
    ("市容环境", "垃圾站没有人清运", "夏天臭味传到楼上", "请每天清运垃圾", "垃圾 3\n清运\n公厕"),
    ("公共文化", "文化广场的灯全坏了", "晚上大家没有地方活动", "请维修路灯和音响", "广场 2\n路灯\n图书"),
)  # fmt: skip


@dataclass(frozen=True)
class County:
    """Keys and names that the measurements need."""

    congress: PeoplesCongress
    stations: list[LiaisonStation]
    deputies: list[int]
    organs: list[int]
    topics: list[int]
    villages: list[int]
    channel: Channel
    officer: User
    deputy: User
    handler: User


@transaction.atomic
def make_people() -> County:
    """20 townships, 200 villages, 40 stations, 80 organs, 1,200 deputies, and three who sign in."""
    place = Division.objects.create(code="990101", name="青石县", level=3, full_name="青石县")
    towns, villages = _divisions(place)
    congress = PeoplesCongress.objects.create(
        code="bench", name="青石县人民代表大会", level="county", division=place, rule_profile="demo"
    )
    deputies = _deputies(congress, towns)
    organs = Organ.objects.bulk_create(
        Organ(congress=congress, code=f"o{n}", name=f"青石县第{n}局", short_name=f"第{n}局")
        for n in range(80)
    )
    return County(
        congress=congress,
        stations=_stations(congress, villages, deputies),
        deputies=[one.pk for one in deputies],
        organs=[one.pk for one in organs],
        topics=_topics(congress, organs),
        villages=[one.pk for one in villages],
        channel=Channel.objects.create(code="web", name="网页", name_en="web form", at_desk=False),
        officer=_person(congress, "officer"),
        deputy=_person(congress, "deputy", deputy=deputies[0]),
        handler=_person(congress, "handler", organ=organs[0]),
    )


def known() -> County:
    """Who there is in a database that was kept."""
    congress = PeoplesCongress.objects.get(code="bench")
    people = {name: User.objects.get(username=f"bench-{name}") for name in ("officer", "deputy", "handler")}
    return County(
        congress=congress,
        stations=list(LiaisonStation.objects.order_by("pk")[:40]),
        deputies=list(Deputy.objects.order_by("pk").values_list("pk", flat=True)),
        organs=list(Organ.objects.order_by("pk").values_list("pk", flat=True)),
        topics=list(Topic.objects.order_by("pk").values_list("pk", flat=True)),
        villages=list(Division.objects.filter(level=5).order_by("pk").values_list("pk", flat=True)),
        channel=Channel.objects.get(code="web"),
        **people,
    )


def _divisions(place: Division) -> tuple[list[Division], list[Division]]:
    towns = Division.objects.bulk_create(
        Division(code=f"{place.code}{n:03d}", name=f"青{n:02d}镇", level=4, parent=place)
        for n in range(100, 120)
    )
    villages = Division.objects.bulk_create(
        Division(code=f"{town.code}{n:03d}", name=f"{town.name[:-1]}第{n}村", level=5, parent=town)
        for town, n in product(towns, range(10))
    )
    return towns, villages


def _deputies(congress: PeoplesCongress, towns: list[Division]) -> list[Deputy]:
    term = Term.objects.create(congress=congress, number=1, starts_on=date(2022, 1, 10))
    seats = Constituency.objects.bulk_create(
        Constituency(congress=congress, code=f"c{n}", name=f"第{n}选区", seats=3) for n in range(400)
    )
    for n, town in enumerate(towns):
        for seat in seats[n::20]:
            seat.divisions.add(town)
    made = Deputy.objects.bulk_create(
        Deputy(congress=congress, number=f"D{n:04d}", name=f"代表{n}") for n in range(1200)
    )
    Mandate.objects.bulk_create(
        Mandate(deputy=one, term=term, constituency=seats[n % 400], starts_on=term.starts_on)
        for n, one in enumerate(made)
    )
    return made


def _stations(
    congress: PeoplesCongress, villages: list[Division], deputies: list[Deputy]
) -> list[LiaisonStation]:
    made = LiaisonStation.objects.bulk_create(
        LiaisonStation(congress=congress, code=f"s{n}", name=f"第{n}联络站", division=villages[n * 5])
        for n in range(40)
    )
    StationMembership.objects.bulk_create(
        StationMembership(station=made[n % 40], deputy=one) for n, one in enumerate(deputies)
    )
    return made


def _topics(congress: PeoplesCongress, organs: list[Organ]) -> list[int]:
    made = Topic.objects.bulk_create(
        Topic(code=f"t{n}", name=matter[0], position=n) for n, matter in enumerate(MATTERS)
    )
    TopicRule.objects.bulk_create(
        TopicRule(topic=topic, congress=congress, words=matter[4])
        for topic, matter in zip(made, MATTERS, strict=True)
    )
    TopicOrgan.objects.bulk_create(
        TopicOrgan(congress=congress, topic=topic, organ=organ)
        for topic, organ in zip(made, organs, strict=False)
    )
    return [topic.pk for topic in made]


def _person(congress: PeoplesCongress, role: str, **scope: Any) -> User:
    user = User(username=f"bench-{role}", display_name=role)
    user.set_unusable_password()
    user.save()
    totp.set_secret(user, generate_totp_secret())
    Post.objects.create(user=user, role=role, congress=congress, starts_on=date(2022, 1, 10), **scope)
    return user


def session_of(user: User) -> str:
    """The cookie of a session that has passed both factors."""
    client = Client()
    client.force_login(user)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "mfa", type="totp")
    request.session.save()
    return str(client.cookies["sessionid"].value)


# --- Cases ------------------------------------------------------------------------------------------------
_CASES = """
INSERT INTO casework_case (id, kind, number, congress_id, title, status, status_since, version, channel_id,
  topic_id, division_id, station_id, deputy_id, organ_id, owner_id, confidential, is_public, profile,
  due_on, due_clock, due_from, due_provisional, answer_due_on, opened_at, registered_at, with_deputy_at,
  assigned_at, answered_at, closed_at, was_late, rework_count, attitude, result)
SELECT i, 'opinion', 'BE' || substr(n, 1, 2) || '-' || substr(n, 3, 4) || '-' || substr(n, 7, 4),
  %(congress)s, text.title || i, status, at, 5, %(channel)s,
  (%(topics)s::bigint[])[1 + i %% 10], (%(villages)s::bigint[])[1 + i %% 200],
  (%(stations)s::bigint[])[1 + i %% 40],
  CASE WHEN i <= %(block)s THEN (%(deputies)s::bigint[])[1]
       WHEN is_given THEN (%(deputies)s::bigint[])[2 + i %% 1199] END,
  CASE WHEN is_assigned THEN organ END,
  CASE WHEN status <> 'submitted' THEN %(owner)s END,
  i %% 17 = 0, is_closed AND i %% 3 = 0 AND i %% 17 <> 0, %(profile)s,
  CASE WHEN NOT is_closed THEN due END, CASE WHEN NOT is_closed THEN 'reply' ELSE '' END,
  at::date, false, CASE WHEN is_assigned THEN due END, at,
  CASE WHEN status <> 'submitted' THEN at + '1 day'::interval END,
  CASE WHEN is_given THEN at + '2 days'::interval END,
  CASE WHEN is_assigned THEN at + '3 days'::interval END,
  CASE WHEN is_closed OR status = 'fed_back' THEN at + '20 days'::interval END,
  CASE WHEN is_closed THEN at + '40 days'::interval END,
  i %% 11 = 0, 0, CASE WHEN is_closed THEN 1 + i %% 3 END, CASE WHEN is_closed THEN 1 + i %% 3 END
FROM (
  SELECT i, n, at, status, organ, due, status = 'closed' AS is_closed,
    status IN ('handling', 'replied') OR status IN ('closed', 'fed_back') AND i %% 2 = 0 AS is_assigned,
    status = 'with_deputy' OR status IN ('closed', 'fed_back') AND i %% 2 = 1 AS is_given
  FROM (
    SELECT i, lpad(i::text, 10, '0') AS n, now() - '45 days'::interval
        - CASE WHEN is_old THEN (hash %% 1700) * '1 day'::interval ELSE '0 days' END
        - (hash %% 86400) * '1 second'::interval AS at,
      current_date + (hash %% 40)::int - 10 AS due,
      (%(organs)s::bigint[])[CASE WHEN i BETWEEN %(block)s + 1 AND 2 * %(block)s THEN 1
        ELSE 2 + hash %% 79 END] AS organ,
      CASE WHEN i <= %(block)s THEN 'with_deputy' WHEN i <= 2 * %(block)s THEN 'handling'
        WHEN is_old THEN 'closed'
        ELSE (ARRAY['submitted', 'submitted', 'registered', 'with_deputy', 'handling', 'replied', 'fed_back'])
             [1 + hash %% 7] END AS status
    FROM (SELECT i, hash, i > 2 * %(block)s AND hash %% 100 < 85 AS is_old
          FROM (SELECT i, i::bigint * 2654435761 %% 1000003 AS hash
                FROM generate_series(%(first)s, %(last)s) AS i) AS hashed) AS aged
  ) AS staged
) AS cases JOIN bench_text AS text ON text.id = i %% %(texts)s
"""
_OPINIONS = """
INSERT INTO feedback_opinion (case_id, body, place, happened, language, submission_key, code_digest,
  organ_spelling, wishes_contact, chosen_station_id)
SELECT c.id, text.body, '', '', 'zh-hans', gen_random_uuid(), md5(c.number), '', false, c.station_id
FROM casework_case AS c JOIN bench_text AS text ON text.id = c.id %% %(texts)s
WHERE c.id BETWEEN %(first)s AND %(last)s
"""
_SEARCH = """
INSERT INTO feedback_searchdoc (case_id, grams)
SELECT i, text.grams || ' n' || i
FROM generate_series(%(first)s, %(last)s) AS i JOIN bench_text AS text ON text.id = i %% %(texts)s
"""
_ASSIGNMENTS = """
INSERT INTO casework_assignment (case_id, organ_id, role, part, status, status_since, version, assigned_at,
  due_on, signed_at, released_at, closed_at, handler_id)
SELECT id, organ_id, 'lead', '',
  CASE status WHEN 'handling' THEN 'handling' WHEN 'replied' THEN 'released' ELSE 'approved' END,
  assigned_at, 3, assigned_at, answer_due_on, assigned_at, answered_at, answered_at, %(handler)s
FROM casework_case WHERE organ_id IS NOT NULL AND id BETWEEN %(first)s AND %(last)s
"""
_PROPOSALS = """
INSERT INTO feedback_proposal (case_id, made_at, division_id, station_id, topic_id, organ_id, confidence,
  abstained, reasons)
SELECT id, opened_at, division_id, station_id, topic_id, (%(organs)s::bigint[])[1 + id %% 80], 0.9, false, '[]'
FROM casework_case WHERE closed_at IS NULL AND id BETWEEN %(first)s AND %(last)s
"""
_EVENTS = """
INSERT INTO casework_event (case_id, action, from_status, to_status, actor_kind, actor_id, acting_as, at, note,
  reason, is_public, clock, due_on, was_due_on)
SELECT c.id, step.action, step.source, step.target, step.kind,
  CASE WHEN step.kind = 'user' THEN %(owner)s END, step.acting, c.opened_at + step.days * '1 day'::interval,
  step.note, '', true, 'reply', c.due_on, NULL
FROM casework_case AS c JOIN (VALUES
    (1, 'submit', '', 'submitted', 'citizen', 'citizen', 0, '', ARRAY['*']),
    (2, 'register', 'submitted', 'registered', 'user', 'officer', 1, '',
        ARRAY['registered', 'with_deputy', 'handling', 'replied', 'fed_back', 'closed']),
    (3, 'assign', 'registered', 'assigned', 'user', 'officer', 3, '', ARRAY['handling', 'replied', 'closed']),
    (4, 'give_to_deputy', 'registered', 'with_deputy', 'user', 'officer', 2, '', ARRAY['with_deputy']),
    (5, 'feed_back', 'reply_reviewed', 'fed_back', 'user', 'officer', 20, '已现场核查,正在整改。',
        ARRAY['fed_back', 'closed']),
    (6, 'close_unrated', 'fed_back', 'closed', 'system', 'system', 40, '', ARRAY['closed'])
  ) AS step (place, action, source, target, kind, acting, days, note, statuses)
  ON step.statuses = ARRAY['*'] OR c.status = ANY (step.statuses)
WHERE c.id BETWEEN %(first)s AND %(last)s ORDER BY c.id, step.place
"""
_AFTER = (
    "SELECT setval(pg_get_serial_sequence('casework_case', 'id'), (SELECT max(id) FROM casework_case))",
    "VACUUM (ANALYZE) casework_case, casework_event, casework_assignment, feedback_opinion, feedback_proposal,"
    " feedback_searchdoc",
)


# What a column holds that the statements above do not name: Django keeps its defaults to itself.
_DEFAULTS = {
    "character varying": "''",
    "text": "''",
    "boolean": "false",
    "smallint": "0",
    "integer": "0",
    "double precision": "0",
    "jsonb": "'[]'",
    "timestamp with time zone": "now()",
}
_FILLED = (
    "casework_case", "casework_event", "casework_effect", "casework_assignment", "feedback_opinion",
    "feedback_proposal", "feedback_searchdoc",
)  # fmt: skip


def give_defaults() -> None:
    """Let the database fill in what it may not leave empty; once, after the tables are made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_name = ANY (%s) AND is_nullable = 'NO' AND column_default IS NULL"
            " AND NOT is_identity = 'YES'",
            [list(_FILLED)],
        )
        for table, column, kind in cursor.fetchall():
            if kind in _DEFAULTS:
                cursor.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET DEFAULT {_DEFAULTS[kind]}')


def texts() -> list[tuple[str, str]]:
    """A thousand different opinions: title and body."""
    made = []
    for n, (town, matter) in enumerate(product(range(100), MATTERS)):
        _topic, what, so, please, _words = matter
        if n == 777:
            so = "夏夜里再也看不见萤火虫"  # the rare word of the search
        made.append(
            (what, f"青{100 + town % 20}镇第{n % 10}村附近{what},已经{town}天,{so}。{please},谢谢第{n}号。")
        )
    return made


def make_cases(county: County, first: int, last: int) -> None:
    """Cases ``first`` to ``last`` with all that belongs to them; the first 2 × BLOCK are the measured ones."""
    given: dict[str, Any] = {
        "first": first,
        "last": last,
        "block": BLOCK,
        "texts": len(texts()),
        "congress": county.congress.pk,
        "channel": county.channel.pk,
        "owner": county.officer.pk,
        "handler": county.handler.pk,
        "topics": county.topics,
        "villages": county.villages,
        "stations": [one.pk for one in county.stations],
        "deputies": county.deputies,
        "organs": county.organs,
        "profile": profile_for("demo", timezone.localdate()).key,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'")
        again = _without_indexes(cursor) if last - first > 50_000 else []
        # Foreign keys are right by construction; asking for each of ten million would take minutes.
        cursor.execute("SET session_replication_role = replica")
        _write_texts(cursor)
        for statement in (_CASES, _OPINIONS, _SEARCH, _ASSIGNMENTS, _PROPOSALS, _EVENTS):
            cursor.execute(statement, given)
        cursor.execute("SET session_replication_role = DEFAULT")
        for statement in (*again, *_AFTER):
            cursor.execute(statement)


def _without_indexes(cursor: Any) -> list[str]:
    """Drop what only makes reading faster: made anew at the end it costs a third. Returns how to make it."""
    cursor.execute(
        "SELECT relation.relname, pg_get_indexdef(indexrelid), attstattarget FROM pg_index"
        " JOIN pg_class AS relation ON relation.oid = indexrelid"
        " JOIN pg_attribute AS part ON part.attrelid = indexrelid AND part.attnum = 1"
        " WHERE NOT indisunique AND indrelid = ANY (%s::regclass[])",
        [list(_FILLED)],
    )
    found = cursor.fetchall()
    for name, _definition, _target in found:
        cursor.execute(f'DROP INDEX "{name}"')
    again = [definition for _name, definition, _target in found]
    targets = [(name, target) for name, _definition, target in found if target is not None and target >= 0]
    return again + [
        f'ALTER INDEX "{name}" ALTER COLUMN 1 SET STATISTICS {target}' for name, target in targets
    ]


def _write_texts(cursor: Any) -> None:
    cursor.execute(
        "CREATE TEMP TABLE IF NOT EXISTS bench_text (id int PRIMARY KEY, title text, body text, grams text)"
    )
    cursor.executemany(
        "INSERT INTO bench_text VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [(n, title, body, Said(title=title, text=body).grams) for n, (title, body) in enumerate(texts())],
    )
