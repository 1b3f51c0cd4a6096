"""The parts pages are built of; docs/components.md shows each one with its arguments."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from applications import clock, moments
from applications.rounds import wording
from grading.reasons import Reason
from portal import formats
from portal.stacking import stacked

register = template.Library()
Context = dict[str, Any]

# What a tone means is written out for those who cannot see its colour or shape.
TONES = ("info", "success", "warning", "danger")
BADGES = {
    "info": "bg-light-information",
    "success": "bg-light-success",
    "warning": "bg-light-warning",
    "danger": "bg-light-danger",
    "neutral": "bg-light-gray",
    "primary": "bg-light-primary",
}


@register.filter
def kst(moment: datetime | None) -> str:
    """A moment in Korean time: `2026-05-29 (금) 18:00`."""
    return moments.moment_text(moment) if moment else formats.BLANK


@register.filter
def exact(moment: datetime | None) -> str:
    """A moment in Korean time to the millisecond: `2026-05-29 (금) 17:59:59.999`."""
    return moments.exact_text(moment) if moment else formats.BLANK


@register.filter
def kst_date(day: date | None) -> str:
    """A day: `2026-05-29 (금)`."""
    return moments.day_text(day) if day else formats.BLANK


@register.filter
def won(amount: int | Decimal | None) -> str:
    """Whole won: `₩250,000`."""
    return formats.BLANK if amount is None else formats.won_text(amount)


@register.filter
def why(reason: Reason) -> str:
    """Why data cannot be used, in the reader's language."""
    return reason.read("en" if get_language() == "en" else "ko")


@register.filter
def points(value: Decimal | str | None) -> str:
    """Points as stored: `782.5`, `1,000.0`."""
    return formats.BLANK if value in (None, "") else formats.points_text(value)


@register.filter
def elapsed(moment: datetime | None) -> str:
    """How long ago: `3일 전`."""
    return moments.elapsed_text(moment, clock.now()) if moment else formats.BLANK


@register.filter
def remaining(moment: datetime | None) -> str:
    """What is left until a deadline: `3일 남음`, then `마감`."""
    return moments.remaining_text(moment, clock.now()) if moment else formats.BLANK


@register.filter
def named(thing: wording.Named) -> str:
    """What a scheme calls a track, a section or an item, in the language of the page."""
    return wording.named(thing)


@register.simple_tag
def badge(text: Any, tone: str = "neutral") -> SafeString:
    """A short state in words, with a shape and colour of its tone; an unknown tone raises KeyError."""
    return format_html('<span class="krds-badge {} tone-{}">{}</span>', BADGES[tone], tone, text)


@register.simple_tag
def level_badge(level: str | None) -> SafeString:
    """A Level in a fixed-width plate: `Level 3-`."""
    if not level:
        return format_html('<span class="level-badge level-none">{}</span>', formats.BLANK)
    return format_html('<span class="level-badge" data-stage="{}">Level {}</span>', level[0], level)


@register.simple_block_tag
def page_title(content: str, title: str, lead: str = "") -> str:
    """The h1 of a page; its body holds the page's buttons and may be empty."""
    return _part("page_title", title=title, lead=lead, actions=_trimmed(content))


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2, tone: str = "", anchor: str = "") -> str:
    """A bordered section; level is the depth of its heading."""
    return _part("card", title=title, level=level, tone=tone, anchor=anchor, content=content)


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> str:
    """A message within the page; tone is info, success, warning or danger."""
    if tone not in TONES:
        raise ValueError(f"no such tone: {tone}")
    return _part("notice", tone=tone, title=title, content=content)


@register.simple_block_tag
def empty(content: str, text: str) -> str:
    """Said in place of a list without rows; the body may hold a button."""
    return _part("empty", text=text, actions=_trimmed(content))


@register.simple_block_tag
def facts(content: str, wide: bool = False) -> str:
    """A list of name and value pairs, made of {% fact %}."""
    return _part("facts", content=content, wide=wide)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    """One pair within {% facts %}."""
    value = _trimmed(content) or formats.BLANK
    return format_html('<div class="fact"><dt>{}</dt><dd>{}</dd></div>', label, value)


