import tomllib

from django.utils import translation

from applications.suppliers.entry.models import AiAbility, StaffPerson, Technology, TrackRecord
from applications.suppliers.entry.vocabulary import TABLE, codes, terms

COLUMNS = {
    "technology": Technology._meta.get_field("code"),
    "mode": Technology._meta.get_field("mode"),
    "ai_function": AiAbility._meta.get_field("function"),
    "ai_process": AiAbility._meta.get_field("process"),
    "role": StaffPerson._meta.get_field("role"),
    "education": StaffPerson._meta.get_field("education"),
    "reached": TrackRecord._meta.get_field("reached"),
    "industry": TrackRecord._meta.get_field("industry"),
}


def test_the_lists_are_those_of_the_official_forms():
    by_group = {group: [one.code for one in terms("technology") if one.group == group] for group in ("SW", "HW", "ETC")}

    assert [len(by_group[group]) for group in ("SW", "HW", "ETC")] == [11, 6, 8]
    assert (len(codes("ai_function")), len(codes("ai_process"))) == (5, 7)
    assert [one.name for one in terms("reached")] == ["ICT 미적용", "기초", "중간1", "중간2", "고도"]


def test_every_code_fits_its_column_and_every_list_names_its_source():
    parts = tomllib.loads(TABLE.read_text("utf8"))

    assert [kind for kind, column in COLUMNS.items() if max(map(len, codes(kind))) > column.max_length] == []
    assert {part["source"] for part in parts["list"]} == set(parts["sources"])


def test_a_name_follows_the_language_of_the_page():
    with translation.override("en"):
        english = [one.label for one in terms("mode")]

    assert (english, [one.label for one in terms("mode")]) == (["On-premises", "Cloud"], ["독립형", "클라우드형"])
