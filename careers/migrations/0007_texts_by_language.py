"""The texts of a language stand together on the disk once the table is laid out by this constraint."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("careers", "0006_texts_stand_apart")]

    operations = [
        migrations.RemoveConstraint(model_name="opportunitytext", name="opportunity_text_per_language"),
        migrations.AddConstraint(
            model_name="opportunitytext",
            constraint=models.UniqueConstraint(
                fields=["language", "opportunity"], name="opportunity_text_per_language"
            ),
        ),
    ]
