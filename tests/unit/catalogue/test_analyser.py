"""What people type and what aids say meet: accents, plurals, feminines, elisions, one slip."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.catalogue.search import analyser, synonyms

letters = st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vélo", "vélos"),
        ("métro", "METROS"),
        ("étudiant", "étudiantes"),
        ("régional", "régionaux"),
        ("abonnement", "abonnements"),
        ("employé", "employées"),
        ("covoitureur", "covoitureuse"),
        ("vélo", "l’vélo"),
        ("bateau", "bateaux"),
        ("cœur", "coeurs"),
        ("gratuit", "gratuite"),
    ],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert analyser.stems(one) == analyser.stems(other)


@pytest.mark.parametrize(("one", "other"), [("vélo", "vol"), ("bus", "but"), ("train", "trame"), ("ville", "vélo")])
def test_different_words_keep_different_stems(one, other):
    assert analyser.stems(one) != analyser.stems(other)


def test_elisions_and_common_words_are_left_out():
    assert analyser.words("L’achat d'un vélo jusqu’à l’été") == ["achat", "velo", "ete"]


@given(st.text(max_size=60))
def test_any_text_is_read_without_error_and_reading_it_again_changes_nothing(text):
    words = analyser.words(text)
    assert analyser.words(" ".join(words)) == words
    assert all(len(analyser.stem(word)) >= min(3, len(word)) for word in words)


def _distance(a: str, b: str) -> int:
    """Optimal string alignment, the slow textbook way."""
    rows = [[i + j if 0 in (i, j) else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            cost = a[i - 1] != b[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(letters, st.data())
def test_one_slip_agrees_with_the_textbook_distance(word, data):
    start = data.draw(st.integers(0, len(word)))
    end = data.draw(st.integers(start, min(len(word), start + 2)))
    other = word[:start] + data.draw(st.text(alphabet="abz", max_size=2)) + word[end:]
    assert analyser.within_one_slip(word, other) == (_distance(word, other) <= 1)


@given(letters, st.integers(0, 11), st.sampled_from("aez"))
def test_words_one_slip_apart_share_a_shorter_form(word, place, letter):
    place = place % len(word)
    swapped = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    for other in (word[:place] + letter + word[place:], word[:place] + word[place + 1 :], swapped):
        assert analyser.one_letter_less(word) & analyser.one_letter_less(other)


def test_every_concept_is_recognised_by_each_of_its_phrases():
    for concept in synonyms.CONCEPTS:
        for phrase in concept.phrases:
            found = {code for _, _, code in synonyms.found_in(analyser.stems(phrase))}
            assert f"={concept.code}" in found, phrase
