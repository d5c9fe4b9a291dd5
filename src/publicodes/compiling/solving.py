"""Values found by trying: « inversion numérique » and « résoudre la référence circulaire »."""

from __future__ import annotations

from collections.abc import Callable

MAX_TRIES = 80
TOLERANCE = 1e-10
# Where the reference engine looks for a value defined by itself, how finely, and how long.
LOWEST, HIGHEST, STEP, STEPS = -1e6, 1e8, 0.5, 25
HOLDS = 0.01

Gap = Callable[[float], float | None]


def fixed_point(gap: Gap) -> float | None:
    """A number for which `gap` is nought, by Brent's method: of several solutions, the one the reference engine finds.

    Exact when the gap is a straight line; otherwise as fine as there. None when nothing is found that holds to 1 %.
    """
    low, high = gap(LOWEST), gap(HIGHEST)
    if low is None or high is None:
        return None
    found = _Brent(gap, (LOWEST, low), (HIGHEST, high)).solve()
    return found[0] if found and abs(found[1]) <= HOLDS * max(1.0, abs(found[0])) else None


class _Brent:
    """`best` is the best point so far, `last` the one before, `other` the best on the other side of the solution."""

    def __init__(self, gap: Gap, low: tuple[float, float], high: tuple[float, float]) -> None:
        self.gap = gap
        self.last, self.best, self.other = low, high, low

    def solve(self) -> tuple[float, float] | None:
        for _ in range(STEPS):
            before = self.best[0] - self.last[0]
            if abs(self.other[1]) < abs(self.best[1]):
                self.last, self.best, self.other = self.best, self.other, self.best
            least = 1e-15 * abs(self.best[0]) + STEP / 2
            half = (self.other[0] - self.best[0]) / 2
            if abs(half) <= least or self.best[1] == 0:
                return self.best
            step = self.interpolated(before, half, least)
            if abs(step) < least:
                step = least if step > 0 else -least
            y = self.gap(self.best[0] + step)
            if y is None:
                return None
            self.last, self.best = self.best, (self.best[0] + step, y)
            if y * self.other[1] > 0:
                self.other = self.last
        return None

    def interpolated(self, before: float, half: float, least: float) -> float:
        """The next step: along a line or a parabola where that stays inside, else half of what is left."""
        (a, fa), (b, fb), (c, fc) = self.last, self.best, self.other
        if abs(before) < least or abs(fa) <= abs(fb):
            return half
        if a == c:
            over, under = (c - b) * (fb / fa), 1 - fb / fa
        else:
            q, r, s = fa / fc, fb / fc, fb / fa
            over = s * ((c - b) * q * (q - r) - (b - a) * (r - 1))
            under = (q - 1) * (r - 1) * (s - 1)
        under, over = (-under, over) if over > 0 else (under, -over)
        inside = over < 0.75 * (c - b) * under - abs(least * under) / 2 and over < abs(before * under / 2)
        return over / under if inside else half


def root(gap: Gap, near: float) -> float | None:
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


def _halved(gap: Gap, tried: list[tuple[float, float]]) -> float | None:
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
