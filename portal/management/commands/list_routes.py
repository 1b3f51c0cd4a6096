from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import URLPattern, URLResolver, get_resolver


class Command(BaseCommand):
    """Print the permission table of every route, the body of docs/permissions.md."""

    help = "Print every route with its address and who may knock."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("| route | address | who may knock |\n|---|---|---|")
        for name, address, pattern in sorted(rows(get_resolver()), key=lambda row: row[0]):
            who = ", ".join(sorted(getattr(pattern.callback, "who", {"log-in package"})))
            self.stdout.write(f"| `{name}` | `{address}` | {who} |")


def rows(resolver: URLResolver, space: str = "", where: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Every leaf below the resolver: its name with namespaces, its address, the pattern."""
    for pattern in resolver.url_patterns:
        address = where + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from rows(pattern, inner, address)
        else:
            yield f"{space}{pattern.name}", address, pattern
