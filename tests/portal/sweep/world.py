"""The portal that is swept: the small demonstration with what it has none of, and the people who look at it."""

from datetime import timedelta

from django.core.files.base import ContentFile

from applications import clock
from applications.calendars.services import open_feed
from applications.documents.models import Upload
from applications.fees.models import FeeStatement, Refund, RefundStage
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.membership.models import Invitation
from applications.membership.queries import token_of
from applications.notices.models import Notice
from applications.people.models import User
from applications.roles import PEOPLE, Role
from applications.rounds.models import Extension, Round
from applications.sanctions.services import propose
from applications.suppliers.entry.sections import BY_CODE
from applications.suppliers.entry.sheets.reading import read_sheet
from applications.suppliers.entry.sheets.services import keep_upload
from applications.suppliers.models import PoolState, Standing, Supplier
from diagnosis.batches.services import request_batch
from diagnosis.panels.models import Interest, ReconcileAction, Reconciliation
from diagnosis.reports.models import Report
from diagnosis.scoring.models import Outcome
from portal.demo.people import LOGINS
from tests.factories.answers import make_answer, make_answers
from tests.factories.certificates import make_certificate
from tests.factories.demo import finish_small, load_small
from tests.factories.entries import filled_sheet
from tests.factories.filing import make_application
from tests.factories.panels import make_assignment, sit
from tests.factories.people import make_member, make_user
from tests.factories.rounds import make_round
from tests.factories.schemes import make_draft
from tests.factories.suppliers import make_supplier
from tests.portal.sweep.walk import Visitor

PUBLIC = "public"
ROLES = (*sorted(PEOPLE), PUBLIC)


def make_world() -> None:
    """The demonstration as a visitor meets it, and one of everything that it leaves to be done."""
    load_small()
    finish_small()
    supplier = Supplier.objects.get(members__user__email=LOGINS[Role.SUPPLIER])
    later = make_round("2027-1", opens_at=clock.now() + timedelta(days=9), closes_at=clock.now() + timedelta(days=19))
    _work_under_way(supplier, make_round("2026-8"))
    _documents_of_results()
    _letters(supplier)
    make_draft(by=make_user(Role.AGENCY))
    Extension.objects.create(
        round=Round.objects.exclude(pk=later.pk).latest("pk"),
        closes_from=clock.now(),
        closes_to=clock.now() + timedelta(days=12),
        reason="접속이 몰려 제출하지 못한 기업이 있습니다.",
        asked_by=make_user(Role.OPERATOR),
    )


def _work_under_way(supplier: Supplier, round_: Round) -> None:
    """A draft of the demonstration's own supplier, its panel that it may challenge, and a doubt to be decided."""
    make_answers(make_application(supplier=supplier, round_=round_, track="MFG_AI"))
    case = make_application(supplier=supplier, round_=round_, state=State.PAID, order_number=1, holds_seat=True)
    filed = make_application(round_=round_, track="MFG_AI", state=State.SUBMITTED, order_number=1)
    make_answer(filed, "1.3.1", applies=False, text="현장 설치형만 공급합니다.")
    make_assignment(case)
    sit(case, interest=Interest.UNSURE)
    paid = FeeStatement.objects.filter(paid_on__isnull=False).earliest("pk")
    Refund.objects.create(statement=paid, stage=RefundStage.PAID, amount_krw=paid.company_krw)
    torn = make_application(round_=round_, state=State.IN_ASSESSMENT, order_number=2, holds_seat=True)
    Reconciliation.objects.create(application=torn, action=ReconcileAction.RECONCILE, items=["2.1.1"], sheets=2)
    staff, owner = BY_CODE["staff"], supplier.members.get(user__is_demo=True).user
    rows = read_sheet(staff, filled_sheet("staff", ["김기술", "없는 역할"]))
    keep_upload(supplier, staff, "인력.xlsx", "0" * 64, rows, by=owner)
    propose(
        {
            "business_number": supplier.business_number,
            "company": supplier.name,
            "begins_on": clock.today() + timedelta(days=30),
            "ends_on": clock.today() + timedelta(days=60),
            "reason": "제출한 자료를 확인하고 있습니다.",
            "source": "제재현황목록 3쪽",
        },
        by=make_user(Role.OPERATOR),
    )


def _documents_of_results() -> None:
    """Certificate, report and batch, each without the cost of a document."""
    for outcome in Outcome.objects.filter(
        application__supplier__members__user__email=LOGINS[Role.SUPPLIER], current=True
    ):
        certificate = make_certificate(outcome)
        certificate.file.save("certificate.pdf", ContentFile(b"%PDF-"))
        report = Report(outcome=outcome, sha256="0" * 64, size=5, pages=1)
        report.file.save("report.pdf", ContentFile(b"%PDF-"))
    request_batch(Round.objects.get(code="2026-1"), by=User.objects.get(email=LOGINS[Role.OPERATOR]))


def _letters(supplier: Supplier) -> None:
    """A notice for everybody, an invitation, and a file half sent."""
    owner = supplier.members.get(user__is_demo=True).user
    for person in User.objects.filter(is_demo=True):
        link, key = "/notices/", f"sweep:{person.pk}"
        Notice.objects.create(recipient=person, key=key, subject="알려 드립니다", body="내용", link=link)
    soon = clock.now() + timedelta(days=3)
    invited = {"email": "colleague@example.org", "name": "새 동료", "standing": Standing.EDITOR, "nonce": "n"}
    Invitation.objects.create(supplier=supplier, invited_by=owner, expires_at=soon, **invited)
    sent = {"name": "도면.pdf", "fingerprint": "f", "size": 10, "expires_at": soon}
    Upload.objects.create(supplier=supplier, user=owner, **sent)


def visitor_of(role: str, state: str = "usual", language: str = "ko") -> Visitor:
    """The demonstration's own person of a role, who was here before; a visitor for the public."""
    person = User.objects.get(email=LOGINS[Role(role)]) if role != PUBLIC else None
    visitor = Visitor(role, person, state, language)
    if person:
        visitor.client.get("/home/")  # what only the first visit asks for is not counted
    return visitor


def calendar_feed() -> str:
    """The word in the address at which a calendar program reads somebody's dates."""
    return open_feed(User.objects.filter(is_demo=True).earliest("pk"))


def open_invitation() -> str:
    """The word in the address of the letter that calls a colleague in."""
    return token_of(Invitation.objects.latest("pk"))


def newcomer(role: str) -> Visitor:
    """The first of a role in an empty portal: a company just begun, an assessor without a case, no round yet."""
    if role == PUBLIC:
        return Visitor(role, None, "empty")
    is_company = role == Role.SUPPLIER
    company = make_supplier(pool_state=PoolState.DRAFT) if is_company else None
    person = make_member(company, is_demo=True) if company else make_user(Role(role), is_demo=True)
    visitor = Visitor(role, person, "empty")
    visitor.client.get("/home/")  # as above
    return visitor


def owners() -> list[Visitor]:
    """The owner of one company for each track and state that an application can be in."""
    found = Application.objects.order_by("track", "state", "pk").select_related("supplier")
    first = {(one.track, one.state): one for one in reversed(found)}
    return [
        Visitor(Role.SUPPLIER, one.supplier.members.earliest("pk").user, f"{one.track} {one.state}")
        for one in first.values()
    ]
