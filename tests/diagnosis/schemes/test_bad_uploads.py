"""What the commission names as bad input, brought in through the page: the whole list, and nothing is kept."""

import html
from pathlib import Path

import pytest
from django.urls import reverse

from applications.roles import Role
from diagnosis.schemes.models import SchemeDraft
from tests.factories.people import make_user
from tests.factories.schemes import zipped
from tests.grading.test_bad_input import SCHEME, broken

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("names", [*([name] for name in SCHEME), list(SCHEME)], ids="+".join)
def test_every_fault_is_listed_with_its_place_and_nothing_is_stored(client, tmp_path: Path, names):
    files = {path.name: path.read_bytes() for path in broken(tmp_path, *names).glob("*.toml")}
    client.force_login(make_user(Role.AGENCY))

    answer = client.post(reverse("schemes:upload"), {"archive": zipped(files)})

    listed = [str(fault) for fault in answer.context["faults"]]
    page = html.unescape(answer.content.decode())
    assert (answer.status_code, SchemeDraft.objects.count()) == (422, 0)
    assert sorted(listed) == sorted(fault for name in names for fault in SCHEME[name][3])
    assert all(fault.place in page and str(fault.reason) in page for fault in answer.context["faults"])
