"""The chain: whatever is changed, taken away, moved or slipped in is found, and there is one way in."""

import random
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from journal import anchors, chain
from journal.models import Chain, Entry
from journal.record import record
from journal.verify import verify
from tests.journal.tampering import delete, flip, flip_in, forge, rows, run, swap, tampered

pytestmark = pytest.mark.django_db


class Thing:
    """Something that stands in the journal under a number."""

    def __init__(self, number, words="Sak"):
        self.pk, self.words = number, words

    def journal_stream(self):
        return f"thing:{self.pk}"

    journal_subject = journal_stream

    def journal_now(self):
        return anchors.timezone.now()

    def __str__(self):
        return self.words


def settle():
    """What a commit does."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def written(house):
    """Two hundred entries in three streams, with words of every kind, and an anchor that binds them."""
    for number in range(200):
        subject = Thing(number % 3, f"Sak {number} åäö 🜁 ”{number}”")
        note = 'rad ett\nrad två\t\\ "' if number % 4 else ""
        data = {"level": number / 7, "names": ["Å", None]}
        record(subject, f"thing.{number}", by=house.lena, note=note, from_state="shut", to_state="open", **data)
    settle()
    anchors.make()
    settle()
    return rows()


def test_what_was_written_is_sound(written):
    found = verify()
    assert found.fault is None
    assert (found.entries, found.chains, found.anchors) == (Entry.objects.count(), Chain.objects.count(), 1)
    assert found.entries > 200


@pytest.mark.parametrize(("what", "times"), [(flip, 700), (delete, 100), (swap, 100), (forge, 100)])
def test_every_tampering_is_found(written, what, times):
    dice = random.Random(what.__name__)
    missed = []
    for number in range(times):
        with tampered():
            done = flip(dice, dice.choice(written)) if what is flip else what(dice, written)
            if verify().fault is None:
                missed.append((number, done))
    assert missed == []
    assert verify().fault is None


@pytest.mark.parametrize("column", [f.column for f in Entry._meta.concrete_fields])
def test_no_column_is_outside_the_hash(written, column):
    dice = random.Random(column)
    with tampered():
        assert any(flip_in(dice, dice.choice(written), column) for _try in range(100))
        assert verify().fault is not None


def test_the_first_bad_entry_is_named_and_the_exit_is_not_zero(written):
    bad = Entry.objects.of("thing:1").get(seq=17)
    with tampered():
        run("UPDATE journal_entry SET note = 'annat' WHERE stream = 'thing:1' AND seq >= 17")
        with pytest.raises(CommandError) as told:
            call_command("verify_journal")
    assert f"entry 17 of thing:1 (id {bad.pk}): its hash does not fit" in str(told.value)
    assert told.value.returncode == 1


def test_a_sound_journal_is_counted_aloud(written):
    out = StringIO()
    call_command("verify_journal", stdout=out)
    call_command("verify_journal", "--since-anchor", stdout=out)
    whole, since = out.getvalue().splitlines()
    assert whole == f"The journal is sound: {len(written)} entries in {Chain.objects.count()} chains, 1 anchors."
    assert since == "The journal is sound: 1 entries in 1 chains, 1 anchors."


def test_hashes_are_computed_by_the_database_and_by_python_alike(written):
    entry = Entry.objects.of("thing:0").get(seq=2)
    columns = run(f"SELECT {', '.join(chain.COLUMNS)} FROM journal_entry WHERE id = %s", entry.pk)[0]
    assert chain.hash_of(bytes(entry.prev_hash), columns) == bytes(entry.hash)
    assert bytes(Entry.objects.of("thing:0").get(seq=1).prev_hash) == chain.BEGINNING


def test_nobody_inserts_beside_the_function(house):
    with pytest.raises(DatabaseError, match="journal_append"), transaction.atomic():
        Entry.objects.create(stream="x:1", subject="x:1", verb="x", happened_at=anchors.timezone.now())


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_entry SET note = 'x'",
        "UPDATE journal_entry SET seq = NULL, hash = NULL",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
        "UPDATE journal_chain SET seq = 1",
        "DELETE FROM journal_chain",
        "TRUNCATE journal_chain",
    ],
)
def test_the_database_refuses_even_its_owner(written, sql):
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        run(sql)


def test_a_role_with_the_function_alone_writes_and_cannot_do_more(written):
    run("CREATE ROLE journal_writer_of_tests NOLOGIN")
    run("GRANT SELECT ON journal_entry, journal_chain TO journal_writer_of_tests")
    run("GRANT EXECUTE ON FUNCTION journal_append, journal_append_once TO journal_writer_of_tests")
    run("SET LOCAL ROLE journal_writer_of_tests")
    record(Thing(0), "thing.by_role")
    settle()
    for sql in ("UPDATE journal_entry SET note = ''", "DELETE FROM journal_chain", "SELECT journal_chain_new(0)"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            run(sql)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        run("INSERT INTO journal_entry (verb) VALUES ('x')")
    run("RESET ROLE")
    assert verify().fault is None
    assert Entry.objects.get(verb="thing.by_role").seq == 68


def test_writing_is_one_statement(house, django_assert_num_queries):
    with django_assert_num_queries(1):
        entry = record(Thing(1), "thing.done", by=house.lena, level=3)
    settle()
    assert Entry.objects.get(pk=entry.pk).data == {"level": 3}
    assert Entry.objects.get(pk=entry.pk).at == entry.at


@pytest.mark.django_db(transaction=True)
def test_eight_writers_in_two_streams_leave_no_hole_and_never_wait_crosswise(house):
    """Each writes in both streams, half of them in the opposite order, and holds a row that the others want too."""
    run("CREATE TABLE wanted AS SELECT 1 AS id")
    wrong = []

    def write(number):
        try:
            for round_ in range(15):
                with transaction.atomic():
                    order = (0, 1) if number % 2 else (1, 0)
                    record(Thing(order[0]), f"thing.{number}.{round_}")
                    run("UPDATE wanted SET id = id + 1")
                    record(Thing(order[1]), f"thing.{number}.{round_}")
        except DatabaseError as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run("DROP TABLE wanted")
    assert wrong == []
    assert verify().fault is None
    for number in (0, 1):
        places = list(Entry.objects.of(f"thing:{number}").order_by("seq").values_list("seq", flat=True))
        assert places == list(range(1, 121))


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_hole(house):
    record(Thing(7), "thing.first")
    with transaction.atomic():
        record(Thing(7), "thing.undone")
        transaction.set_rollback(True)
    record(Thing(7), "thing.second")
    assert list(Entry.objects.of("thing:7").order_by("seq").values_list("seq", "verb")) == [
        (1, "thing.first"),
        (2, "thing.second"),
    ]
    assert verify().fault is None
    assert not connection.in_atomic_block
