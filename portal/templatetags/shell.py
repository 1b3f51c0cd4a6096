"""What base.html needs to draw the frame around a page."""

from typing import Any

from django import template

from portal import navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def shell(context: template.Context) -> dict[str, Any]:
    """Menus and names of the frame, as `{% shell as site %}`; fragments that have no frame never pay for it."""
    return navigation.shell(context["request"])


@register.simple_tag
def demo_logins() -> dict[str, Any]:
    """The invented accounts of a demonstration, as `{% demo_logins as demo %}`."""
    return navigation.demo_logins()
