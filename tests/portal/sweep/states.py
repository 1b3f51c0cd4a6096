"""The states in which the pages are looked at: as the demonstration has them, filled to the brim, in English, empty."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.models import Model

UNBROKEN = "초정밀스마트제조혁신솔루션Supercalifragilisticexpialidocious"
WORDS = "현장의 설비를 한 줄로 이어 공정마다 남는 기록을 모으고, 그 기록으로 다음 공정을 정합니다. "
LONG = 5_000
SHORTEST = 50  # shorter columns hold codes
CODES = {
    *("sealed", "snapshot", "key", "password", "scheme_digest", "digest", "sha256", "signer_sha256", "fingerprint"),
    *("fault", "head", "previous", "verb", "stream", "link", "homepage", "evidence", "tax_type", "terms", "email"),
    "body",
}


def fill_to_the_brim() -> None:
    """Write into every text that somebody types what is as long as it may be, the first words without a break."""
    for model in apps.get_models():
        texts = {one.name: _filling(one) for one in _typed(model)}
        if texts:
            model._base_manager.update(**texts)


def _typed(model: type[Model]) -> Iterator[models.CharField | models.TextField]:
    if model._meta.app_label not in ("applications", "diagnosis"):
        return
    for one in model._meta.concrete_fields:
        is_text = isinstance(one, models.CharField | models.TextField) and not (one.choices or one.unique)
        if is_text and one.name not in CODES and (one.max_length or LONG) >= SHORTEST:
            yield one


def _filling(one: models.CharField | models.TextField) -> str:
    if one.max_length:
        return (UNBROKEN * LONG)[: one.max_length - 4] + (".pdf" if one.max_length == 255 else "회사")
    return (UNBROKEN * 4 + " " + WORDS * LONG)[:LONG]
