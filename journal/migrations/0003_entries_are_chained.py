"""Each entry carries the hash of the former one of its stream. Entries come in by one function and are chained at
commit; those that were there before are chained here, in the order they were written.
"""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

FUNCTIONS = """
-- A text with its length before it, so that no two lists of columns read the same; '-' is NULL.
CREATE FUNCTION journal_sized(value text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE WHEN value IS NULL THEN '-' ELSE length(value) || ':' || value END;

-- What the hash covers: every column but the hashes. journal/chain.py says the same in Python.
CREATE FUNCTION journal_canonical(e journal_entry) RETURNS text LANGUAGE sql IMMUTABLE
RETURN '1;' || journal_sized(e.stream) || journal_sized(e.seq::text) || journal_sized(e.id::text)
    || journal_sized(extract(epoch FROM e.at)::text) || journal_sized(extract(epoch FROM e.happened_at)::text)
    || journal_sized(e.by_id::text) || journal_sized(e.by_name) || journal_sized(e.verb) || journal_sized(e.subject)
    || journal_sized(e.label) || journal_sized(e.from_state) || journal_sized(e.to_state) || journal_sized(e.note)
    || journal_sized(e.data::text);

-- The head of a stream, held until the end of the transaction.
CREATE FUNCTION journal_hold(p_stream text) RETURNS journal_chain LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head journal_chain;
BEGIN
    SELECT * INTO head FROM journal_chain WHERE stream = p_stream FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO journal_chain (stream, seq, hash) VALUES (p_stream, 0, sha256(''))
            ON CONFLICT (stream) DO NOTHING;
        SELECT * INTO head FROM journal_chain WHERE stream = p_stream FOR UPDATE;
    END IF;
    RETURN head;
END $$;

-- Chains every entry of this transaction, of which p_first is the first, stream by stream in one order: two
-- transactions never wait crosswise. Those of others cannot be seen before they are chained.
CREATE FUNCTION journal_chain_new(p_first bigint) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head journal_chain;
    e journal_entry;
BEGIN
    FOR e IN SELECT * FROM journal_entry WHERE seq IS NULL AND id >= p_first ORDER BY stream COLLATE "C", id LOOP
        IF head.stream IS DISTINCT FROM e.stream THEN
            UPDATE journal_chain SET seq = head.seq, hash = head.hash WHERE stream = head.stream;
            head := journal_hold(e.stream);
        END IF;
        e.seq := head.seq + 1;
        e.prev_hash := head.hash;
        e.hash := sha256(e.prev_hash || convert_to(journal_canonical(e), 'UTF8'));
        UPDATE journal_entry SET seq = e.seq, prev_hash = e.prev_hash, hash = e.hash WHERE id = e.id;
        head.seq := e.seq;
        head.hash := e.hash;
    END LOOP;
    UPDATE journal_chain SET seq = head.seq, hash = head.hash WHERE stream = head.stream;
END $$;

-- At commit, when the transaction wants no other lock any more. The first entry's turn chains all of them.
CREATE FUNCTION journal_at_commit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    place bigint;
BEGIN
    SELECT seq INTO place FROM journal_entry WHERE id = NEW.id;
    IF place IS NULL THEN
        PERFORM journal_chain_new(NEW.id);
    END IF;
    RETURN NULL;
END $$;

-- The only way in.
CREATE FUNCTION journal_append(
    p_stream text, p_happened_at timestamptz, p_by_id bigint, p_by_name text, p_verb text, p_subject text,
    p_label text, p_from_state text, p_to_state text, p_note text, p_data jsonb,
    OUT new_id bigint, OUT new_at timestamptz
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO journal_entry (
        at, happened_at, stream, by_id, by_name, verb, subject, label, from_state, to_state, note, data
    ) VALUES (
        clock_timestamp(), p_happened_at, p_stream, p_by_id, p_by_name, p_verb, p_subject, p_label, p_from_state,
        p_to_state, p_note, p_data
    ) RETURNING id, at INTO new_id, new_at;
END $$;

-- The same for reads and refusals, which are noted once in a while: nothing comes back when one stands already.
CREATE FUNCTION journal_append_once(
    p_within interval, p_stream text, p_happened_at timestamptz, p_by_id bigint, p_by_name text, p_verb text,
    p_subject text, p_label text, p_from_state text, p_to_state text, p_note text, p_data jsonb,
    OUT new_id bigint, OUT new_at timestamptz
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(concat_ws(' ', p_subject, p_by_id, p_verb), 7030));
    PERFORM 1 FROM journal_entry WHERE subject = p_subject AND by_id IS NOT DISTINCT FROM p_by_id AND verb = p_verb
        AND verb IN ('read', 'refused') AND note = p_note AND at > clock_timestamp() - p_within;
    IF NOT FOUND THEN
        SELECT a.new_id, a.new_at INTO new_id, new_at FROM journal_append(p_stream, p_happened_at, p_by_id, p_by_name,
            p_verb, p_subject, p_label, p_from_state, p_to_state, p_note, p_data) a;
    END IF;
END $$;
REVOKE ALL ON FUNCTION journal_append, journal_append_once, journal_chain_new, journal_hold FROM PUBLIC;

CREATE FUNCTION journal_refuse_other_door() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    calls text;
BEGIN
    GET DIAGNOSTICS calls = PG_CONTEXT;
    IF calls !~ 'journal_append\\(' OR NEW.seq IS NOT NULL OR NEW.hash IS NOT NULL OR NEW.prev_hash IS NOT NULL THEN
        RAISE EXCEPTION 'entries come into % by journal_append and no other way', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
"""
FUNCTIONS_BACK = """
DROP FUNCTION journal_refuse_other_door();
DROP FUNCTION journal_append_once, journal_append, journal_at_commit, journal_chain_new, journal_hold;
DROP FUNCTION journal_canonical, journal_sized;
"""

