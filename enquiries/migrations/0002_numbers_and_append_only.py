"""The sequence that numbers of questions come from, and messages that nothing can change."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE enquiries_number_seq START 100001;
CREATE TRIGGER enquirymessage_append_only BEFORE UPDATE OR DELETE ON enquiries_enquirymessage
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER enquirymessage_append_only ON enquiries_enquirymessage;
DROP SEQUENCE enquiries_number_seq;
"""


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_initial"), ("core", "0002_append_only")]

    operations = [migrations.RunSQL(CREATE, DROP)]
