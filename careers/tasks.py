"""What the clock does to the index of words."""

from celery import shared_task

from careers.search.writing import lay_out_texts


@shared_task(name="careers.tasks.lay_out_index")
def lay_out_index() -> None:
    """Put the texts of each language next to each other again, every week."""
    lay_out_texts()
