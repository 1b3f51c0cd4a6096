"""From draft to notice: nothing half stored, a second person, once."""

import pytest
from django.core.exceptions import PermissionDenied

from applications.audit.models import Event
from applications.roles import PEOPLE, Role
from diagnosis.schemes.folders import folder_of, scheme_of
from diagnosis.schemes.models import DraftState, SchemeDraft
from diagnosis.schemes.services import (
    MovedAlready,
    NotSound,
    close_scheme,
    discard_scheme,
    publish_scheme,
    upload_scheme,
)
from grading.load import SCHEMES, digest_in
from tests.factories.people import make_user
from tests.factories.schemes import make_draft, scheme_files

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return list(Event.objects.filter(stream__startswith="scheme:").order_by("number").values_list("verb", flat=True))


def test_an_upload_becomes_a_draft_with_the_kernels_own_digest():
    draft = make_draft()

    assert (draft.code, draft.state, draft.title) == ("2027-1", DraftState.DRAFT, "2026년 스마트공장 공급기업 역량진단")
    assert draft.digest == digest_in(folder_of(draft)) == scheme_of(draft).digest
    assert verbs() == ["scheme.uploaded"]


def test_the_same_files_again_are_the_same_draft():
    first = make_draft()

    assert make_draft() == first
    assert (SchemeDraft.objects.count(), verbs()) == (1, ["scheme.uploaded"])


def test_other_cases_under_the_same_digest_are_another_draft():
    first = make_draft()
    files = scheme_files()
    files["cases.toml"] += "# 계산 예의 설명\n"

    second = upload_scheme(files, by=make_user(Role.AGENCY))

    assert (second.digest, second.pk != first.pk) == (first.digest, True)


def test_a_faulty_upload_stores_nothing():
    with pytest.raises(NotSound) as refused:
        make_draft(levels=('min = "950"', 'min = "940"'))

    assert any("levels/" in fault.place for fault in refused.value.faults)
    assert (SchemeDraft.objects.count(), verbs()) == (0, [])


@pytest.mark.parametrize("role", sorted(PEOPLE - {Role.AGENCY}))
def test_nobody_but_the_agency_brings_schemes_in(role):
    with pytest.raises(PermissionDenied, match="전담기관만"):
        upload_scheme(scheme_files(), by=make_user(role))


def test_a_second_person_publishes():
    uploader = make_user(Role.AGENCY)
    draft = make_draft(by=uploader)
    with pytest.raises(PermissionDenied, match="올린 사람은 공고할 수 없습니다"):
        publish_scheme(draft, by=uploader)
    official = make_user(Role.AGENCY)

    publish_scheme(draft, by=official)

    draft.refresh_from_db()
    assert (draft.state, draft.published_by, verbs()) == (
        DraftState.PUBLISHED,
        official,
        ["scheme.uploaded", "scheme.published"],
    )


def test_two_officials_with_the_same_page_publish_once():
    draft = make_draft()
    stale = SchemeDraft.objects.get(pk=draft.pk)
    publish_scheme(draft, by=make_user(Role.AGENCY))
    stale.code = "2027-9"  # past the question whether the code is taken, as if both had asked at once

    with pytest.raises(MovedAlready):
        publish_scheme(stale, by=make_user(Role.AGENCY))

    assert verbs().count("scheme.published") == 1


@pytest.mark.parametrize("code", ["2026-1", "2027-1"])
def test_a_code_is_published_once(code):
    if code == "2027-1":
        publish_scheme(make_draft(code), by=make_user(Role.AGENCY))
    again = make_draft(code, scheme=('title_en = "2026', 'title_en = "Again 2026'))

    with pytest.raises(PermissionDenied, match=code):
        publish_scheme(again, by=make_user(Role.AGENCY))


def test_a_draft_that_was_touched_in_the_store_is_not_published():
    draft = make_draft()
    draft.files["rules.toml"] = draft.files["rules.toml"].replace("trim_from =", "trim_form =", 1)
    draft.save()

    with pytest.raises(NotSound):
        publish_scheme(draft, by=make_user(Role.AGENCY))

    draft.refresh_from_db()
    assert draft.state == DraftState.DRAFT


def test_closing_and_discarding_are_for_their_states_alone():
    published, draft = make_draft(), make_draft("2028-1")
    publish_scheme(published, by=make_user(Role.AGENCY))
    published.refresh_from_db()
    official = make_user(Role.AGENCY)
    with pytest.raises(PermissionDenied):
        close_scheme(draft, by=official)
    with pytest.raises(PermissionDenied):
        discard_scheme(published, by=official)

    close_scheme(published, by=official)
    discard_scheme(draft, by=official)

    states = dict(SchemeDraft.objects.values_list("code", "state"))
    assert states == {"2027-1": DraftState.CLOSED, "2028-1": DraftState.DISCARDED}


def test_the_folder_is_written_anew_where_it_is_gone():
    draft = make_draft()
    folder = folder_of(draft)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()

    assert digest_in(folder_of(draft)) == draft.digest


def test_the_kernels_own_folders_are_never_written():
    before = {path: path.read_bytes() for path in SCHEMES.rglob("*.toml")}

    publish_scheme(make_draft(), by=make_user(Role.AGENCY))

    assert {path: path.read_bytes() for path in SCHEMES.rglob("*.toml")} == before
