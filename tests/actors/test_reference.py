import datetime
from collections import Counter

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from actors import reference
from actors.importing import TableError, import_actors
from actors.models import Actor, ActorName, CivilArea, County, Municipality, Sector
from actors.sorting import swedish_key

MUNICIPALITIES_IN = {
    "01": 26, "03": 8, "04": 9, "05": 13, "06": 13, "07": 8, "08": 12, "09": 1, "10": 5, "12": 33, "13": 6, "14": 49,
    "17": 16, "18": 12, "19": 10, "20": 15, "21": 10, "22": 7, "23": 8, "24": 15, "25": 14,
}  # fmt: skip


@pytest.fixture
def loaded(db):
    reference.load_all()


def test_every_county_has_its_municipalities():
    found = Counter(row["county_id"] for row in reference.municipalities())
    assert found == MUNICIPALITIES_IN
    assert {row["code"] for row in reference.counties()} == set(MUNICIPALITIES_IN)


def test_civil_areas_hold_every_county_once():
    listed = [code for area in reference.read("civil_areas.json")["civil_areas"] for code in area["counties"]]
    assert sorted(listed) == sorted(MUNICIPALITIES_IN)
    for area in reference.read("civil_areas.json")["civil_areas"]:
        assert area["responsible"] in area["counties"]
        for county in reference.read("counties.json")["counties"]:
            assert (county["code"] in area["counties"]) == (county["civil_area"] == area["code"])


@pytest.mark.parametrize(
    ("code", "name", "official"),
    [
        ("2161", "Ljusdal", "Ljusdals kommun"),
        ("2182", "Söderhamn", "Söderhamns kommun"),
        ("2180", "Gävle", "Gävle kommun"),
        ("2104", "Hofors", "Hofors kommun"),
        ("2183", "Bollnäs", "Bollnäs kommun"),
        ("2080", "Falun", "Falu kommun"),
        ("0880", "Kalmar", "Kalmar kommun"),
        ("2514", "Kalix", "Kalix kommun"),
        ("1286", "Ystad", "Ystads kommun"),
        ("2062", "Mora", "Mora kommun"),
        ("1462", "Lilla Edet", "Lilla Edets kommun"),
        ("0980", "Gotland", "Region Gotland"),
    ],
)
def test_municipalities_are_called_what_they_call_themselves(code, name, official):
    assert reference.municipality_name(code, name) == official


def test_second_load_changes_nothing(loaded):
    assert {(change.added, change.changed) for change in reference.load_all()} == {(0, 0)}


def test_second_load_puts_right_what_differs_and_deletes_nothing(loaded):
    County.objects.filter(code="21").update(seat="Hudiksvall")
    Actor.objects.filter(key="kommun-2161").update(short="Fel")
    own = Actor.objects.create(key="egen", kind="other", name="Egen aktör", short="Egen")
    changed = {change.table: change.changed for change in reference.load_all()}
    assert changed["county"] == changed["actor"] == 1
    assert County.objects.get(code="21").seat == "Gävle"
    assert Actor.objects.get(key="kommun-2161").short == "Ljusdal"
    assert Actor.objects.filter(pk=own.pk).exists()


def test_what_is_loaded_knows_its_source(loaded):
    for model in (CivilArea, County, Municipality, Actor, ActorName, Sector):
        assert not model.objects.filter(source="").exists()


def test_every_organisation_is_one_actor(loaded):
    kinds = Counter(Actor.objects.values_list("kind", flat=True))
    assert kinds == {
        "county_board": 21,
        "municipality": 290,
        "region": 20,
        "agency": 44,
        "police": 1,
        "national_agency": 1,
    }
    gotland = Actor.objects.get(municipality="0980")
    assert gotland.name == "Region Gotland"
    assert Actor.objects.get(key="region-21").name == "Region Gävleborg"
    assert Actor.objects.get(key="lst-21").name == "Länsstyrelsen Gävleborg"


def test_national_agency_is_one_actor_with_two_dated_names(loaded):
    agency = Actor.objects.get(kind="national_agency")
    old, new = agency.names.all()
    assert (old.abbreviation, old.ends) == ("MSB", datetime.date(2025, 12, 31))
    assert (new.abbreviation, new.starts, new.ends) == ("MCF", datetime.date(2026, 1, 1), None)
    assert agency.name == new.name


