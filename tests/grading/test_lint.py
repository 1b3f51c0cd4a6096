"""Each way a scheme folder can be wrong is found, at its place, together with all the others."""

import shutil

import pytest

from grading.faults import SchemeError
from grading.load import SCHEMES, Life, digest_in, faults, locked_faults, read_scheme, shipped_lives


@pytest.fixture
def folder(tmp_path):
    """A copy of the 2026 scheme to break."""
    return shutil.copytree(SCHEMES / "2026-1", tmp_path / "2026-1")


def change(folder, name, old, new, count=1):
    path = folder / f"{name}.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), "utf-8")


def places(folder):
    return [fault.place for fault in faults(folder)]


def test_an_unbroken_folder_has_no_faults(folder):
    assert faults(folder) == []


BROKEN = {
    "variant for an unknown type": (
        "integrated",
        'supplier_types = ["SMART_SERVICE"]',
        'supplier_types = ["SMART_FARM"]',
        ["integrated/item/2.2.1/variant/SERVICE/supplier_types"],
    ),
    "variant for an unknown field": (
        "integrated",
        'technology_fields = ["CONNECTION"]',
        'technology_fields = ["MAGIC"]',
        ["integrated/item/2.3.1/variant/CONNECTION/technology_fields"],
    ),
    "two variants for one supplier": (
        "integrated",
        'technology_fields = ["CONNECTION"]',
        'technology_fields = ["AUTOMATION"]',
        ["integrated/item/2.3.1/variant/CONNECTION"],
    ),
    "variant for nobody in particular": (
        "integrated",
        'technology_fields = ["INTELLIGENCE"]\n',
        "",
        ["integrated/item/2.3.1/variant/INTELLIGENCE"] * 4,
    ),
    "KTRS item that need not apply": (
        "integrated",
        'marked_by = "KTRS"',
        'marked_by = "KTRS"\nnot_applicable = { spread = "section" }',
        ["integrated/item/1.1.1/not_applicable"],
    ),
    "points that go nowhere": (
        "mfg_ai",
        'spread = "section"',
        'spread = "nowhere"',
        ["mfg_ai/item/1.3.1/not_applicable/spread"],
    ),
    "panel larger than the largest": (
        "rules",
        "max_size = 7",
        "max_size = 2",
        ["rules/panel/max_size"],
    ),
    "unknown answer to a gap": (
        "rules",
        'on_item_gap = "reconcile"',
        'on_item_gap = "ignore"',
        ["rules/panel/on_item_gap"],
    ),
    "unknown effect of a revocation": (
        "benefits",
        'revocation = "start"',
        'revocation = "never"',
        ["benefits/benefit/BONUS_POINTS/after/revocation"],
    ),
    "gap between bands": (
        "levels",
        'score_min = "780"\nscore_max = "820"',
        'score_min = "780"\nscore_max = "815"',
        ["levels/level/3/score_max"],
    ),
    "bands overlap": (
        "levels",
        'score_max = "820"',
        'score_max = "825"',
        ["levels/level/3/score_max"],
    ),
    "edge without its grade point": (
        "levels",
        'score_min = "780"\nscore_max = "820"',
        'score_min = "785"\nscore_max = "820"',
        ["levels/level/3-/score_max", "levels/level/3/grade_point_min"],
    ),
    "edges out of order": (
        "levels",
        'score_min = "780"\nscore_max = "820"\ngrade_point_min = "2.8"',
        'score_min = "830"\nscore_max = "820"\ngrade_point_min = "3.3"',
        [
            "levels/level/3/score_max",
            "levels/level/3/grade_point_max",
            "levels/level/3-/score_max",
            "levels/level/3-/grade_point_max",
            "integrated/uniform/3",
        ],
    ),
    "the top has an upper edge": (
        "levels",
        'score_min = "950"',
        'score_min = "950"\nscore_max = "1000"',
        ["levels/level/5"],
    ),
    "the bottom does not start at 0": (
        "levels",
        'score_min = "0"',
        'score_min = "1"',
        ["levels/level/0/score_min"],
    ),
    "unknown stage": (
        "levels",
        'stage = "OPTIMISING"',
        'stage = "BEST"',
        ["levels/level/5/stage"],
    ),
    "duplicate level": (
        "levels",
        'label = "4+"',
        'label = "5"',
        ["levels/level/5"],
    ),
    "item points do not add up": (
        "integrated",
        'name_en = "Level of autonomy achieved"\npoints = 100',
        'name_en = "Level of autonomy achieved"\npoints = 90',
        ["integrated/category/2.2/points"],
    ),
    "category points do not add up": (
        "integrated",
        'name_en = "Data competence"\npoints = 100',
        'name_en = "Data competence"\npoints = 110',
        ["integrated/section/2/points", "integrated/category/2.1/points"],
    ),
    "section points do not add up": (
        "mfg_ai",
        'name_en = "Results"\npoints = 25',
        'name_en = "Results"\npoints = 26',
        ["mfg_ai/track/total_points", "mfg_ai/section/2/points"],
    ),
    "duplicate item code": ("integrated", 'code = "3.1.2"', 'code = "3.1.1"', ["integrated/item/3.1.1"]),
    "code that is not text": (
        "integrated",
        'code = "2.1.1"\ncategory = "2.1"',
        'code = 2.10\ncategory = "2.1"',
        ["integrated/item/11/code"],
    ),
    "item in no category": (
        "integrated",
        'category = "2.1"',
        'category = "2.9"',
        ["integrated/item/2.1.1/category", "integrated/category/2.1/points", "integrated/track/item_count"],
    ),
    "category in no section": (
        "integrated",
        'code = "2.1"\nsection = "2"',
        'code = "2.1"\nsection = "7"',
        ["integrated/category/2.1/section", "integrated/section/2/points", "integrated/track/item_count"],
    ),
    "wrong item count": (
        "integrated",
        "item_count = { value = 22",
        "item_count = { value = 23",
        ["integrated/track/item_count"],
    ),
    "missing anchor": (
        "integrated",
        '3 = "전사 표준에 따라 수집·저장·분석을 수행"\n',
        "",
        ["integrated/item/2.1.1/anchors/3"],
    ),
    "empty anchor": (
        "integrated",
        '3 = "전사 표준에 따라 수집·저장·분석을 수행"',
        '3 = " "',
        ["integrated/item/2.1.1/anchors/3"],
    ),
    "no evidence": (
        "integrated",
        'evidence = ["WBS", "일정표", "SW개발비·원가 산출내역"]',
        "evidence = []",
        ["integrated/item/3.1.2/evidence"],
    ),
    "unknown marker": (
        "integrated",
        'marked_by = "PANEL"',
        'marked_by = "BANK"',
        ["integrated/item/2.1.1/marked_by"],
    ),
    "misspelt key": (
        "integrated",
        'marked_by = "PANEL"\nevidence = ["WBS"',
        'marked_by = "PANEL"\nevidance = ["WBS"',
        ["integrated/item/3.1.2/evidence", "integrated/item/3.1.2/evidance"],
    ),
    "figure without source": (
        "rounds",
        'source = "press-2026-04"\nassumption = false\n',
        "",
        ["rounds/round/2026-1/code"],
    ),
    "source without flag": (
        "rules",
        "[validity]\n",
        '[validity]\nsource = "act"\n',
        ["rules/validity"],
    ),
    "unknown source": (
        "rules",
        "months = 36",
        'months = { value = 36, source = "hearsay", assumption = true }',
        ["rules/validity/months"],
    ),
    "value and blank at once": (
        "benefits",
        "threshold = { blank = true,",
        'threshold = { value = "3", blank = true,',
        ["benefits/benefit/SPECIALIST_DESIGNATION/all/level/threshold"],
    ),
    "blank where a figure is needed": (
        "rules",
        "months = 36",
        'months = { blank = true, source = "act", assumption = true }',
        ["rules/validity/months"],
    ),
    "benefit names an unknown level": (
        "benefits",
        'min_level = "3-"',
        'min_level = "3--"',
        ["benefits/benefit/EXCELLENT_REGISTRY"],
    ),
    "bonus points for an unknown level": (
        "benefits",
        '"3+" = 2',
        '"6" = 2',
        ["benefits/benefit/BONUS_POINTS"],
    ),
    "bonus points missing for a level": (
        "benefits",
        '"4+" = 3\n',
        "",
        ["benefits/benefit/BONUS_POINTS/points"],
    ),
    "stray table among the cases": ("cases", "[[case]]", "[[kase]]", ["cases/kase"]),
    "decree level unknown": (
        "benefits",
        "threshold = { blank = true,",
        'threshold = { value = "7",',
        ["benefits/benefit/SPECIALIST_DESIGNATION/all/level/threshold"],
    ),
    "uniform rating misses its level": (
        "scales",
        '3 = "0.80"',
        '3 = "0.83"',
        ["integrated/uniform/3"],
    ),
    "factors do not rise": (
        "scales",
        '3 = "0.60"\n2 = "0.40"',
        '3 = "0.40"\n2 = "0.40"',
        ["scales/scale/linear/factors"],
    ),
    "factor above one": ("scales", '5 = "1.00"', '5 = "1.01"', ["scales/scale/maturity/factors/5"]),
    "another step": ("scales", 'step = "0.5"', 'step = "0.1"', ["scales/scale/maturity/step"]),
    "unknown scale": ("mfg_ai", 'scale = "linear"', 'scale = "curved"', ["mfg_ai/track/scale"]),
    "letter off the scale": ("scales", "A = 5", "A = 6", ["scales/ktrs/ratings/A"]),
    "letter without a name": ("scales", 'E = "취약"\n', "", ["scales/ktrs/names"]),
    "fee that does not divide": (
        "integrated",
        'government_share = "0.80"',
        'government_share = "0.83"',
        ["integrated/track/fee/government_share"],
    ),
    "round closes before it opens": (
        "rounds",
        "closes_on = 2026-05-29",
        "closes_on = 2026-04-01",
        ["rounds/round/2026-1/closes_on"],
    ),
    "round nobody may apply to": (
        "mfg_ai",
        '"2026-2" = ["SMART_MFG", "SMART_SERVICE", "SMART_WORKSHOP"]',
        "",
        ["mfg_ai/track/supplier_types/2026-2"],
    ),
    "unknown supplier type": (
        "mfg_ai",
        '"2026-1" = ["SMART_MFG", "SMART_SERVICE"]',
        '"2026-1" = ["SMART_FARM"]',
        ["mfg_ai/track/supplier_types"],
    ),
    "unknown bonus mode": ("rules", 'mode = "add_to_total"', 'mode = "multiply"', ["rules/ai_bonus/mode"]),
    "bonus from an unknown track": ("rules", 'track = "MFG_AI"', 'track = "ROBOT"', ["rules/ai_bonus/track"]),
    "panel smaller than its minimum": (
        "rules",
        "default_size = 3",
        "default_size = 1",
        ["rules/panel/min_size"],
    ),
    "case that does not come out": (
        "cases",
        'base = "811.7"',
        'base = "811.6"',
        ["cases/다섯 위원: 최고 한 장과 최저 한 장을 뺌"],
    ),
    "code differs from folder": ("scheme", 'code = "2026-1"', 'code = "2026-9"', ["scheme/code"]),
}


