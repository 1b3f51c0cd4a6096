"""The letter with which somebody opens an account that another person made."""

import logging
from smtplib import SMTPException

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from applications.people.models import User

logger = logging.getLogger(__name__)
SECONDS_IN_A_DAY = 24 * 60 * 60


def send_invitation(person: User) -> bool:
    """Mail a link that sets the password once; False where no mail left, which the log then explains.

    The link is made for the letter and kept nowhere, so it does not go through the outbox: a letter that was lost
    shows as an account without a password and is sent again from there.
    """
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    told = {
        "person": person,
        "site": settings.SITE_URL,
        "link": settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key),
        "reset": settings.SITE_URL + reverse("account_reset_password"),
        "days": settings.PASSWORD_RESET_TIMEOUT // SECONDS_IN_A_DAY,
    }
    with translation.override(person.language):
        subject = _("[공급기업 역량진단] %(role)s 계정이 등록되었습니다") % {"role": person.get_role_display()}
        text = render_to_string("people/invitation.txt", told)
    try:
        send_mail(subject, text, None, [person.email])
    except (SMTPException, OSError):
        logger.exception("the invitation of user %s was not mailed", person.pk)
        return False
    return True
