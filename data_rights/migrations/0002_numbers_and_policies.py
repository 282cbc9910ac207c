"""The sequence of request numbers, and one policy a category, all without a period and switched off."""

from django.db import migrations

CATEGORIES = (
    "ACCOUNT", "DRAFT", "UNSUCCESSFUL", "RECRUITED", "NOT_RECRUITED", "CAST", "COMPLAINT", "ACCOMMODATION",
    "CONTACT", "LOGS", "NEWSLETTER",
)


def write_policies(apps, schema_editor):
    policy = apps.get_model("data_rights", "RetentionPolicy")
    policy.objects.bulk_create([policy(category=category) for category in CATEGORIES])


class Migration(migrations.Migration):
    dependencies = [("data_rights", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE data_rights_number_seq START 1000001;", "DROP SEQUENCE data_rights_number_seq;"
        ),
        migrations.RunPython(write_policies, migrations.RunPython.noop),
    ]
