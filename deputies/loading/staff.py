"""Accounts of the people who work with the portal, each with one post and a temporary password."""

from __future__ import annotations

import re
import secrets
from collections import defaultdict
from typing import Any, ClassVar

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from accounts.roles import Role
from deputies.loading import cells, spelling
from deputies.loading.columns import Field
from deputies.loading.flow import Change, Loader, Outcome, Remark, RowRefused, What
from deputies.loading.headings import folded
from deputies.models import Deputy, LiaisonStation, Organ, OrganAlias, Post

_ROLES = {
    "联络干部": "officer", "联络员": "officer", "人大联络": "officer", "officer": "officer",
    "站点工作人员": "station", "联络站工作人员": "station", "站务": "station", "station": "station",
    "代表": "deputy", "人大代表": "deputy", "deputy": "deputy",
    "承办人": "handler", "承办单位经办人": "handler", "经办人": "handler", "handler": "handler",
    "承办单位负责人": "head", "单位负责人": "head", "负责人": "head", "head": "head",
    "常委会": "committee", "常委会组成人员": "committee", "committee": "committee",
    "管理员": "operator", "系统管理员": "operator", "operator": "operator",
}  # fmt: skip
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_NEEDS = {"station": "station", "handler": "organ", "head": "organ", "deputy": "deputy"}


def username(cell: Any) -> str:
    tidy = cells.optional(cell).replace(" ", "")
    if tidy and not re.fullmatch(r"[\w.@+-]+", tidy):
        raise cells.BadCell(_("a user name has letters, digits and @ . + - _ only"))
    return cells.text(150)(tidy)


