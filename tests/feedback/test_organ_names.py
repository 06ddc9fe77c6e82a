"""One body in many spellings: proposed for a person to confirm, never another place's body."""

from __future__ import annotations

import pytest

from feedback.importing.organs import Spellings
from feedback.importing.renamed import canonical, place_in, successor

NAMES = (
    "岚川市人民政府", "岚川市生态环境局", "岚川市住房和城乡建设局", "岚川市公安局交通警察支队", "岚川市自然资源局",
    "青澜县人民政府", "岚川市卫生健康委员会", "岚川市信息化办公室",
)  # fmt: skip
KNOWN = Spellings(list(enumerate([(name,) for name in NAMES])), "岚川市")


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("青澜县人民政府办公室", "青澜县人民政府"),
        ("青澜县政府办", "青澜县人民政府"),
        ("市交警支队", None),
        ("岚川市公安局交警支队", "岚川市公安局交通警察支队"),
        ("市环保局", "岚川市生态环境局"),
        ("岚川市国土资源局", "岚川市自然资源局"),
        ("市卫生和计划生育局", "岚川市卫生健康委员会"),
        ("市住建局", "岚川市住房和城乡建设局"),
        ("市政务信息办", "岚川市信息化办公室"),
    ],
)
def test_spellings_and_former_names_are_proposed_for_a_person_to_confirm(
    spelling: str, name: str | None
) -> None:
    found = KNOWN.find(spelling)
    assert not found.certain
    assert (NAMES[found.organ_id] if found.organ_id is not None else None) == name


@pytest.mark.parametrize(
    "spelling", ["青澜县自然资源局", "青澜县城关镇人民政府", "柳河县人民政府", "城关镇政府", "彭某", "", "区"]
)
def test_another_place_s_body_and_a_person_are_none_of_ours(spelling: str) -> None:
    assert KNOWN.find(spelling).organ_id is None


def test_a_name_that_ends_as_its_own_successor_is_not_renamed_for_ever() -> None:
    assert successor("住房和城乡建设局") is None
    assert successor("市建设局") == "市住房和城乡建设局"
    assert canonical("县政府办公室") == canonical("县人民政府") == "县人民政府"
    assert place_in("青澜县城关镇人民政府") == "青澜县城关镇"
    assert place_in("住房和城乡建设局") == ""
