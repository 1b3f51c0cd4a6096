from celery import shared_task

from applications.suppliers.tending import tend_pool


@shared_task(name="applications.suppliers.tend_pool", ignore_result=True)
def tend() -> int:
    """Remind, let lapse and forget; asked for every morning, and harmless when asked for twice."""
    return tend_pool()