def new_password() -> str:
    """Four groups of four letters and digits that are not mistaken for one another: 78 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _n in range(4)) for _m in range(4))


class StaffLoader(Loader):
    """An account is found again by its user name, else by name and post. Passwords are in the outcomes' ``extra``."""

    kind = "staff"
    title = gettext_lazy("Staff accounts")
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "name", pgettext_lazy("person", "name"), cells.name, ("姓名", "名字", "人员姓名"), required=True
        ),
        Field("role", gettext_lazy("role"), cells.one_of(_ROLES), ("角色", "岗位", "身份"), required=True),
        Field("username", gettext_lazy("user name"), username, ("用户名", "账号", "登录名")),
        Field("organ", gettext_lazy("organ"), cells.text(100), ("承办单位", "单位", "工作单位", "所在单位")),
        Field("station", gettext_lazy("station"), cells.text(100), ("联络站", "站点", "所在联络站")),
        Field("deputy", gettext_lazy("deputy's number"), cells.code(40), ("代表编号", "代表证号")),
        Field("phone", gettext_lazy("telephone"), cells.phone, ("电话", "手机", "联系电话", "手机号")),
        Field("email", gettext_lazy("e-mail"), cells.email, ("邮箱", "电子邮箱", "电子邮件")),
    )

    def prepare(self) -> None:
        congress = self.congress
        self._users: dict[str, User] = {}
        self._by_post: dict[tuple[str, str, int | None], User] = {}
        self._said: dict[int, tuple[int, dict[str, Any]]] = {}
        self._new: list[tuple[User, Post, str]] = []
        self._posts: list[Post] = []
        self._changed: list[User] = []
        self._organs = {
            folded(w): one
            for one in Organ.objects.filter(congress=congress)
            for w in (one.name, one.short_name, one.code)
            if w
        }
        for alias in OrganAlias.objects.filter(organ__congress=congress).select_related("organ"):
            self._organs.setdefault(folded(alias.spelling), alias.organ)
        self._stations = {
            folded(w): one
            for one in LiaisonStation.objects.filter(congress=congress)
            for w in (one.name, one.code)
        }
        self._deputies: dict[str, list[Deputy]] = defaultdict(list)
        for deputy in Deputy.objects.filter(congress=congress):
            for word in {deputy.name, deputy.number} - {""}:
                self._deputies[word].append(deputy)
        self._taken = {name.casefold() for name in User.objects.values_list("username", flat=True)}
        self._elsewhere = set(Post.objects.exclude(congress=congress).values_list("user", flat=True))
        here = Post.objects.filter(congress=congress).in_force(timezone.localdate()).select_related("user")
        for post in here:
            self._users[post.user.username.casefold()] = post.user
            self._by_post[post.user.display_name, post.role, _scope(post)] = post.user

    def decide(self, row: int, values: dict[str, Any]) -> Outcome:
        post = self._post(values)
        user = self._which(values, post)
        if user is None:
            return self._create(row, values, post)
        if id(user) in self._said:
            return self._again(row, user, values)
        return self._update(row, user, values, post)

    def _post(self, values: dict[str, Any]) -> Post:
        role = values["role"]
        post = Post(congress=self.congress, role=role)
        needed = _NEEDS.get(role)
        if needed == "deputy":
            post.deputy = self._deputy(values)
        elif needed:
            found = getattr(self, f"_{needed}s").get(folded(values.get(needed, "")))
            if found is None:
                word = values.get(needed, "")
                raise RowRefused(
                    needed, _("there is no “%(word)s” here, and this role needs one") % {"word": word}
                )
            setattr(post, needed, found)
        return post

    def _deputy(self, values: dict[str, Any]) -> Deputy:
        found = self._deputies.get(values.get("deputy", "")) or self._deputies.get(values["name"], [])
        if len(found) != 1:
            reason = (
                _("several deputies have this name: give the number")
                if found
                else _("there is no such deputy")
            )
            raise RowRefused("deputy", reason)
        return found[0]

    def _which(self, values: dict[str, Any], post: Post) -> User | None:
        wanted = values.get("username", "").casefold()
        if not wanted:
            return self._by_post.get((values["name"], post.role, _scope(post)))
        user = self._users.get(wanted)
        if user is None and wanted in self._taken:
            raise RowRefused("username", _("this user name is taken"))
        if user is not None and user.display_name != values["name"]:
            raise RowRefused(
                "username", _("this user name belongs to %(name)s") % {"name": user.display_name}
            )
        return user

    def _create(self, row: int, values: dict[str, Any], post: Post) -> Outcome:
        name = values.get("username") or self._free_name(values["name"])
        user = User(
            username=name,
            display_name=values["name"],
            email=values.get("email", ""),
            phone=values.get("phone", ""),
        )
        user.password_is_temporary = True
        self._taken.add(name.casefold())
        self._users[name.casefold()] = user
        self._by_post[values["name"], post.role, _scope(post)] = user
        self._said[id(user)] = (row, values)
        post.user = user
        password = new_password()
        self._new.append((user, post, password))
        return Outcome(row, What.NEW, values["name"], extra={"username": name, "password": password})

    def _free_name(self, name: str) -> str:
        wanted = spelling.of_name(name).partition(" ")[0] or "user"
        number, free = 1, wanted
        while free in self._taken:
            number += 1
            free = f"{wanted}{number}"
        return free

    def _again(self, row: int, user: User, values: dict[str, Any]) -> Outcome:
        first, said = self._said[id(user)]
        for name, value in values.items():
            if said.get(name, value) != value:
                raise RowRefused(name, _("row %(row)d says something else about it") % {"row": first})
        return Outcome(row, What.DUPLICATE, values["name"])

    def _update(self, row: int, user: User, values: dict[str, Any], post: Post) -> Outcome:
        """Address and telephone, and a post that is not held yet. Never a password."""
        changes = []
        warnings = []
        for name in ("email", "phone"):
            before, value = getattr(user, name), values.get(name)
            if not value or value == before:
                continue
            if user.pk in self._elsewhere or user.is_superuser:
                reason = _("stays as it is: this person works for another congress too")
                warnings.append(Remark(row, name, reason))
                continue
            setattr(user, name, value)
            changes.append(Change(name, before, value))
        if changes:
            self._changed.append(user)
        if (user.display_name, post.role, _scope(post)) not in self._by_post:
            post.user = user
            self._posts.append(post)
            changes.append(Change("role", "", str(Role(post.role).label)))
        self._said[id(user)] = (row, values)
        return Outcome(
            row, What.UPDATED, values["name"], changes, warnings, extra={"username": user.username}
        )

    def write(self) -> None:
        for user, _post, password in self._new:
            user.password = make_password(password)
        User.objects.bulk_create([user for user, _post, _password in self._new])
        Post.objects.bulk_create([post for _user, post, _password in self._new] + self._posts)
        User.objects.bulk_update(self._changed, ["email", "phone"], 200)


def _scope(post: Post) -> int | None:
    return post.organ_id or post.station_id or post.deputy_id
