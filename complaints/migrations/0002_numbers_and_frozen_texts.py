"""The sequence that numbers of complaints come from, and texts that nothing can change."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE complaints_number_seq START 100001;
CREATE TRIGGER complaintsubmission_append_only BEFORE UPDATE OR DELETE ON complaints_complaintsubmission
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER complaintmessage_append_only BEFORE UPDATE OR DELETE ON complaints_complaintmessage
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER complaintmessage_append_only ON complaints_complaintmessage;
DROP TRIGGER complaintsubmission_append_only ON complaints_complaintsubmission;
DROP SEQUENCE complaints_number_seq;
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial"), ("core", "0002_append_only")]

    operations = [migrations.RunSQL(CREATE, DROP)]
