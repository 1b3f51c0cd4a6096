"""The sentences that say why data cannot be used, by code, in Korean and English."""

from __future__ import annotations

PAIRS: dict[str, tuple[str, str]] = {
    "no_sheets": ("진단표가 한 장도 없습니다", "There is no sheet"),
    "two_sheets": ("{assessor}: 같은 위원의 진단표가 두 장입니다", "{assessor}: two sheets of the same assessor"),
    "rating_missing": ("{assessor}: 항목 {item} 의 평점이 없습니다", "{assessor}: no rating for item {item}"),
    "not_rated_by_panel": (
        "{assessor}: {item} 은(는) 위원이 평점하는 항목이 아닙니다",
        "{assessor}: {item} is not an item that assessors rate",
    ),
    "must_apply": (
        "{assessor}: 항목 {item} 은(는) «해당 없음»으로 둘 수 없습니다",
        "{assessor}: item {item} cannot be left out as not applicable",
    ),
    "rating_off_scale": (
        "{assessor}: 항목 {item} 의 평점 {rating} 은(는) 척도에 없습니다",
        "{assessor}: rating {rating} of item {item} is not on the scale",
    ),
    "applies_disputed": (
        "항목 {item}: «해당 없음»인지 의견이 다릅니다({assessors}). 먼저 합의해야 합니다",
        "Item {item}: opinions differ on whether it applies ({assessors}); they must agree first",
    ),
    "nothing_applies": ("모든 항목이 «해당 없음»입니다", "No item applies"),
    "letter_missing": ("항목 {item} 의 KTRS 글자가 없습니다", "No KTRS letter for item {item}"),
    "no_ktrs_item": ("{item} 은(는) KTRS 항목이 아닙니다", "{item} is not a KTRS item"),
    "letter_unknown": (
        "항목 {item} 의 KTRS 글자 {letter} 은(는) 쓸 수 없습니다",
        "KTRS letter {letter} of item {item} is not allowed",
    ),
    "no_bonus": ("{scheme} 에는 제조AI 가점이 없습니다", "{scheme} has no manufacturing AI bonus"),
    "ai_above_maximum": (
        "제조AI 점수 {score} 이(가) 만점을 넘습니다",
        "Manufacturing AI score {score} is above the maximum",
    ),
    "ai_not_printed": (
        "제조AI 점수 {score} 은(는) 소수 {decimals}자리의 0 이상인 수가 아닙니다",
        "Manufacturing AI score {score} is not a number of {decimals} decimal(s), 0 or more",
    ),
    "own_must_apply": (
        "항목 {item} 은(는) «해당 없음»으로 둘 수 없습니다",
        "Item {item} cannot be left out as not applicable",
    ),
    "own_item_unknown": ("알 수 없는 항목 {item}", "Unknown item {item}"),
    "own_off_scale": (
        "항목 {item} 의 평점 {rating} 은(는) 척도에 없습니다",
        "Rating {rating} of item {item} is not on the scale",
    ),
    "digest_differs": (
        "접수할 때의 진단 체계와 지금 보관된 진단 체계의 지문이 다릅니다.",
        "The scheme kept now has another digest than the one at filing.",
    ),
    "sheets_open": (
        "마감되지 않은 평가표가 있습니다({closed} / {all}).",
        "Some sheets are not closed ({closed} of {all} are).",
    ),
    "too_few_sheets": (
        "마감된 평가표가 {closed}장입니다. {least}장 이상이어야 합니다.",
        "Closed sheets: {closed}. At least {least} are needed.",
    ),
    "letters_awaited": ("기술보증기금의 KTRS-FM 결과가 아직 없습니다.", "The KTRS-FM result of KIBO is not in yet."),
    "seal_unreadable": (
        "봉인된 평가표에 평점이 아닌 글자가 있습니다.",
        "A sealed sheet holds a character that is no rating.",
    ),
    "seal_of_other_width": (
        "봉인된 평가표의 항목 수가 진단 체계와 다릅니다.",
        "A sealed sheet has another number of items than the scheme.",
    ),
    "no_toml": ("TOML 파일이 하나도 없습니다", "There is no TOML file"),
    "toml_unreadable": ("TOML로 읽을 수 없습니다: {problem}", "Not readable as TOML: {problem}"),
    "no_title": ("출처에 제목(title)이 없습니다", "The source has no title"),
    "value_or_blank": (
        "value 와 blank = true 가운데 하나만 적어야 합니다",
        "State either value or blank = true, not both",
    ),
    "code_twice": ("같은 코드가 두 번 있습니다", "The same code stands twice"),
    "origin_incomplete": (
        "source(글자)와 assumption(true/false)은 함께 적어야 합니다",
        "State source (text) and assumption (true or false) together",
    ),
    "source_unknown": ("출처 «{source}» 가 [sources] 에 없습니다", "Source “{source}” is not in [sources]"),
    "origin_missing": ("출처(source)와 가정 여부(assumption)가 없습니다", "There is no source and no assumption flag"),
    "no_file": ("파일이 없습니다", "The file is missing"),
    "file_left_out": ("파일이 빠져 있습니다", "The file is missing from the upload"),
    "no_code": (
        "영문·숫자·붙임표로 된 20자 이내의 코드가 있어야 합니다",
        "A code of at most 20 letters, digits and hyphens is needed",
    ),
    "too_many_digits": ("자릿수가 너무 많은 수가 있습니다", "A number has too many digits"),
    "too_deep": ("표가 너무 깊이 겹쳐 있습니다", "Tables are nested too deeply"),
    "folder_of_other_name": ("폴더 이름 «{folder}» 과 다릅니다", "Differs from the name of the folder, “{folder}”"),
    "state_unknown": (
        "상태 «{state}» 은(는) 쓸 수 없습니다. 가능한 값: {allowed}",
        "State “{state}” is not allowed; one of: {allowed}",
    ),
    "locked_folder_missing": ("잠긴 평가체계의 폴더가 없습니다", "The folder of the locked scheme is missing"),
    "changed_since": (
        "공고 뒤에 내용이 바뀌었습니다(지금 {now}…, 잠금 {locked}…)",
        "Changed since it was published (now {now}…, locked {locked}…)",
    ),
    "not_table": ("표(table)여야 합니다", "Must be a table"),
    "not_text": ("따옴표로 묶은 글자여야 합니다(비어 있으면 안 됩니다)", "Must be text in quotes, not empty"),
    "not_whole": ("{least} 이상의 정수여야 합니다", "Must be a whole number, {least} or more"),
    "not_number": ("0 이상의 수여야 합니다", "Must be a number, 0 or more"),
    "not_share": ("0과 1 사이의 비율이어야 합니다", "Must be a share between 0 and 1"),
    "not_flag": ("true 또는 false 여야 합니다", "Must be true or false"),
    "not_day": ("날짜(예: 2026-05-29)여야 합니다", "Must be a date such as 2026-05-29"),
    "not_clock": ("시각(예: 18:00:00)이어야 합니다", "Must be a time such as 18:00:00"),
    "not_choice": (
        "«{value}» 은(는) 쓸 수 없습니다. 가능한 값: {allowed}",
        "“{value}” is not allowed; one of: {allowed}",
    ),
    "not_texts": ("글자를 하나 이상 담은 목록이어야 합니다", "Must be a list of at least one text"),
    "not_tables": ("표의 목록([[...]])이어야 합니다", "Must be a list of tables ([[...]])"),
    "missing": ("빠져 있습니다", "Is missing"),
    "empty": ("비워 둘 수 없습니다", "Cannot be left blank"),
    "name_unknown": ("알 수 없는 이름입니다", "Unknown name"),
    "track_unknown": ("트랙 «{track}» 이(가) 없습니다", "There is no track “{track}”"),
    "item_count": ("{stated}개라고 적었으나 {found}개입니다", "States {stated} items but has {found}"),
    "sum_of_sections": (
        "대분류 배점의 합 {found}점이 {stated}점과 다릅니다",
        "The sections add up to {found} points, not {stated}",
    ),
    "sum_of_categories": (
        "중분류 배점의 합 {found}점이 {stated}점과 다릅니다",
        "The categories add up to {found} points, not {stated}",
    ),
    "sum_of_items": (
        "항목 배점의 합 {found}점이 {stated}점과 다릅니다",
        "The items add up to {found} points, not {stated}",
    ),
    "not_rising": ("평점이 높을수록 반영률이 커야 합니다", "A higher rating must be worth more"),
    "top_not_whole": ("최고 평점의 반영률은 1이어야 합니다", "The highest rating must be worth 1"),
    "no_levels": ("등급이 하나도 없습니다", "There is no Level"),
    "stage_unknown": ("단계가 [stage] 에 없습니다", "The stage is not in [stage]"),
    "top_has_edge": ("가장 높은 등급에는 위 경계가 없어야 합니다", "The highest Level must have no upper edge"),
    "bottom_above_zero": ("가장 낮은 등급은 0에서 시작해야 합니다", "The lowest Level must begin at 0"),
    "level_unknown": ("등급 «{level}» 이(가) 없습니다", "There is no Level “{level}”"),
    "bands_out_of_order": (
        "구간의 순서가 바뀌었습니다: {own} 이(가) 위 등급의 {next} 이상입니다",
        "Bands are out of order: {own} is not below {next} of the Level above",
    ),
    "edge_missing": ("위 경계가 빠져 있습니다", "The upper edge is missing"),
    "bands_overlap": ("위 등급과 겹칩니다: {own} > {next}", "Overlaps the Level above: {own} > {next}"),
    "bands_apart": (
        "위 등급과의 사이가 비어 있습니다: {own} < {next}",
        "Leaves a gap to the Level above: {own} < {next}",
    ),
    "grade_point_differs": (
        "점수 경계에서 구한 등급점수 {expected} 와(과) 다릅니다",
        "Differs from the grade point {expected} that the edge of the score gives",
    ),
    "uniform_misses": (
        "모든 항목이 {rating}점이면 {printed}점, Level {level} 입니다. Level {rating} 이어야 합니다",
        "Every item at {rating} gives {printed} points, Level {level}; it must be Level {rating}",
    ),
    "letter_off_scale": ("평점 {rating} 은(는) 척도에 없습니다", "Rating {rating} is not on the scale"),
    "no_letters": ("KTRS 글자가 하나도 없습니다", "There is no KTRS letter"),
    "letters_and_names": ("글자마다 이름이 하나씩 있어야 합니다", "Every letter needs one name"),
    "level_not_in_table": ("등급 «{level}» 이(가) 등급표에 없습니다", "Level “{level}” is not in the table of Levels"),
    "points_and_level": (
        "혜택이 열리는 등급과 가점표의 등급이 다릅니다: {level}",
        "The Levels that open the benefit and those of its points differ: {level}",
    ),
    "threshold_no_number": ("«{value}» 은(는) 수가 아닙니다", "“{value}” is not a number"),
    "no_rounds": ("회차가 하나도 없습니다", "There is no round"),
    "closes_too_early": ("마감이 시작보다 앞섭니다", "Closes before it opens"),
    "types_by_round": (
        "회차마다 신청할 수 있는 공급기업 유형이 하나씩 있어야 합니다",
        "Every round needs its types of supplier",
    ),
    "type_unknown": ("공급기업 유형 «{kind}» 이(가) 없습니다", "There is no type of supplier “{kind}”"),
    "bonus_is_level_track": (
        "등급을 정하는 트랙은 가점 트랙이 될 수 없습니다",
        "The track that decides the Level cannot be the bonus",
    ),
    "least_above_usual": ("최소 인원이 기본 인원보다 많습니다", "The least number of assessors is above the usual one"),
    "most_below_usual": (
        "최대 인원이 기본 인원보다 적습니다",
        "The greatest number of assessors is below the usual one",
    ),
    "no_fee": ("부담금이 하나도 없습니다", "There is no fee"),
    "fee_not_whole": ("총액이 원 단위로 나누어떨어지지 않습니다", "The whole fee is not a whole number of won"),
    "step_fixed": ("평점 간격은 {step} 이어야 합니다", "The step between ratings must be {step}"),
    "scale_unknown": ("척도 «{scale}» 이(가) scales.toml 에 없습니다", "Scale “{scale}” is not in scales.toml"),
    "section_unknown": ("대분류 «{section}» 이(가) 없습니다", "There is no section “{section}”"),
    "category_unknown": ("중분류 «{category}» 이(가) 없습니다", "There is no category “{category}”"),
    "ktrs_item_varies": (
        "KTRS 항목은 유형에 따라 달리 적을 수 없습니다",
        "A KTRS item cannot read differently by type",
    ),
    "variant_of_nobody": (
        "공급기업 유형이나 기술분야를 하나 이상 적어야 합니다",
        "Name at least one type of supplier or field of technology",
    ),
    "variants_meet": ("같은 공급기업에 «{other}» 도 해당합니다", "“{other}” applies to the same supplier too"),
    "code_not_in_scheme": ("«{named}» 이(가) scheme.toml 에 없습니다", "“{named}” is not in scheme.toml"),
    "ktrs_item_always_applies": ("KTRS 항목은 «해당 없음»일 수 없습니다", "A KTRS item always applies"),
    "nothing_left_to_share": (
        "모든 항목이 «해당 없음»일 수 있으면 배점을 나눌 곳이 없습니다",
        "If every item may not apply, nothing is left to take over the points",
    ),
    "other_scheme": ("다른 평가체계로 채점한 결과입니다", "Graded by another scheme"),
    "holds_absent": ("«해당 없음» 항목이 있습니다", "Holds an item that does not apply"),
    "no_cases": ("계산 예가 하나도 없습니다", "There is no worked case"),
    "case_name_unknown": ("알 수 없는 이름 «{name}» 입니다", "Unknown name “{name}”"),
    "case_states_nothing": ("견줄 값이 하나도 없습니다", "States nothing to compare"),
    "case_refused": ("채점할 수 없습니다: {faults}", "Cannot be graded: {faults}"),
    "case_unreadable": ("읽을 수 없는 계산 예입니다: {problem}", "Not a readable case: {problem}"),
    "case_differs": ("{figure}: {stated} 이어야 하는데 {found} 입니다", "{figure}: should be {stated}, is {found}"),
    "schemes_of_name_missing": ("파일 이름의 평가체계가 없습니다", "The schemes in the name of the file are missing"),
    "schemes_of_name_differ": ("파일 이름의 평가체계와 다릅니다", "Differs from the schemes in the name of the file"),
    "not_multiple_of_step": ("평점 간격 {step} 의 배수여야 합니다", "Must be a multiple of the step {step}"),
    "item_unknown": ("항목 «{item}» 이(가) 없습니다", "There is no item “{item}”"),
    "items_each_once": (
        "{scheme} 의 모든 항목이 한 번씩 있어야 합니다",
        "Every item of {scheme} must stand exactly once",
    ),
    "points_in_order": ("시점 순서로 값이 하나 이상 있어야 합니다", "Needs at least one value, in order of time"),
}
"""Korean, English; Korean sentences carry both forms of a particle, for the facts are not known here."""

TEXTS: dict[str, dict[str, str]] = {
    "ko": {code: pair[0] for code, pair in PAIRS.items()},
    "en": {code: pair[1] for code, pair in PAIRS.items()},
}
