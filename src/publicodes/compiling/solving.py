"""Values found by trying: « inversion numérique » and « résoudre la référence circulaire »."""

from __future__ import annotations

from collections.abc import Callable

MAX_TRIES = 80
TOLERANCE = 1e-10


def root(gap: Callable[[float], float | None], near: float) -> float | None:
    """A number for which `gap` is nought; None when none is found or when it cannot be computed.

    Secant steps first (exact at once when the gap is a straight line), then halving between two numbers of opposite sign.
    """
    tried: list[tuple[float, float]] = []
    a, b = near, near * 1.1 + 1.0
    for _ in range(MAX_TRIES):
        for x in (a, b):
            if all(x != known for known, _ in tried):
                y = gap(x)
                if y is None:
                    return None
                tried.append((x, y))
        (xa, ya), (xb, yb) = _last_two(tried, a, b)
        if abs(yb) <= TOLERANCE * max(1.0, abs(xb)):
            return xb
        if yb == ya:
            break
        a, b = b, xb - yb * (xb - xa) / (yb - ya)
        if abs(b) > 1e15 or b != b:
            break
    return _halved(gap, tried)


def _last_two(tried: list[tuple[float, float]], a: float, b: float) -> tuple[tuple[float, float], tuple[float, float]]:
    known = dict(tried)
    return (a, known[a]), (b, known[b])


def _halved(gap: Callable[[float], float | None], tried: list[tuple[float, float]]) -> float | None:
    low = max((point for point in tried if point[1] < 0), default=None)
    high = min((point for point in tried if point[1] > 0), default=None)
    if low is None or high is None:
        return None
    below, above = low[0], high[0]
    for _ in range(200):
        middle = (below + above) / 2
        y = gap(middle)
        if y is None:
            return None
        if abs(y) <= TOLERANCE * max(1.0, abs(middle)):
            return middle
        below, above = (middle, above) if y < 0 else (below, middle)
    return None
