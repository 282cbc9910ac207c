"""Downloads and extensions are only added: nothing changes or deletes what is known of them."""

from django.db import migrations

CREATE = """
CREATE TRIGGER listdownload_append_only BEFORE UPDATE OR DELETE ON recruitment_listdownload
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER listextension_append_only BEFORE UPDATE OR DELETE ON recruitment_listextension
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER listextension_append_only ON recruitment_listextension;
DROP TRIGGER listdownload_append_only ON recruitment_listdownload;
"""


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0002_roles"), ("core", "0002_append_only")]

    operations = [migrations.RunSQL(CREATE, DROP)]