def test_sectors_are_the_twelve_of_2026(loaded):
    sectors = Sector.objects.filter(starts=datetime.date(2026, 1, 1))
    assert sectors.count() == 12
    rescue = sectors.get(key="raddningstjanst-och-skydd-av-civilbefolkningen")
    assert rescue.responsible.short == "MCF"
    assert rescue.agencies.filter(kind="county_board").count() == 21
    assert rescue.agencies.exclude(kind="county_board").count() == 5
    assert [agency.short for agency in sectors.get(key="utrikeshandel").agencies.all()] == ["Tullverket"]


def test_names_come_in_swedish_order(loaded):
    names = list(Municipality.objects.order_by("sort_name").values_list("name", flat=True))
    assert names == sorted(names, key=swedish_key)
    assert names[-3:] == ["Östra Göinge", "Överkalix", "Övertorneå"]
    assert names.index("Ystad") < names.index("Åmål") < names.index("Älmhult") < names.index("Öckerö")


def test_python_and_database_sort_alike():
    words = ["Öland", "ale", "Ängelholm", "Zinkgruvan", "Ånge", "Arvika", "Västerås", "Västra", "Édouard", "Eda"]
    assert sorted(words, key=swedish_key) == [
        "ale", "Arvika", "Eda", "Édouard", "Västerås", "Västra", "Zinkgruvan", "Ånge", "Ängelholm", "Öland",
    ]  # fmt: skip


HEADER = "key;kind;name;short;county;municipality;source;as_of\n"


def table(*rows: str) -> bytes:
    return (HEADER + "\n".join(rows)).encode()


def test_table_with_source_becomes_actors(loaded):
    content = table(
        "rtj-a;rescue;Räddningstjänsten A;A;;2161;Förbundsordning;2024-05-01", "p-b;police;B;;;;Beslut;2024-01-01"
    )
    assert import_actors(content).added == 2
    rescue = Actor.objects.get(key="rtj-a")
    assert (rescue.county_id, rescue.source) == ("21", "Förbundsordning, 2024-05-01")
    assert import_actors(content).unchanged == 2


def test_comma_and_byte_order_mark_are_read_too(loaded):
    content = b"\xef\xbb\xbf" + table("rtj-a;rescue;A;;;;Beslut;2024-05-01").replace(b";", b",")
    assert import_actors(content).added == 1


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("rtj a;rescue;A;;;;Beslut;2024-05-01", "key"),
        ("rtj-a;fire;A;;;;Beslut;2024-05-01", "kind"),
        ("rtj-a;municipality;A;;;;Beslut;2024-05-01", "kind"),
        ("rtj-a;rescue;;;;;Beslut;2024-05-01", "name"),
        ("rtj-a;rescue;A;;99;;Beslut;2024-05-01", "county"),
        ("rtj-a;rescue;A;;;9999;Beslut;2024-05-01", "municipality"),
        ("rtj-a;rescue;A;;20;2161;Beslut;2024-05-01", "municipality"),
        ("rtj-a;rescue;A;;;;;2024-05-01", "source"),
        ("rtj-a;rescue;A;;;;Beslut;maj 2024", "as_of"),
        ("rtj-a;rescue;A;;;;Beslut;2999-01-01", "as_of"),
        ("kommun-2161;rescue;A;;;;Beslut;2024-05-01", "key"),
        ("rtj-ok;rescue;A;;;;Beslut;2024-05-01", "key"),
    ],
)
def test_one_wrong_row_and_nothing_is_imported(loaded, row, column):
    before = Actor.objects.count()
    with pytest.raises(TableError) as refused:
        import_actors(table("rtj-ok;rescue;A;;;;Beslut;2024-05-01", row))
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [(3, column)]
    assert Actor.objects.count() == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"key;name\n\xe5",
        b"key;name;source\n",
        (HEADER[:-1] + ";colour\n").encode(),
        table("a;rescue;A;;;;B;2024-05-01;x"),
    ],
)
def test_a_file_that_is_no_such_table_says_so(loaded, content):
    with pytest.raises(TableError):
        import_actors(content)


def test_command_tells_each_fault(loaded, tmp_path):
    file = tmp_path / "rescue.csv"
    file.write_bytes(table("rtj-a;;;;;;Beslut;2024-05-01"))
    with pytest.raises(CommandError, match=r"(?s)Ingenting importerades.*Rad 2, name"):
        call_command("import_actors", file, kind="rescue")
    with pytest.raises(CommandError, match="finns inte"):
        call_command("import_actors", tmp_path / "none.csv")


def test_the_empty_tables_of_the_project_can_be_filled_in(loaded):
    for name, kind in (("rescue_services.csv", "rescue"), ("police_regions.csv", "police")):
        assert import_actors((reference.DATA / name).read_bytes(), kind).added == 0