@pytest.mark.parametrize(("name", "old", "new", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_broken_scheme_names_the_place(folder, name, old, new, expected):
    change(folder, name, old, new)

    found = places(folder)

    assert set(expected) <= set(found)
    assert len(found) >= len(expected)


def test_a_broken_scheme_is_not_used(folder):
    change(folder, "levels", 'score_max = "820"', 'score_max = "825"')

    with pytest.raises(SchemeError) as broken:
        read_scheme(folder)

    assert [fault.place for fault in broken.value.faults] == ["levels/level/3/score_max"]


def test_all_faults_are_reported_together(folder):
    change(folder, "levels", 'score_max = "820"', 'score_max = "825"')
    change(folder, "integrated", 'code = "3.1.2"', 'code = "3.1.1"')
    change(folder, "benefits", 'min_level = "3-"', 'min_level = "9"')
    change(folder, "rules", "months = 36", 'months = "three years"')

    assert {
        "levels/level/3/score_max",
        "integrated/item/3.1.1",
        "benefits/benefit/EXCELLENT_REGISTRY",
        "rules/validity/months",
    } <= set(places(folder))


def test_a_missing_file_is_named(folder):
    (folder / "levels.toml").unlink()

    assert places(folder) == ["levels.toml"]


def test_a_file_that_is_not_toml_is_named(folder):
    (folder / "rounds.toml").write_bytes(b"[[round]\n")
    (folder / "levels.toml").write_bytes("단계 = 1".encode("cp949"))

    assert {"rounds.toml", "levels.toml"} <= set(places(folder))


def test_a_key_written_twice_is_named(folder):
    change(folder, "scheme", "year = 2026", "year = 2026\nyear = 2027")

    assert "scheme.toml" in places(folder)


def test_a_folder_without_cases_is_refused(folder):
    (folder / "cases.toml").unlink()

    assert places(folder) == ["cases.toml"]


def test_a_folder_that_is_not_there_is_a_fault(tmp_path):
    assert places(tmp_path / "2031-1")[0] == "2031-1"


def test_the_digest_ignores_layout_but_no_value(folder):
    before = digest_in(folder)

    change(folder, "rules", "# 진단위원 구성", "#   진단위원   구성")
    relaid = digest_in(folder)
    change(folder, "rules", "months = 36", "months = 37")

    assert relaid == before
    assert digest_in(folder) != before


def test_a_published_scheme_that_changed_is_found(folder):
    locks = [("2026-1", "published", digest_in(folder)), ("2024-1", "closed", "0"), ("2023-1", "frozen", "0")]
    text = "".join(f'[scheme."{code}"]\nstate = "{state}"\ndigest = "{digest}"\n' for code, state, digest in locks)
    (folder.parent / "locked.toml").write_text(text)
    unchanged = [fault.place for fault in locked_faults(folder.parent)]

    change(folder, "rules", "months = 36", "months = 37")

    assert unchanged == ["locked.toml/2023-1", "locked.toml/2024-1"]
    assert [fault.place for fault in locked_faults(folder.parent)] == [
        "locked.toml/2023-1",
        "locked.toml/2024-1",
        "locked.toml/2026-1",
    ]


def test_a_draft_may_change(folder):
    (folder.parent / "locked.toml").write_text("")
    change(folder, "rules", "months = 36", "months = 37")

    assert locked_faults(folder.parent) == []
    assert shipped_lives(folder.parent) == {"2026-1": Life("draft", None)}


def test_a_draft_named_in_the_lock_file_is_still_open(folder):
    (folder.parent / "locked.toml").write_text('[scheme."2026-1"]\nstate = "draft"\n')
    change(folder, "rules", "months = 36", "months = 37")

    assert locked_faults(folder.parent) == []
