from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory


def rendered(source: str, path: str = "/", **context: object) -> str:
    request = RequestFactory().get(path)
    page = Template("{% load ui charts %}" + source).render(Context({"request": request, **context}))
    return " ".join(page.replace("> <", "><").split())


@pytest.mark.parametrize("name", ["kst", "kst_date", "won", "points", "elapsed", "remaining"])
def test_every_filter_writes_a_dash_for_nothing(name):
    assert rendered(f"{{{{ nothing|{name} }}}}", nothing=None) == "–"


def test_filters_write_what_formats_say():
    at = datetime(2026, 5, 29, 9, 0, tzinfo=UTC)
    page = rendered("{{ at|kst }} / {{ fee|won }} / {{ total|points }}", at=at, fee=250000, total=Decimal("1000"))
    assert page == "2026-05-29 (금) 18:00 / ₩250,000 / 1,000.0"


def test_zero_points_are_not_nothing():
    assert rendered("{{ total|points }}", total=Decimal("0.0")) == "0.0"


def test_badge_escapes_its_words_and_names_its_tone():
    page = rendered('{% badge words "success" %}', words="<b>적격</b>")
    assert page == '<span class="krds-badge bg-light-success tone-success">&lt;b&gt;적격&lt;/b&gt;</span>'


def test_badge_refuses_an_unknown_tone():
    with pytest.raises(KeyError):
        rendered('{% badge "적격" "pink" %}')


def test_notice_refuses_an_unknown_tone():
    with pytest.raises(ValueError, match="pink"):
        rendered('{% notice tone="pink" %}{% endnotice %}')


def test_level_badge_of_nothing_is_a_dash():
    assert rendered("{% level_badge level %}", level=None) == '<span class="level-badge level-none">–</span>'


def test_level_badge_says_the_level():
    assert rendered('{% level_badge "3-" %}') == '<span class="level-badge" data-stage="3">Level 3-</span>'


def test_fact_keeps_markup_of_the_template_and_escapes_values():
    page = rendered('{% fact "기업" %}<b>{{ name }}</b>{% endfact %}', name="<가>")
    assert page == '<div class="fact"><dt>기업</dt><dd><b>&lt;가&gt;</b></dd></div>'


def test_fact_without_a_value_is_a_dash():
    assert rendered('{% fact "기업" %} {% endfact %}') == '<div class="fact"><dt>기업</dt><dd>–</dd></div>'


def test_page_title_escapes_the_title_and_leaves_out_empty_actions():
    page = rendered("{% page_title title=name %}  {% endpage_title %}", name="<가>")
    assert "<h1" in page
    assert "&lt;가&gt;" in page
    assert "page-actions" not in page


def test_card_heading_has_the_asked_depth():
    assert '<h3 class="card-title">제목</h3>' in rendered('{% card title="제목" level=3 %}글{% endcard %}')


def test_table_is_a_named_region_that_the_keyboard_reaches():
    page = rendered('{% data_table caption="신청 목록" %}<tbody></tbody>{% enddata_table %}')
    assert 'tabindex="0" role="region" aria-label="신청 목록"' in page
    assert "<caption>신청 목록</caption><tbody></tbody>" in page


def test_pagination_keeps_the_rest_of_the_query():
    page = rendered("{% pagination page %}", path="/list/?q=abc&page=2", page=Paginator(range(60), 20).page(2))
    assert page.count('aria-current="page"') == 1
    assert 'class="page-navi next" href="?q=abc&amp;page=3"' in page


def test_pagination_of_one_page_is_nothing():
    assert rendered("{% pagination page %}", page=Paginator(range(3), 20).page(1)) == ""


def test_progress_is_written_in_words():
    page = rendered('{% progress 11 22 "응답" %}')
    assert "<strong>11 / 22</strong><span>(50%)</span>" in page
    assert '<progress value="11" max="22" aria-label="응답">' in page


def test_progress_of_nothing_does_not_divide():
    assert "(0%)" in rendered('{% progress 0 0 "응답" %}')


def test_steps_mark_exactly_one_as_current():
    page = rendered("{% steps labels 2 %}", labels=["가", "나", "다"])
    assert page.count('aria-current="step"') == 1
    assert page.count('class="done"') == 1


def test_steps_beyond_the_end_are_all_done():
    page = rendered("{% steps labels 4 %}", labels=["가", "나", "다"])
    assert (page.count('class="done"'), page.count("aria-current")) == (3, 0)


def test_tabs_mark_the_address_with_its_query():
    page = rendered(
        '{% tabs "묶음" links %}', path="/list/?state=paid", links=[("모두", "/all/"), ("납부", "/list/?state=paid", 3)]
    )
    assert '<a href="/list/?state=paid" aria-current="page">납부 <span class="count">3</span></a>' in page
    assert page.count("aria-current") == 1


def test_breadcrumbs_end_without_a_link():
    page = rendered('{% breadcrumbs "신청" "/a/" "A-26-1" %}')
    assert '<a href="/a/" class="txt">신청</a>' in page
    assert '<span class="txt" aria-current="page">A-26-1</span>' in page


def test_post_button_is_a_form_with_its_token():
    page = rendered('{% post_button "공개" "/publish/" name="code" value="A" %}', csrf_token="token")
    assert '<form class="post-button" method="post" action="/publish/">' in page
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="token">' in page
    assert '<input type="hidden" name="code" value="A">' in page


def test_post_button_with_a_refusal_cannot_be_pressed_and_says_why():
    page = rendered('{% post_button "공개" "/publish/" refusal="다른 사람이 공개해야 합니다." %}')
    assert "<form" not in page
    assert " disabled>공개</button>" in page
    assert "다른 사람이 공개해야 합니다." in page


def test_chart_stands_beside_the_table_of_its_figures():
    page = rendered(
        '{% chart_with_table "분포" headers rows %}{% bar_chart bars "분포" "가 3곳" %}{% endchart_with_table %}',
        headers=["등급", "수"],
        rows=[("가", 3)],
        bars=[("가", 3, "3")],
    )
    assert 'role="img" aria-label="분포. 가 3곳"' in page
    assert '<th scope="row">가</th><td class="num">3</td>' in page
