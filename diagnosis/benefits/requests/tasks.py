from celery import shared_task

from diagnosis.benefits.requests.services import tend_requests


@shared_task(name="diagnosis.benefits.tend_lately", ignore_result=True)
def tend_lately() -> int:
    """End requests where something happened to a result; harmless when asked for twice."""
    return tend_requests(lately=True)


@shared_task(name="diagnosis.benefits.tend", ignore_result=True)
def tend() -> int:
    """The same for every request, for what ends by the calendar alone; asked for every morning."""
    return tend_requests()
