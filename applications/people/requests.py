"""Who asks."""

from typing import cast

from django.http import HttpRequest

from applications.people.models import User


def user_of(request: HttpRequest) -> User:
    """The person behind a request to a route that lets only signed-in people in."""
    return cast(User, request.user)
