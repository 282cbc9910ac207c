"""Headers that some mail carries besides the usual ones, such as how to get no more of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_outgoing_mail_indexes")]

    operations = [
        migrations.AddField(
            model_name="outgoingemail",
            name="headers",
            field=models.JSONField(blank=True, default=dict, verbose_name="further headers"),
        ),
    ]
