"""Who looked at a file is never rewritten; retention may delete what is over."""

from django.db import migrations

CREATE = """
CREATE TRIGGER fileaccess_never_rewritten BEFORE UPDATE ON accounts_fileaccess
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
DROP = "DROP TRIGGER fileaccess_never_rewritten ON accounts_fileaccess;"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_who_looked_at_a_file"), ("core", "0002_append_only")]

    operations = [migrations.RunSQL(CREATE, DROP)]
