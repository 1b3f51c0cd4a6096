"""Kinds of supplier, and how an item reads for one of them; its points are the same for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """What an item's reading depends on: codes of a supplier's type and of its main technology field."""

    supplier_type: str = ""
    technology_field: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """How an item reads for some supplier types or technology fields; empty means any of them."""

    code: str
    name: str
    name_en: str
    supplier_types: tuple[str, ...]
    technology_fields: tuple[str, ...]
    anchors: Mapping[int, str]
    evidence: tuple[str, ...]
    place: str

    def suits(self, kind: Kind) -> bool:
        """Whether a supplier of that kind is judged by this reading."""
        by_type = not self.supplier_types or kind.supplier_type in self.supplier_types
        by_field = not self.technology_fields or kind.technology_field in self.technology_fields
        return by_type and by_field
