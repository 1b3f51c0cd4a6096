"""The outbox: sent for after each commit that told somebody something, and by the beat for what is left."""

from celery import shared_task

from applications.notices import digests, services


@shared_task(name=services.DELIVER, ignore_result=True)
def deliver() -> int:
    """Mail every notice that is due, batch after batch."""
    total = sent = services.deliver()
    while sent == services.BATCH:
        sent = services.deliver()
        total += sent
    return total


@shared_task(name="applications.notices.digest", ignore_result=True)
def digest() -> int:
    """Mail the letters of the day; asked for every hour, so that a missed hour loses none."""
    return digests.digest()
