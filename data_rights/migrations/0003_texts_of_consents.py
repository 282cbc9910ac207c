"""What people agree to, word for word; a trigger refuses to change it."""

from django.db import migrations, models

CREATE = """
CREATE TRIGGER consenttext_append_only BEFORE UPDATE OR DELETE ON data_rights_consenttext
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
DROP = "DROP TRIGGER consenttext_append_only ON data_rights_consenttext;"


class Migration(migrations.Migration):
    dependencies = [("data_rights", "0002_numbers_and_policies"), ("core", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("version", models.CharField(max_length=20, verbose_name="version of the text")),
                ("since", models.DateTimeField(verbose_name="valid from")),
                ("texts", models.JSONField(verbose_name="text")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the text")),
            ],
            options={
                "verbose_name": "text of a consent",
                "verbose_name_plural": "texts of consents",
                "ordering": ["name", "since"],
                "constraints": [
                    models.UniqueConstraint(fields=("name", "sha256"), name="consenttext_once")
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
