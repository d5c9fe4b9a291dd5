"""Charts: what the numbers say, drawn, named, and safe whatever the words."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from mob.web.charts import WIDTH, Bar, Column, bars, columns

SVG = "{http://www.w3.org/2000/svg}"
words = st.text(st.characters(min_codepoint=32, blacklist_categories=("Cs", "Cc", "Cn")), max_size=30)
numbers = st.integers(0, 10**9)


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


@given(words, words, st.lists(st.tuples(words, numbers), max_size=8))
def test_bars_are_well_formed_named_and_as_long_as_their_numbers(
    title: str, said: str, rows: list[tuple[str, int]]
) -> None:
    picture = drawn(bars("n", title, said, [Bar(label, value, str(value)) for label, value in rows]))
    names = (picture.attrib["aria-labelledby"] or "").split()
    assert [element.attrib["id"] for element in picture if "id" in element.attrib] == names
    assert (picture.find(f"{SVG}title").text or "") == title  # type: ignore[union-attr]
    assert (picture.find(f"{SVG}desc").text or "") == said  # type: ignore[union-attr]
    lengths = [float(r.attrib["width"]) for r in picture.iter(f"{SVG}rect") if "chart__fill" in r.attrib["class"]]
    assert len(lengths) == len(rows)
    assert all(0 <= length <= WIDTH for length in lengths)
    assert all((length > 0) == (value > 0) for length, (_, value) in zip(lengths, rows, strict=True))
    pairs = sorted(zip((value for _, value in rows), lengths, strict=True))
    assert [length for _, length in pairs] == sorted(length for _, length in pairs)


@given(st.lists(st.lists(numbers, min_size=1, max_size=3), max_size=8))
def test_columns_stay_within_their_picture(rows: list[list[int]]) -> None:
    picture = drawn(columns("n", "t", "d", [Column("S1", [("ok", v) for v in parts], "1") for parts in rows]))
    height = float(picture.attrib["viewBox"].split()[3])
    for rect in picture.iter(f"{SVG}rect"):
        assert -7 <= float(rect.attrib["y"]) <= height
        assert 0 <= float(rect.attrib["x"]) <= WIDTH


def test_nothing_typed_by_somebody_becomes_markup() -> None:
    svg = bars("n", "<script>", '"><img>', [Bar("</text><script>", 1, "<b>")])
    assert "<script" not in svg
    assert "<img" not in svg
    assert "style=" not in svg
