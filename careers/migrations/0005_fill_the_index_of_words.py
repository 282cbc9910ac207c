"""Write the words of the opportunities that are there, before their texts leave the table of opportunities."""

from typing import Any

from django.conf import settings
from django.db import migrations

from careers.search.writing import IndexedText, write_texts


def fill(apps: Any, schema_editor: Any) -> None:
    for opportunity in apps.get_model("careers", "Opportunity").objects.iterator(chunk_size=100):
        texts = {
            code: IndexedText(
                getattr(opportunity, f"title_{code}"), getattr(opportunity, f"search_text_{code}") or ""
            )
            for code, _name in settings.LANGUAGES
            if getattr(opportunity, f"title_{code}")
        }
        write_texts(
            opportunity_id=opportunity.pk,
            reference=opportunity.reference,
            grades=opportunity.grades,
            texts=texts,
        )


class Migration(migrations.Migration):
    dependencies = [("careers", "0004_search")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
