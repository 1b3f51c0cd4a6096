"""Documents out of the store: for an item, for several, brought up to date, warned of when stale or infected."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.documents import kinds
from applications.documents.models import Document, Scan
from diagnosis.answers.models import Answer, Evidence
from diagnosis.answers.queries import document_gaps, evidence_of
from tests.factories.answers import make_answers, make_evidence
from tests.factories.documents import PDF, make_version
from tests.factories.suppliers import make_supplier


def pick_url(application, item="2.1.1"):
    return f"/applications/{application.code}/items/{item}/pick/"


def section_url(application):
    return f"/applications/{application.code}/sections/2/"


def long_before(application):
    return timezone.localtime(application.round.closes_at).date() - timedelta(days=120)


def test_documents_are_put_forward_for_several_items_at_once(owner, application):
    version = make_version(application.supplier, title="납세증명")
    foreign = make_version(make_supplier(), title="남의 문서")

    page = owner.get(pick_url(application)).content.decode()
    answer = owner.post(pick_url(application), {"documents": [version.key], "items": ["2.1.1", "2.2.1"]})

    assert ("납세증명" in page, "남의 문서" in page) == (True, False)
    assert answer["Location"] == f"{section_url(application)}#item-2.1.1"
    assert set(Evidence.objects.values_list("item_code", "version")) == {("2.1.1", version.pk), ("2.2.1", version.pk)}
    refused = owner.post(pick_url(application), {"documents": [foreign.key], "items": ["2.1.1"]})
    assert (refused.status_code, "보관함에 없습니다" in refused.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"items": ["2.1.1"]}, "넣을 문서를 하나 이상"),
        ({"items": ["2.1.1"], "documents": ["nonsense"]}, "보관함에 없습니다"),
        ({"items": []}, "항목을 하나 이상"),
    ],
)
def test_a_choice_of_nothing_says_what_is_missing(owner, application, chosen, sentence):
    make_version(application.supplier)

    answer = owner.post(pick_url(application), chosen)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_unknown_items_are_not_found(owner, application):
    assert owner.get(pick_url(application, "9.9.9")).status_code == 404


def test_without_javascript_the_way_to_the_store_saves_what_was_typed(owner, application):
    typed = {"2.1.1-version": "0", "2.1.1-rating": "3.0", "2.1.1-text": "쓰던 글", "pick": "2.1.1"}

    answer = owner.post(section_url(application), typed)

    assert answer["Location"] == pick_url(application)
    assert Answer.objects.get(item_code="2.1.1").text == "쓰던 글"


def test_an_older_version_is_replaced_by_the_newest_when_asked(owner, application):
    use = make_evidence(application, "2.1.1")
    newer = make_version(application.supplier, PDF + b"%\n", document=use.version.document, name="새 소개.pdf")

    assert "새 판으로 바꾸기" in owner.get(section_url(application)).content.decode()
    owner.post(section_url(application), {"renew": use.pk})

    assert [row.version for row in Evidence.objects.all()] == [newer]
    assert "새 판으로 바꾸기" not in owner.get(section_url(application)).content.decode()


def test_a_stale_document_is_warned_of_and_does_not_block(owner, application):
    version = make_version(application.supplier, kind="national_tax", issued_on=long_before(application))
    make_evidence(application, "2.1.1", version=version)

    for path in (section_url(application), f"/applications/{application.code}/review/", pick_url(application)):
        assert "만료된 문서예요" in owner.get(path).content.decode()
    assert [gap.blocks for gap in document_gaps(application, evidence_of(application))] == [False]


def test_a_rule_that_blocks_keeps_the_filing_back(owner, application, monkeypatch):
    make_answers(application)
    rule = {"kind": "national_tax", "months": 3, "blocks": True, "source": "applied"}
    version = make_version(application.supplier, kind="national_tax", issued_on=long_before(application))
    make_evidence(application, "2.1.1", version=version)
    review = f"/applications/{application.code}/review/"
    assert "제출하기 전에 채울 것이" not in owner.get(review).content.decode()

    monkeypatch.setitem(kinds._table(), "rule", [rule])

    assert "제출하기 전에 채울 것이 1개" in owner.get(review).content.decode()


def test_an_infected_file_blocks_the_filing(owner, application):
    make_answers(application)
    use = make_evidence(application, "2.1.1")
    review = f"/applications/{application.code}/review/"
    assert "제출하기 전에 채울 것이" not in owner.get(review).content.decode()

    type(use.version).objects.update(scan=Scan.INFECTED)

    assert "제출하기 전에 채울 것이 1개" in owner.get(review).content.decode()


def test_the_store_names_what_a_receipt_refers_to_after_it_was_replaced(owner, application):
    use = make_evidence(application, "2.1.1")
    file = {"item": "2.1.1", "name": "a.pdf", "size": 1, "sha256": use.version.sha256}
    application.submissions.create(
        number=1,
        receipt_number="R-1",
        arrived_at=timezone.now(),
        order_number=1,
        manifest={"files": [file]},
        submitted_by=application.created_by,
    )
    document = use.version.document
    use.delete()

    answer = owner.post(f"/documents/{document.key}/remove/")

    assert (answer.status_code, Document.objects.count()) == (403, 1)
    assert "접수증 R-1" in owner.get(f"/documents/{document.key}/").content.decode()
