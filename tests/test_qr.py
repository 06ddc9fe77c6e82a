"""The reader of QR codes reads what is written by somebody else."""

from __future__ import annotations

from io import BytesIO

import pytest
import segno
from PIL import Image

from tests import qr


@pytest.mark.parametrize("error", "LMQH")
@pytest.mark.parametrize("version", range(1, 11))
def test_what_was_drawn_is_read(version: int, error: str) -> None:
    room = sum(count * length for count, length in qr._BLOCKS[version, error]) - (3 if version > 9 else 2)
    text = ("http://portal.example/d/" + "23456789abcdefgh/" * 20)[:room]
    for mask in range(8):
        code = segno.make_qr(text, version=version, error=error, mode="byte", mask=mask, boost_error=False)
        out = BytesIO()
        code.save(out, kind="png", scale=3 + mask % 3, border=4)
        assert qr.read(Image.open(out)) == text, (code.designator, mask)


def test_a_picture_without_a_code_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing dark"):
        qr.read(Image.new("RGB", (50, 50), "white"))
