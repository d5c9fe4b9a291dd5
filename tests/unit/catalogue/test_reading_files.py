"""Files of aids are read whatever program saved them, and what is wrong is told by line and by name."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.catalogue.exchange import national_csv, national_row, places, plain, typed_json
from mob.catalogue.exchange.decoding import decode
from mob.catalogue.exchange.national_csv import COLUMNS
from mob.catalogue.types import Problem, TerritoryCode
from mob.directory.types import FunderKind
from mob.kernel.errors import Invalid
from mob.kernel.texts import text_of
from tests.factories.aids import aid_content, external_content

ROW = {
    "id": "42",
    "nom": "Prime vélo",
    "description": "La ville aide l’achat d’un vélo.",
    "territoire": "Ambérieu-en-Bugey",
    "territoire_insee": "01004",
    "type_financeur": "AideTerritoire",
    "financeur": "Ville d’Ambérieu",
    "condition_obtention": "- Habiter la ville",
    "modalite_versement": "Virement",
    "montant": "200 €",
    "mode_transport": '["velo"]',
    "justificatifs": '["Facture d’achat", "Pièce d’identité"]',
    "contact": "04 74 46 17 00",
    "date_fin_validite": "2026-12-31",
    "lien_souscription": "https://www.exemple.fr/velo",
}


def table(*rows, separator=";", columns=COLUMNS):
    lines = [separator.join(columns)]
    lines += [separator.join('"' + row.get(name, "").replace('"', '""') + '"' for name in columns) for row in rows]
    return "\r\n".join(lines) + "\r\n"


def only(text):
    read = national_csv.read(text, "utf-8")
    assert read.refused == [], [p.problems for p in read.refused]
    (record,) = read.records
    return record


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "µ"])
def test_any_encoding_and_separator_gives_the_same_aid(encoding, separator):
    text, _ = decode(table(ROW, separator=separator).encode(encoding))
    content = only(text).content(None)
    assert (content.fr.title, content.territories) == ("Prime vélo", (TerritoryCode("commune", "01004"),))
    assert content.valid_to == date(2026, 12, 31)
    assert (content.external_url, content.help_phone) == ("https://www.exemple.fr/velo", "04 74 46 17 00")
    assert [proof.proof_type.value for proof in content.proofs] == ["invoice", "identity"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "aid_file_empty"),
        (b"  \n", "aid_file_empty"),
        (b"%PDF-1.4\n" + bytes(range(256)), "aid_file_not_text"),
        (b"x" * 10_000_001, "aid_file_too_big"),
    ],
)
def test_what_is_not_a_text_is_refused(content, code):
    with pytest.raises(Invalid) as refusal:
        decode(content)
    assert refusal.value.code == code
    assert text_of(code, "fr", **refusal.value.params)


def test_missing_columns_are_named():
    with pytest.raises(Invalid) as refusal:
        national_csv.read("id;nom\n1;x\n", "utf-8")
    assert "description" in str(refusal.value.params["columns"])


def test_a_refused_line_is_numbered_as_in_the_file():
    bad = {
        **ROW,
        "id": "43",
        "mode_transport": '["fusée"]',
        "date_fin_validite": "demain",
        "territoire_insee": "99999",
    }
    long = {**ROW, "id": "44", "condition_obtention": "une\r\ndeux\r\ntrois"}
    read = national_csv.read(table(ROW, long, bad, {**ROW, "id": "45", "type_financeur": "?"}), "utf-8")
    assert [record.number for record in read.records] == [2, 3]
    assert [line.number for line in read.refused] == [6, 7]
    assert {p.code for p in read.refused[0].problems} == {"aid_csv_mode", "aid_csv_date", "aid_csv_territory"}
    for line in read.refused:
        for problem in line.problems:
            assert text_of(problem.code, "fr", **dict(problem.params))
            assert text_of(problem.code, "en", **dict(problem.params))


def test_a_line_with_too_many_cells_is_refused():
    read = national_csv.read(table(ROW).rstrip() + ";trop\r\n", "utf-8")
    assert [p.code for line in read.refused for p in line.problems] == ["aid_csv_too_many_cells"]


def test_an_open_quotation_mark_does_not_swallow_the_file_in_silence():
    text = table(ROW) + '"43;jamais fermé'
    read = national_csv.read(text, "utf-8")
    assert len(read.records) == 1
    assert len(read.refused) == 1


def test_the_english_column_names_of_the_second_schema_are_read():
    english = {value: key for key, value in national_csv._ENGLISH.items()}
    names = tuple(english.get(name, name) for name in COLUMNS if name != "territoire_insee")
    row = {english.get(name, name): value for name, value in ROW.items()}
    row["territoryname"] = "Île-de-France"
    content = only(table(row, columns=names)).content(None)
    assert content.territories == (TerritoryCode("region", "11"),)


@pytest.mark.parametrize(
    ("codes", "name", "expected"),
    [
        ("01004", "", ("commune", "01004")),
        ("1004", "", ("commune", "01004")),
        ("2a004", "", ("commune", "2A004")),
        ("2A", "", ("department", "2A")),
        ("200046977", "", ("epci", "200046977")),
        ("84", "Région Auvergne-Rhône-Alpes", ("region", "84")),
        ("84", "Vaucluse", ("department", "84")),
        ("11", "Île-de-France", ("region", "11")),
        ("7", "Département de l’Ardèche", ("department", "07")),
        ("971", "", ("department", "971")),
        ("", "Métropole de Lyon", ("epci", "200046977")),
        ("", "France", ("country", "FR")),
        ("FR", "", ("country", "FR")),
    ],
)
def test_territories_are_understood_as_written(codes, name, expected):
    problems: list[Problem] = []
    assert places.read(codes, name, FunderKind.TERRITORIAL, problems) == (TerritoryCode(*expected),)
    assert problems == []


@pytest.mark.parametrize(
    ("codes", "name"), [("84", ""), ("99999", ""), ("123456789", ""), ("", "Nulle part"), ("", "")]
)
def test_an_ambiguous_or_unknown_territory_is_never_guessed(codes, name):
    problems: list[Problem] = []
    assert places.read(codes, name, FunderKind.TERRITORIAL, problems) == ()
    assert len(problems) == 1


def test_what_is_written_is_read_again_unchanged():
    for content in (external_content(), aid_content()):
        row = national_row.row_of(content, slug="prime", funder="Métropole", here="https://mob.example.fr/aides/prime")
        again = only(national_csv.write([row])).content(content)
        assert again == content


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_runs_in_a_spreadsheet_and_none_is_changed_on_the_way_back(start):
    text = f'{start}HYPERLINK("http://x")'
    written = national_csv.write([{**ROW, "modalite_versement": text}])
    assert f"'{start}HYPERLINK" in written
    assert only(written).content(None).fr.payment_terms == text


def test_long_amounts_go_with_the_terms():
    row = {**ROW, "montant": "50 % du prix. " * 40, "montant_minimum": "jusqu’à 500 €"}
    content = only(table(row)).content(None)
    assert content.fr.amount_text == "jusqu’à 500 €"
    assert content.fr.payment_terms.startswith("50 % du prix.")


texts = st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=40)


@given(texts, texts, texts)
def test_any_text_survives_both_files(title, conditions, terms):
    content = external_content(title or "x")
    fr = content.fr.__class__(title.strip() or "x", "Promesse", "", conditions.strip(), "", terms.strip())
    content = content.__class__(**{name: getattr(content, name) for name in content.__slots__} | {"fr": fr})
    value = plain.plain_aid(content, key="k", slug="s", funder="F", is_draft=False)
    file = {"format": "mob-aids/1", "funders": [{"name": "F", "kind": "territorial"}], "aids": [value]}
    (record,) = typed_json.read(json.dumps(file), "utf-8").records
    assert record.content(None) == content


def test_every_wrong_value_of_a_json_aid_is_told_with_its_pointer():
    wrong = {
        "key": "k",
        "funder": "Inconnu",
        "texts": {"fr": {"title": 3, "sous-titre": "x"}},
        "level": "planet",
        "modes": ["fusée"],
        "territories": [{"kind": "commune"}],
        "valid_to": "31/12/2026",
        "max_amount_cents": "500",
        "fields": {"code": "x"},
        "couleur": "verte",
    }
    file = {"format": "mob-aids/1", "funders": [], "aids": [wrong, 3]}
    refused = typed_json.read(json.dumps(file), "utf-8").refused
    assert {problem.pointer for problem in refused[0].problems} == {
        "funder",
        "texts.fr.title",
        "texts.fr.sous-titre",
        "level",
        "modes.0",
        "territories.0.code",
        "valid_to",
        "max_amount_cents",
        "fields",
        "couleur",
    }
    assert [line.number for line in refused] == [1, 2]


@pytest.mark.parametrize(
    "text", ["{", "[]", "3", '{"format": "autre", "aids": []}', '{"format": "mob-aids/1"}', "[" * 9000]
)
def test_a_json_file_that_is_not_ours_is_refused(text):
    with pytest.raises(Invalid):
        typed_json.read(text, "utf-8")
