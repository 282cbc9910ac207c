"""The chain is only added to; what it is made of is found by its instant."""

from django.db import migrations

CREATE = """
CREATE TRIGGER chainentry_append_only BEFORE UPDATE OR DELETE ON receipts_chainentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER chainday_append_only BEFORE UPDATE OR DELETE ON receipts_chainday
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER eraseditem_append_only BEFORE UPDATE OR DELETE ON receipts_eraseditem
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE INDEX receipts_letter_published ON notifications_letter (published_at, id) WHERE published_at IS NOT NULL;
CREATE INDEX receipts_submission_submitted ON applications_submission (submitted_at, id);
"""
DROP = """
DROP INDEX receipts_submission_submitted;
DROP INDEX receipts_letter_published;
DROP TRIGGER eraseditem_append_only ON receipts_eraseditem;
DROP TRIGGER chainday_append_only ON receipts_chainday;
DROP TRIGGER chainentry_append_only ON receipts_chainentry;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("receipts", "0001_initial"),
        ("core", "0002_append_only"),
        ("applications", "0002_numbers_and_frozen_submissions"),
        ("notifications", "0004_further_headers"),
    ]

    operations = [migrations.RunSQL(CREATE, DROP)]
