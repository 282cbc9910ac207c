"""The sequence that application numbers come from, and submitted versions that nothing can change."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE applications_number_seq START 1000001;
CREATE TRIGGER submission_append_only BEFORE UPDATE OR DELETE ON applications_submission
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER submission_append_only ON applications_submission;
DROP SEQUENCE applications_number_seq;
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial"), ("core", "0002_append_only")]

    operations = [migrations.RunSQL(CREATE, DROP)]
