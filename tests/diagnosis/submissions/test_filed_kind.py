"""What kind of supplier is judged is settled by the filing, whatever the profile says afterwards."""

import pytest

from applications import clock
from applications.filing.models import Application, Submission
from applications.filing.workflow import State
from applications.roles import Role
from applications.suppliers.models import Supplier
from diagnosis.answers.queries import kind_of
from diagnosis.scoring.marks import Case, kinds_of
from diagnosis.submissions.manifest import kind_in
from diagnosis.submissions.services import ChangedSince, submit
from grading.kinds import Kind
from tests.factories.answers import make_answers
from tests.factories.filing import make_application
from tests.factories.people import make_user
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
FILED, LATER = Kind("SMART_MFG", "INFORMATION"), Kind("SMART_SERVICE", "AUTOMATION")
AGREED = {"personal": True, "kibo": True}


@pytest.fixture
def application() -> Application:
    company = {"supplier_type": FILED.supplier_type, "technology_field": FILED.technology_field}
    made = make_application(supplier=make_supplier(**company))
    make_answers(made)
    return made


def filed(application: Application) -> Submission:
    return submit(application, by=application.created_by, arrived_at=clock.now(), consents=AGREED)


def change_profile() -> None:
    Supplier.objects.update(supplier_type=LATER.supplier_type, technology_field=LATER.technology_field)


def stored() -> Application:
    return Application.objects.select_related("supplier").get()


def judged() -> Kind:
    """What a scoring run takes."""
    return kinds_of([Case(*Application.objects.values_list(*Case._fields).get())])[stored().pk]


def test_a_filed_application_is_judged_as_it_was_filed(application):
    submission = filed(application)
    change_profile()

    assert (kind_of(stored()), judged()) == (FILED, FILED)
    assert kind_in(submission.manifest) == "스마트제조 · 정보화솔루션"


def test_control_what_was_never_filed_follows_the_profile(application):
    change_profile()

    assert (kind_of(stored()), judged()) == (LATER, LATER)


def test_a_supplement_keeps_the_kind_and_a_new_filing_takes_the_present_one(application, client):
    filed(application)
    change_profile()
    Application.objects.update(state=State.SUPPLEMENT)
    filed(stored())
    assert (judged(), kind_in(Submission.objects.get(number=2).manifest)) == (FILED, "스마트제조 · 정보화솔루션")

    client.force_login(application.created_by)
    client.post(f"/applications/{application.code}/move/withdraw_submitted/", {"reason": "유형이 바뀌었습니다."})
    assert judged() == LATER
    client.post(f"/applications/{application.code}/move/reopen/")
    filed(stored())
    assert (judged(), kind_in(Submission.objects.get(number=3).manifest)) == (LATER, "스마트서비스 · 자동화기기")


def test_review_page_receipt_and_the_officials_page_say_it(application, client):
    client.force_login(application.created_by)
    review, receipt = (f"/applications/{application.code}/{page}/" for page in ("review", "receipt"))
    assert "스마트제조 · 정보화솔루션" in client.get(review).content.decode()
    filed(application)
    change_profile()

    pages = [client.get(page).content.decode() for page in (review, receipt)]
    client.force_login(make_user(Role.OPERATOR))
    pages.append(client.get(f"/cases/{application.code}/").content.decode())
    assert ["스마트제조 · 정보화솔루션" in page for page in pages] == [True] * 3


def test_who_saw_another_kind_on_the_review_page_does_not_file(application, client):
    client.force_login(application.created_by)
    shown = client.get(f"/applications/{application.code}/review/").context["review"].digest
    change_profile()

    with pytest.raises(ChangedSince):
        submit(application, by=application.created_by, arrived_at=clock.now(), consents=AGREED, shown=shown)
