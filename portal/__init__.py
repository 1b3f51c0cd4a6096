"""Framework without rules: puts the parts together and owns no model."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
