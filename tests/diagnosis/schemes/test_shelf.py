"""Published uploads stand beside the schemes of the kernel: found by every process, frozen, read once."""

import pytest
from django.urls import reverse

from applications.roles import Role
from applications.rounds.drafts import drafts
from applications.rounds.services import NotPublished
from diagnosis.schemes.models import SchemeDraft
from diagnosis.schemes.services import close_scheme, publish_scheme
from diagnosis.schemes.shelf import SHELF, PublishedSchemes
from grading.faults import SchemeError
from grading.load import Life, UnknownScheme, lives, load_scheme, scheme_codes
from tests.applications.rounds.test_planning import open_by_hand
from tests.factories.people import make_user
from tests.factories.schemes import make_draft, make_published

pytestmark = pytest.mark.django_db


def offered() -> set[str]:
    return {one.scheme.code for one in drafts()}


def test_a_draft_is_not_found_and_a_published_one_is():
    draft = make_draft()
    with pytest.raises(UnknownScheme):
        load_scheme("2027-1")
    assert "2027-1" not in lives()

    publish_scheme(draft, by=make_user(Role.AGENCY))

    assert load_scheme("2027-1").digest == draft.digest
    assert scheme_codes() == ("2025-1", "2026-1", "2027-1")
    assert lives()["2027-1"] == Life("published", draft.digest)


def test_it_is_read_once_whatever_is_asked_of_it(django_assert_num_queries):
    make_published()
    first = load_scheme("2027-1")

    with django_assert_num_queries(0):
        assert load_scheme("2027-1") is first


def test_another_process_finds_it_at_once_by_code_and_soon_in_the_list(monkeypatch):
    elsewhere = PublishedSchemes()
    assert elsewhere.codes() == ()
    draft = make_published()

    assert elsewhere.scheme("2027-1").digest == draft.digest
    assert elsewhere.codes() == ()
    monkeypatch.setattr("diagnosis.schemes.shelf.CODES_KEPT_SECONDS", 0)
    assert elsewhere.codes() == ("2027-1",)


def test_no_round_opens_by_a_closed_scheme_and_it_stays_readable():
    draft = make_published()
    assert "2027-1" in offered()
    scheme = load_scheme("2027-1")
    open_by_hand(scheme, code="2027-1")

    close_scheme(SchemeDraft.objects.get(pk=draft.pk), by=make_user(Role.AGENCY))

    assert "2027-1" not in offered()
    with pytest.raises(NotPublished):
        open_by_hand(scheme, code="2027-2")
    SHELF.forget()
    assert load_scheme("2027-1").digest == draft.digest


def test_files_that_changed_after_the_notice_are_refused():
    draft = make_published()
    files = draft.files | {"rules.toml": draft.files["rules.toml"].replace("trim_from = 5", "trim_from = 4")}
    assert files != draft.files
    SchemeDraft.objects.filter(pk=draft.pk).update(files=files)
    SHELF.forget()

    with pytest.raises(SchemeError, match="공고 뒤에 내용이 바뀌었습니다"):
        load_scheme("2027-1")


def test_a_notice_stays_readable_when_later_rules_would_refuse_it(monkeypatch):
    make_published()
    SHELF.forget()
    monkeypatch.setattr("grading.load.scheme_faults", lambda scheme: ["stricter"])

    assert load_scheme("2027-1").code == "2027-1"


def test_everybody_reads_its_model_once_it_is_published(client):
    draft = make_draft()
    address = reverse("model") + "?scheme=2027-1"
    assert client.get(address).status_code == 404

    publish_scheme(draft, by=make_user(Role.AGENCY))

    assert client.get(address).status_code == 200
