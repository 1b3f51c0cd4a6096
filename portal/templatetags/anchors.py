"""What schemes say in Korean alone, told in English where a translation lies beside them."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from grading.english import in_english

register = template.Library()


@register.filter
def told(text: str) -> SafeString:
    """An anchor or a kind of evidence; on English pages in its unofficial English, or marked as Korean."""
    if not (get_language() or "").startswith("en"):
        return conditional_escape(text)
    english = in_english(text)
    return conditional_escape(english) if english else format_html('<span lang="ko">{}</span>', text)


@register.filter
def all_told(texts: Iterable[str]) -> SafeString:
    """Several of them in one line."""
    return format_html_join(", ", "{}", ((told(text),) for text in texts))
