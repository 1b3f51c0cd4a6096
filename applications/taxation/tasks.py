from celery import shared_task

from applications.taxation import services


@shared_task(name="applications.taxation.refresh", ignore_result=True)
def refresh() -> int:
    """Ask the tax office about companies whose status is missing or soon too old; nothing where no key is set."""
    return services.ask_about_due()
