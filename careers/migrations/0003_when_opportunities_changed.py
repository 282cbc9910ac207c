"""When an opportunity was first listed, and when what readers see of it last changed."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now

SEEN = (
    "kind", "reference", "path", "function_group", "grades", "contract_types", "domains", "institutions",
    "places", "number_sought", "stage", "announced_for", "opens_at", "closes_at", "has_no_deadline",
    "time_zone", "is_closed_early", "is_published", *(f"title_{code}" for code, _name in settings.LANGUAGES),
)  # fmt: skip

CREATE = f"""
CREATE FUNCTION note_change_of_opportunity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at = statement_timestamp();
    IF NEW.is_published AND NOT OLD.is_published THEN
        NEW.listed_at = NEW.changed_at;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER opportunity_changed BEFORE UPDATE ON careers_opportunity FOR EACH ROW
    WHEN (({", ".join(f"OLD.{name}" for name in SEEN)})
        IS DISTINCT FROM ({", ".join(f"NEW.{name}" for name in SEEN)}))
    EXECUTE FUNCTION note_change_of_opportunity();
"""
DROP = """
DROP TRIGGER opportunity_changed ON careers_opportunity;
DROP FUNCTION note_change_of_opportunity();
"""


class Migration(migrations.Migration):
    dependencies = [("careers", "0002_one_opportunity_per_address")]

    operations = [
        migrations.AddField(
            model_name="opportunity",
            name="listed_at",
            field=models.DateTimeField(db_default=Now(), editable=False, verbose_name="first listed at"),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="changed_at",
            field=models.DateTimeField(db_default=Now(), editable=False, verbose_name="changed at"),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(fields=["changed_at"], name="opportunity_changed"),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(fields=["opens_at"], name="opportunity_opens"),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
