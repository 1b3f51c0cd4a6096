from itertools import count

from applications.filing.models import Application
from applications.filing.workflow import State
from applications.rounds.models import Round
from applications.suppliers.models import Supplier
from tests.factories.people import make_member
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier

serials = count(1)


def make_application(
    *,
    supplier: Supplier | None = None,
    round_: Round | None = None,
    track: str = "INTEGRATED",
    state: State = State.DRAFT,
    **fields: object,
) -> Application:
    round_ = round_ or Round.objects.first() or make_round()
    supplier = supplier or make_supplier()
    owner = getattr(supplier.members.first(), "user", None) or make_member(supplier)
    values = {
        "code": f"{round_.code[2:]}-T-{next(serials):05d}",
        "supplier": supplier,
        "round": round_,
        "track": track,
        "scheme_code": round_.scheme_code,
        "scheme_digest": round_.scheme_digest,
        "state": state,
        "created_by": owner,
    }
    return Application.objects.create(**(values | fields))
