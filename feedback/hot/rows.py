"""Many messages as one sparse matrix. Needs scipy: memory is a few hundred numbers for each message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from feedback.hot.vectors import counted, different, space_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.hot.vectors import Said, Space


def space_and_rows(messages: Sequence[Said]) -> tuple[Space, Any]:
    """The space of some messages and the messages in it, a row of length one each. Copies of a text count once."""
    found = [counted(one) for one in messages]
    space = space_of(found, different(messages))
    placed = [space.weigh(*one) for one in found]
    ends = np.cumsum([0, *(len(columns) for columns, _values in placed)])
    columns = np.concatenate([np.zeros(0, np.int64), *(one for one, _values in placed)])
    values = np.concatenate([np.zeros(0, np.float32), *(one for _columns, one in placed)])
    return space, sparse.csr_matrix((values, columns, ends), shape=(len(placed), len(space.vocabulary)))
