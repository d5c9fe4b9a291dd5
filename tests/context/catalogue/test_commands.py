"""`mob import-aids` and `mob export-aids`, as a person at a terminal uses them."""

import pytest

from mob.catalogue.models import Aid
from mob.cli import main
from tests.unit.catalogue.test_reading_files import ROW, table

pytestmark = pytest.mark.django_db


def run(capsys, *arguments):
    code = main.main(list(arguments))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_file_is_brought_in_and_taken_out(tmp_path, capsys):
    source, copy = tmp_path / "aides.csv", tmp_path / "copie.csv"
    source.write_text(table(ROW), encoding="cp1252")
    code, out, _ = run(capsys, "import-aids", str(source))
    assert (code, "1 created, 0 updated, 0 unchanged, 0 refused." in out) == (0, True)
    assert run(capsys, "export-aids", str(copy))[0] == 0
    assert copy.read_bytes().startswith("\ufeffid,nom".encode())
    code, out, _ = run(capsys, "import-aids", str(copy))
    assert (code, "0 created, 0 updated, 1 unchanged" in out) == (0, True)


def test_a_dry_run_tells_each_refused_line_with_its_number_and_writes_nothing(tmp_path, capsys):
    source = tmp_path / "aides.csv"
    source.write_text(table(ROW, {**ROW, "id": "2", "mode_transport": "fusée"}), encoding="utf-8")
    code, out, _ = run(capsys, "import-aids", str(source), "--dry-run", "--language", "fr")
    assert code == 1
    assert "line 3: Prime vélo" in out
    assert "mode_transport: « fusée »" in out.replace("\u00a0", " ")
    assert "Nothing was written" in out
    assert not Aid.objects.exists()


@pytest.mark.parametrize("content", [None, b"", b"id;nom\n1;2\n"])
def test_a_file_that_cannot_be_read_gives_a_sentence(tmp_path, capsys, content):
    source = tmp_path / "aides.csv"
    if content is not None:
        source.write_bytes(content)
    code, _, err = run(capsys, "import-aids", str(source))
    assert code == 1
    assert err.startswith("mob: ")
    assert "Traceback" not in err


def test_the_terminal_gets_json_without_a_file(capsys):
    code, out, _ = run(capsys, "export-aids")
    assert code == 0
    assert '"format": "mob-aids/1"' in out
