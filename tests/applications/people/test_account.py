import pytest
from django.urls import reverse

from applications.audit.models import Event
from applications.people.models import User
from applications.roles import PEOPLE
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/people/account/"


@pytest.mark.parametrize("role", sorted(PEOPLE))
def test_everybody_changes_the_own_name_and_number(client, role):
    person = make_user(role)
    client.force_login(person)

    response = client.post(
        ADDRESS,
        {"name": "새이름", "phone": "02-123-4567", "language": "ko", "role": "agency", "email": "x@example.org"},
    )

    changed = User.objects.get(pk=person.pk)
    assert response.status_code == 302
    assert (changed.name, changed.phone) == ("새이름", "02-123-4567")
    assert (changed.role, changed.email) == (role, person.email)


def test_the_event_names_the_fields_without_their_values(client):
    person = make_user()
    client.force_login(person)
    client.post(ADDRESS, {"name": person.name, "phone": "02-123-4567", "language": "ko"})
    client.post(ADDRESS, {"name": person.name, "phone": "02-123-4567", "language": "ko"})

    event = Event.objects.get()

    assert (event.verb, event.data, event.actor_id) == ("user.edited", {"fields": ["phone"]}, person.pk)


def test_a_name_is_required_and_the_number_kept(client):
    person = make_user()
    client.force_login(person)

    page = client.post(ADDRESS, {"name": "", "phone": "02-123-4567", "language": "ko"}).content.decode()

    assert "필수 항목입니다." in page
    assert 'value="02-123-4567"' in page
    assert User.objects.get(pk=person.pk).name == person.name


def test_a_visitor_is_sent_to_log_in(client):
    assert client.get(ADDRESS)["Location"] == f"{reverse('account_login')}?next={ADDRESS}"
