"""What search engines are told: the public pages and every company that the directory shows."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap, views
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from applications.rounds.models import Round
from applications.suppliers.entry.queries import listed_suppliers
from diagnosis.directory.models import Listing

PAGES = ("home", "model", "statistics", "rounds:list", "directory:list", "directory:needs")


class Pages(Sitemap):
    """The pages that are always there."""

    def items(self) -> list[str]:
        return list(PAGES)

    def location(self, item: str) -> str:
        return reverse(item)


class Rounds(Sitemap):
    """Every round has its page."""

    def items(self) -> QuerySet[Round]:
        return Round.objects.order_by("opens_at", "pk")

    def location(self, item: Round) -> str:
        return reverse("rounds:detail", args=[item.code])


class Companies(Sitemap):
    """The companies of the directory that agree today."""

    limit = 10_000

    def items(self) -> QuerySet[Listing]:
        return Listing.objects.filter(supplier__in=listed_suppliers()).select_related("supplier").order_by("pk")

    def location(self, item: Listing) -> str:
        return reverse("directory:company", args=[item.supplier.business_number])

    def lastmod(self, item: Listing) -> datetime:
        return item.written_at


SITEMAPS: dict[str, Any] = {"pages": Pages, "rounds": Rounds, "companies": Companies}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of the parts, each of at most ten thousand companies."""
    return views.index(request, SITEMAPS, sitemap_url_name="sitemap_part")


@require_safe
def part(request: HttpRequest, section: str) -> HttpResponse:
    """One part."""
    return views.sitemap(request, SITEMAPS, section=section)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where the sitemap lies; searches and files by query are not worth a robot's visit."""
    lines = ["User-agent: *", "Disallow: /directory/?", "Disallow: /accounts/"]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
