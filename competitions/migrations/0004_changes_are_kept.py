"""Rows of the planning get the numbers they keep; changes of the planning are only ever added."""

from django.db import migrations

NUMBER = 'UPDATE competitions_planningrow SET number = "order" + 1;'
CREATE = """
CREATE TRIGGER planningchange_append_only BEFORE UPDATE OR DELETE ON competitions_planningchange
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
DROP = "DROP TRIGGER planningchange_append_only ON competitions_planningchange;"


class Migration(migrations.Migration):
    dependencies = [("competitions", "0003_amendment_differences_planningrow_number_and_more"), ("core", "0002_append_only")]

    operations = [
        migrations.RunSQL(NUMBER, migrations.RunSQL.noop),
        migrations.RunSQL(CREATE, DROP),
    ]