TRIGGERS = """
ALTER TABLE journal_chain SET (fillfactor = 50);
DROP TRIGGER journal_entry_written_once ON journal_entry;
CREATE TRIGGER journal_entry_written_once BEFORE UPDATE ON journal_entry FOR EACH ROW
    WHEN (OLD.seq IS NOT NULL OR NEW.seq IS NULL) EXECUTE FUNCTION journal_refuse_change();
SELECT journal_chain_new(0);
CREATE TRIGGER journal_entry_never_taken_away BEFORE DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER journal_entry_never_emptied BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER journal_entry_one_door BEFORE INSERT ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_other_door();
CREATE CONSTRAINT TRIGGER journal_entry_chained AFTER INSERT ON journal_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION journal_at_commit();
CREATE TRIGGER journal_chain_only_grows BEFORE UPDATE ON journal_chain FOR EACH ROW
    WHEN (NEW.seq <= OLD.seq OR NEW.stream <> OLD.stream) EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER journal_chain_never_taken_away BEFORE DELETE ON journal_chain
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER journal_chain_never_emptied BEFORE TRUNCATE ON journal_chain
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();
"""
TRIGGERS_BACK = """
DROP TRIGGER journal_chain_never_emptied ON journal_chain;
DROP TRIGGER journal_chain_never_taken_away ON journal_chain;
DROP TRIGGER journal_chain_only_grows ON journal_chain;
DROP TRIGGER journal_entry_chained ON journal_entry;
DROP TRIGGER journal_entry_one_door ON journal_entry;
DROP TRIGGER journal_entry_never_emptied ON journal_entry;
DROP TRIGGER journal_entry_never_taken_away ON journal_entry;
DROP TRIGGER journal_entry_written_once ON journal_entry;
CREATE TRIGGER journal_entry_written_once BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0002_entries_are_never_changed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Chain",
            fields=[
                ("stream", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                ("hash", models.BinaryField()),
            ],
            options={"verbose_name": "journalkedja"},
        ),
        migrations.AddField("entry", "seq", models.BigIntegerField(editable=False, null=True)),
        migrations.AddField("entry", "prev_hash", models.BinaryField(null=True)),
        migrations.AddField("entry", "hash", models.BinaryField(null=True)),
        migrations.AddIndex(
            "entry", models.Index(fields=["id"], name="entry_not_chained", condition=Q(seq__isnull=True))
        ),
        migrations.AddIndex(
            "entry",
            models.Index(
                fields=["subject", "by", "-at"], name="entry_noted_once", condition=Q(verb__in=["read", "refused"])
            ),
        ),
        migrations.AddConstraint(
            "entry", models.UniqueConstraint(fields=["stream", "seq"], name="entry_place_once")
        ),
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_BACK),
        migrations.RunSQL(TRIGGERS, TRIGGERS_BACK),
    ]
