"""Nobody builds a statement of the database's language out of text: what a person types is always a parameter."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("coordination", "processes", "actors", "journal")
RAW = {"execute", "executemany", "raw", "extra", "RawSQL", "RunSQL", "executescript"}
# (file, statement): why the text is ours alone.
ALLOWED = {
    ("coordination/running/postgres.py", """f'CREATE DATABASE "{NAME}"'"""): "a constant of that file",
    ("coordination/situations/migrations/0007_history.py", "begin(table)"): "names of tables, constants of that file",
    ("coordination/direction/migrations/0003_history.py", "begin(table)"): "names of tables, constants of that file",
    ("coordination/incidents/migrations/0006_history.py", "BEGIN"): "names of columns, a constant of that file",
    (
        "coordination/walls/build.py",
        "statement",
    ): "policies and grants, constants of the package and names of its tables",
    (
        "actors/prepared.py",
        "f'PREPARE {name} AS {text}'",
    ): "the statement that Django made of stand-ins, or a constant of a file; values come with EXECUTE, as parameters",
    ("actors/prepared.py", "_execute(self.name, len(values))"): "a name and as many places as there are parameters",
    ("actors/sight.py", "f'{OPEN}; {sql}; {SHUT}'"): "two constants around the statement that Django made",
    ("actors/sight.py", "sql"): "the statement that Django made, passed on; values are parameters",
    ("journal/chain.py", "APPEND_ONCE"): "one constant made of another; values are parameters",
    ("journal/history.py", "TELL + sql"): "a constant before the statement that Django made; values are parameters",
    ("journal/history.py", "sql"): "the statement that Django made, passed on; values are parameters",
    ("processes/version.py", "ASK"): "one constant made of others: the public facts' tables; there are no values",
    ("journal/verify.py", "READ.format(after=after)"): "one of two constants put into a third; values are parameters",
}


def calls():
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            constants = names_of_constants(tree)
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and name_of(node) in RAW and node.args:
                    yield path.relative_to(ROOT).as_posix(), node, constants


def name_of(call):
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def names_of_constants(tree):
    """Names of the module that are plain text: a statement may stand under a name."""
    return {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_plain(node.value, set())
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }


def is_plain(node, constants):
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name):
        return node.id in constants
    if isinstance(node, ast.List | ast.Tuple):
        return all(is_plain(part, constants) for part in node.elts)
    # psycopg.sql puts names in quotes and is made for this.
    return isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("sql.SQL", "SQL"))


def test_statements_are_plain_text():
    wrong = [
        f"{path}:{node.lineno}: {ast.unparse(node)[:120]}"
        for path, node, constants in calls()
        if not is_plain(node.args[0], constants) and (path, ast.unparse(node.args[0])) not in ALLOWED
    ]
    assert wrong == []


def test_nothing_is_allowed_that_is_not_there():
    assert ALLOWED.keys() <= {(path, ast.unparse(node.args[0])) for path, node, _constants in calls()}


def test_the_search_finds_what_it_looks_for():
    """So that it stands for something: text put together is found, plain text is not."""
    for text, plain in (
        ("c.execute('SELECT 1')", True),
        ("c.execute(f'SELECT {x}')", False),
        ("c.execute('SELECT %s' % x)", False),
        ("c.execute('SELECT ' + x)", False),
        ("c.execute('SELECT {}'.format(x))", False),
        ("c.execute(STATEMENT)", True),
    ):
        call = ast.parse(text).body[0].value
        assert is_plain(call.args[0], {"STATEMENT"}) is plain, text
