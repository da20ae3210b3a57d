"""Which English words stand together in sentences, as short vectors: what tells the meanings of a word apart.

Positive pointwise mutual information of words within sentences, reduced by a truncated singular value decomposition
whose singular values count by their square roots (Levy, Goldberg and Dagan 2015).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 96
_FEWEST = 3
"""A word that stands in fewer sentences gets no vector."""

_SURE = 3
"""Two words that share fewer sentences than this count for less."""

_SMOOTHING = 2.0


def vectors(sentences: Sequence[Sequence[int]], *, size: int) -> NDArray[np.float32]:
    """A unit vector for each of the words 0 to `size` - 1, from sentences of such numbers; zero for rare words."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.linalg import svds

    rows = [row for row, sentence in enumerate(sentences) for _ in set(sentence)]
    columns = [word for sentence in sentences for word in set(sentence)]
    there = csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(sentences), size))
    seen = np.asarray(there.sum(axis=0)).ravel()
    frequent = np.flatnonzero(seen >= _FEWEST)
    result = np.zeros((size, DIMENSIONS), np.float32)
    if len(frequent) <= DIMENSIONS:
        return result
    there, seen = there[:, frequent], seen[frequent]
    together = (there.T @ there).tocoo()
    expected = (seen[together.row] + _SMOOTHING) * (seen[together.col] + _SMOOTHING) / len(sentences)
    information = np.log(together.data / expected) * np.minimum(1.0, together.data / _SURE)
    kept = (together.row != together.col) & (information > 0)
    matrix = csr_matrix((information[kept], (together.row[kept], together.col[kept])), shape=together.shape)
    left, singular, _ = svds(matrix.astype(np.float32), k=DIMENSIONS, random_state=0)
    result[frequent] = unit(left * np.sqrt(singular))
    return result


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row divided by its length; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    divided: NDArray[np.float32] = rows / np.maximum(lengths, 1e-6)
    return divided
