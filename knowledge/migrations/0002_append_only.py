"""Revisions of pages are only ever added (a trigger refuses the rest); messages are numbered in sequence."""

from django.db import migrations

CREATE = """
CREATE TRIGGER pagerevision_append_only BEFORE UPDATE OR DELETE ON knowledge_pagerevision
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE SEQUENCE knowledge_contact_number START 100001;
"""
DROP = """
DROP SEQUENCE knowledge_contact_number;
DROP TRIGGER pagerevision_append_only ON knowledge_pagerevision;
"""


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_initial"), ("core", "0002_append_only")]

    operations = [migrations.RunSQL(CREATE, DROP)]
