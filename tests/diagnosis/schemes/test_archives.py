"""What may be uploaded as a scheme folder, and what is refused before anything of it is read."""

import io
import zipfile

import pytest

from diagnosis.schemes.archives import LARGEST_FILE, ArchiveRefused, code_in, files_in
from diagnosis.schemes.soundness import judged
from tests.factories.schemes import scheme_files, zipped


def refused(archive) -> str:
    with pytest.raises(ArchiveRefused) as caught:
        files_in(archive)
    return "\n".join(caught.value.faults)


@pytest.mark.parametrize("folder", ["", "2027-1/"])
def test_files_may_lie_bare_or_in_one_folder(folder):
    files = scheme_files()

    assert files_in(zipped(files, folder)) == files


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("../scheme.toml", "한 폴더에 나란히"),
        ("a/b/scheme.toml", "한 폴더에 나란히"),
        ("/etc/scheme.toml", "한 폴더에 나란히"),
        ("a\\scheme.toml", "파일 이름은 영문 소문자"),
        ("Scheme.TOML", "파일 이름은 영문 소문자"),
        ("run.sh", "파일 이름은 영문 소문자"),
        ("한글.toml", "파일 이름은 영문 소문자"),
    ],
)
def test_a_path_or_a_strange_name_is_refused(name, sentence):
    assert sentence in refused(zipped({name: "a = 1"}))


def test_every_fault_of_an_archive_is_told_at_once():
    said = refused(zipped({"a.exe": "x", "big.toml": "#" * (LARGEST_FILE + 1), "x/y.toml": ""}))

    assert [sentence in said for sentence in ("a.exe", "big.toml: 파일이 너무 큽니다", "한 폴더에")] == [True] * 3


def test_too_many_files_are_refused():
    assert "21개입니다" in refused(zipped({f"f{number}.toml": "" for number in range(21)}))


def test_the_same_name_twice_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("scheme.toml", "a = 1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("scheme.toml", "a = 2")

    assert "두 번 있습니다" in refused(packed)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"not a zip at all"])
def test_what_is_no_zip_is_refused(content):
    assert "ZIP 파일로 열 수 없습니다" in refused(io.BytesIO(content))


def test_an_empty_zip_is_refused():
    assert "파일이 없습니다" in refused(zipped({}))


def test_text_that_is_not_utf8_is_refused():
    assert "UTF-8" in refused(zipped({"scheme.toml": "code = '가'".encode("cp949")}))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('code = "2027-1"', "2027-1"),
        ('code = { value = "2027-1", source = "x", assumption = true }', "2027-1"),
        ('code = "../etc"', ""),
        ('code = "a/b"', ""),
        ("code = 2027", ""),
        ("code =", ""),
        ("code = " + "[" * 5000, ""),
        ("code = " + "9" * 5000, ""),
        ("", ""),
    ],
)
def test_only_a_plain_code_becomes_a_folder(text, code):
    assert code_in({"scheme.toml": text}) == code


@pytest.mark.parametrize(
    ("figure", "reason"),
    [("1e999999999", "자릿수"), ("9" * 5000, "자릿수"), ("0." + "1" * 400, "자릿수"), ("[" * 5000, "깊이")],
)
def test_numbers_and_tables_without_end_are_faults_and_no_crash(figure, reason):
    files = scheme_files()
    files["levels.toml"] += f"\nextra = {figure}\n"

    (fault,) = judged(files).faults

    assert (fault.place, reason in str(fault)) == ("levels.toml", True)


def test_a_sound_folder_is_a_scheme():
    judgement = judged(scheme_files())

    assert (judgement.code, judgement.faults, judgement.scheme.code) == ("2027-1", (), "2027-1")


def test_every_fault_of_a_folder_is_told_with_its_place():
    files = scheme_files(levels=('min = "950"', 'min = "940"'), integrated=("points = 100", "points = 101"))

    places = {fault.place for fault in judged(files).faults}

    assert len(places) > 2
    assert any(place.startswith("levels/") for place in places)
    assert any(place.startswith("integrated/") for place in places)


def test_a_folder_without_scheme_toml_says_so():
    files = scheme_files()
    del files["scheme.toml"]

    assert [str(fault) for fault in judged(files).faults] == ["scheme.toml: 파일이 빠져 있습니다"]