@register.inclusion_tag("components/stat.html")
def stat(label: str, value: Any, unit: str = "", note: str = "", href: str = "") -> Context:
    """A figure with its name; a group of them stands in <div class="stats">."""
    return {"label": label, "value": value, "unit": unit, "note": note, "href": href}


@register.simple_block_tag
def data_table(content: str, caption: str, show_caption: bool = False, dense: bool = False, stack: bool = False) -> str:
    """A table that scrolls within itself; the body is thead and tbody, the caption is required.

    With `stack` each row becomes a block on a phone, which suits few rows of long texts.
    """
    shown = stacked(content) if stack else content
    return _part("data_table", content=shown, caption=caption, show_caption=show_caption, dense=dense, stack=stack)


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page) -> Context:
    """Links to the other pages of a list; every other part of the query string stays as it is."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"request": context["request"], "page": page, "numbers": numbers, "gap": page.paginator.ELLIPSIS}


@register.inclusion_tag("components/progress.html")
def progress(value: int, total: int, label: str = "") -> Context:
    """How far something has come, as a bar and in words: `12 / 22`."""
    return {"value": value, "total": total, "label": label, "percent": value * 100 // total if total else 0}


@register.inclusion_tag("components/countdown.html")
def countdown(moment: datetime) -> Context:
    """What is left until a deadline; on the last day it counts the seconds by the portal's clock."""
    now = clock.now()
    closes, shown = (instant.timestamp() * 1000 for instant in (moment, now))
    return {"closes": f"{closes:.0f}", "now": f"{shown:.0f}", "text": moments.remaining_text(moment, now)}


@register.inclusion_tag("components/steps.html")
def steps(labels: Iterable[Any], current: int) -> Context:
    """Where somebody stands in a fixed sequence; current counts from 1, beyond the end means all done."""
    return {"steps": [(number, label, _place(number, current)) for number, label in enumerate(labels, 1)]}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Context]) -> Context:
    """What happened when, newest last.

    Entries hold title, at (moment or None), state (done, active, todo), note, facts (pairs of label and words).
    """
    return {"entries": entries}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*crumbs: Any) -> Context:
    """The way to this page after the home page: label and url in turn, the last label without one."""
    pairs = [crumbs[place : place + 2] for place in range(0, len(crumbs), 2)]
    return {"crumbs": [{"label": pair[0], "url": pair[1] if len(pair) > 1 else ""} for pair in pairs]}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Any) -> Context:
    """All faults of a form with links to their fields; {{ form }} already brings its own."""
    return {"form": form}


@register.inclusion_tag("components/link_list.html", takes_context=True)
def side_nav(context: template.Context, title: str, links: Sequence[Sequence[Any]]) -> Context:
    """Links (label, url) of one part of the site; the page being read is marked."""
    return {"kind": "side", "title": title, "links": _marked(context, links)}


@register.inclusion_tag("components/link_list.html", takes_context=True)
def tabs(context: template.Context, title: str, links: Sequence[Sequence[Any]]) -> Context:
    """Sibling pages as (label, url) or (label, url, count); each is a page of its own."""
    return {"kind": "tabs", "title": title, "links": _marked(context, links)}


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(context: template.Context, label: str, action: str, **options: Any) -> Context:
    """A form of one button; options are tone, size, refusal (a sentence: the button is off), confirm, name, value."""
    return {
        "tone": "primary",
        "size": "medium",
        **options,
        "label": label,
        "action": action,
        "csrf": context.get("csrf_token"),
    }


@register.simple_block_tag
def disclosure(content: str, summary: str, is_open: bool = False) -> str:
    """Something folded away under a summary."""
    return _part("disclosure", summary=summary, is_open=is_open, content=content)


def _part(name: str, **context: Any) -> str:
    return render_to_string(f"components/{name}.html", context)


def _trimmed(content: str) -> SafeString:
    """The body of a block tag without its outer blanks; str.strip() would lose that it is safe."""
    return mark_safe(content.strip())


def _place(number: int, current: int) -> str:
    return "done" if number < current else "active" if number == current else "todo"


def _marked(context: template.Context, links: Sequence[Sequence[Any]]) -> list[Context]:
    here = context["request"].get_full_path()
    path = context["request"].path
    return [
        {"label": label, "url": url, "count": rest[0] if rest else None, "current": str(url) in (here, path)}
        for label, url, *rest in links
    ]
