"""A released ranking and its outcomes are never changed: the run can only become superseded."""

from django.db import migrations

CREATE = """
CREATE FUNCTION refuse_change_of_released_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'COMPUTED' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'RELEASED' AND NEW.state = 'SUPERSEDED'
       AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a released ranking is never changed, only superseded'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER rankingrun_frozen BEFORE UPDATE OR DELETE ON selection_rankingrun
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_released_run();
CREATE FUNCTION refuse_change_of_released_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM selection_rankingrun r WHERE r.id = OLD.run_id AND r.state <> 'COMPUTED') THEN
        RAISE EXCEPTION 'the outcomes of a released ranking are never changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER rankingoutcome_frozen BEFORE UPDATE OR DELETE ON selection_rankingoutcome
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_released_outcome();
"""
DROP = """
DROP TRIGGER rankingoutcome_frozen ON selection_rankingoutcome;
DROP FUNCTION refuse_change_of_released_outcome();
DROP TRIGGER rankingrun_frozen ON selection_rankingrun;
DROP FUNCTION refuse_change_of_released_run();
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
