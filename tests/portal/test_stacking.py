from django.template import engines

TABLE = """{% load ui %}{% data_table caption="표" stack=stack %}
<thead><tr><th scope="col">항목</th><th scope="col" class="num">{{ heading }}</th></tr></thead>
<tbody><tr><th scope="row">1.1</th><td class="num">4</td></tr><tr><th scope="row">1.2</th><td>–</td></tr></tbody>
{% enddata_table %}"""


def shown(**context: object) -> str:
    return engines["django"].from_string(TABLE).render({"heading": "평점", **context})


def test_cells_of_a_stacked_table_carry_their_column():
    page = shown(stack=True)

    assert page.count('<td role="cell" data-label="평점"') == 2
    assert page.count('role="row"') == 3
    assert [page.count(f'role="{role}"') for role in ("columnheader", "rowheader", "rowgroup", "table")] == [2, 2, 2, 1]


def test_a_heading_cannot_leave_its_attribute():
    page = shown(stack=True, heading='"><script>')

    assert "<script>" not in page
    assert 'data-label="&quot;&gt;&lt;script&gt;"' in page


def test_an_ordinary_table_is_left_as_it_is():
    page = shown(stack=False)

    assert "data-label" not in page
    assert "role=" not in page.replace('role="region"', "")
