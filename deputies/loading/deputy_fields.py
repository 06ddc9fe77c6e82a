"""The columns of a list of deputies, and which of them are known to hold an office or a home."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from deputies.loading import cells
from deputies.loading.columns import Field
from deputies.loading.headings import folded
from deputies.models.contact import AddressKind
from deputies.models.deputy import Gender

_GENDERS = {
    "男": Gender.MALE.value, "女": Gender.FEMALE.value, "male": Gender.MALE.value, "female": Gender.FEMALE.value,
    "男性": Gender.MALE.value, "女性": Gender.FEMALE.value, "m": Gender.MALE.value, "f": Gender.FEMALE.value,
}  # fmt: skip
OFFICE = ("办公地址", "单位地址", "工作地址", "工作单位地址", "办公地点", "office address", "work address")
HOMES = ("住址", "家庭住址", "家庭地址", "现住址", "居住地址", "home address", "residence")
_HOME_WORDS = ("家庭", "住址", "居住", "住所", "户籍", "home", "residen")
_OFFICE_WORDS = ("办公", "单位", "工作", "office", "work")

#: Shown to everybody unless the deputy says otherwise.
SHOWN = ("work_unit", "occupation")
FIELDS: tuple[Field, ...] = (
    Field("name", pgettext_lazy("person", "name"), cells.name, ("姓名", "代表姓名", "名字"), required=True),
    Field(
        "number",
        gettext_lazy("certificate number"),
        cells.code(40),
        ("代表编号", "代表证号", "证号", "编号", "代表号", "代表证编号"),
    ),
    Field("delegation", gettext_lazy("delegation"), cells.text(60), ("代表团", "所在代表团", "所属代表团")),
    Field(
        "constituency",
        gettext_lazy("constituency"),
        cells.text(100),
        ("选区", "所在选区", "选举单位", "原选区", "选区名称", "选区号"),
    ),
    Field("gender", gettext_lazy("gender"), cells.one_of(_GENDERS), ("性别", "男/女", "男女")),
    Field("ethnicity", gettext_lazy("ethnicity"), cells.text(20), ("民族", "族别")),
    Field(
        "birth",
        gettext_lazy("born"),
        cells.partial_date,
        ("出生年月", "出生日期", "出生年月日", "出生", "生日"),
    ),
    Field("party", gettext_lazy("party"), cells.text(40), ("党派", "政治面貌", "党派及社会团体")),
    Field("occupation", gettext_lazy("occupation"), cells.text(60), ("职业", "职业类别", "代表结构", "构成")),
    Field(
        "position",
        gettext_lazy("position"),
        cells.text(120),
        ("职务", "现任职务", "职务职称", "工作职务"),
    ),
    Field(
        "work_unit",
        gettext_lazy("work unit"),
        cells.text(120),
        ("工作单位", "单位", "所在单位", "单位名称", "工作单位及职务", "单位及职务"),
        never=("址", "address"),
    ),
    Field(
        "phone",
        gettext_lazy("telephone"),
        cells.phone,
        ("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式"),
    ),
    Field("email", gettext_lazy("e-mail"), cells.email, ("电子邮箱", "邮箱", "电子邮件", "e-mail", "mail")),
    Field(
        "address",
        gettext_lazy("address"),
        cells.text(200),
        (*OFFICE, "通讯地址", "通信地址", "联系地址", "地址", *HOMES),
    ),
)


def kind_of_address(heading: str) -> AddressKind | None:
    """What a column of addresses holds by its heading; None where the heading leaves it open, as “地址” does.

    A heading that names a home beside an office counts as a home.
    """
    words = folded(heading)
    if any(word in words for word in _HOME_WORDS):
        return AddressKind.HOME
    return AddressKind.WORK if any(word in words for word in _OFFICE_WORDS) else None
