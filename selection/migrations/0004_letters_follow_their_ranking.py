"""Letters about a ranking are published with it: never before it is released, whoever presses what."""

from django.db import migrations

CREATE = """
CREATE FUNCTION refuse_letters_before_ranking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM selection_rankingrun r
                   WHERE 'ranking:' || r.id = NEW.about AND r.state = 'RELEASED') THEN
        RAISE EXCEPTION 'letters about a ranking are released with the ranking'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER letterbatch_follows_ranking BEFORE UPDATE OF state ON notifications_letterbatch
    FOR EACH ROW WHEN (NEW.about LIKE 'ranking:%' AND OLD.state = 'APPROVED' AND NEW.state = 'RELEASING')
    EXECUTE FUNCTION refuse_letters_before_ranking();
"""
DROP = """
DROP TRIGGER letterbatch_follows_ranking ON notifications_letterbatch;
DROP FUNCTION refuse_letters_before_ranking();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
        ("selection", "0003_keep_manifests_and_uploads"),
    ]

    operations = [migrations.RunSQL(CREATE, DROP)]
