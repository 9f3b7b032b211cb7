"""Pieces of JSON made once, of which a result is put together by their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.intp]


class Pieces:
    """All pieces in one table; a result is the pieces at its places, joined."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._table: npt.NDArray[Any] = np.empty(0, dtype=object)

    def add(self, pieces: Sequence[bytes]) -> int:
        """Adds pieces and answers the place of the first."""
        first = len(self._pieces)
        self._pieces.extend(pieces)
        return first

    def close(self) -> None:
        """No more pieces come."""
        self._table = np.array(self._pieces, dtype=object)

    def at(self, places: Sequence[Places]) -> list[list[bytes]]:
        """For each case its pieces; `places` has one array a column."""
        rows: list[list[bytes]] = self._table[np.stack(places, axis=1)].tolist()
        return rows


class ListPieces:
    """A JSON list of any of the given items, chosen by bits, as one piece for each eight items.

    The items' own JSON is given; `before` and `after` are what stands around the list in the result.
    """

    def __init__(self, pieces: Pieces, items: Sequence[bytes], before: bytes, after: bytes) -> None:
        self.octets = max(1, (len(items) + 7) // 8)
        self._first: list[int] = []
        for octet in range(self.octets):
            eight = items[octet * 8 : octet * 8 + 8]
            opening = before if octet == 0 else b""
            closing = after if octet == self.octets - 1 else b""
            chosen = [b",".join(item for bit, item in enumerate(eight) if number >> bit & 1) for number in range(256)]
            fresh = [opening + text + closing for text in chosen]
            following = [opening + (b"," + text if text else b"") + closing for text in chosen]
            self._first.append(pieces.add([*fresh, *following]))

    def places(self, bits: npt.NDArray[np.uint8], begun: npt.NDArray[np.bool_] | None = None) -> list[Places]:
        """Where the pieces are: `bits` has a row an octet; `begun` says for which cases the list has items already."""
        columns = []
        for octet, first in enumerate(self._first):
            column = bits[octet].astype(np.intp) + first
            if begun is not None:
                column += begun * 256
            columns.append(column)
            some = bits[octet] != 0
            begun = some if begun is None else begun | some
        return columns
