"""What the documents say of the code is true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
import yaml

from monitor.core.alarms import KINDS
from monitor.store.opening import open_for_reading, open_for_writing
from monitor.store.state import RELEASE, Key, set_state
from monitor.store.trials import ensure_trial, update_trial
from monitor.store.versions import add_polled, latest_version

ROOT = Path(__file__).parents[1]
STORE = (ROOT / "docs" / "store.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def slug(heading):
    """Return the anchor of a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.stem
)
def test_every_link_of_a_page_leads_somewhere(page):
    """To a file of the project, and to a heading in it where the link names one."""
    links = re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#([^)]+))?\)", page.read_text(encoding="utf-8"))
    for place, anchor in links:
        found = (page.parent / place).resolve() if place else page
        assert found.exists(), place
        if anchor:
            headings = re.findall(r"^#+ (.+)$", found.read_text(encoding="utf-8"), flags=re.MULTILINE)
            assert anchor in map(slug, headings), (place, anchor)


def blocks(text, language):
    """Return the code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "data" / "nctwatch.db"
    open_for_writing(path).close()
    db = open_for_reading(path)
    yield db
    db.close()


def test_every_table_and_view_is_described(database):
    """By its name; a view with each of its columns."""
    found = database.execute(
        "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"
    ).fetchall()
    stored = [(name, kind) for name, kind in found if not name.startswith("sqlite_")]
    assert len(stored) > 10
    assert not [name for name, _ in stored if f"`{name}`" not in STORE]
    for name, kind in stored:
        if kind == "view":
            row = next(line for line in STORE.splitlines() if line.startswith(f"| `{name}`"))
            columns = {column[0] for column in database.execute(f"SELECT * FROM {name}").description} - {"id"}
            assert not [column for column in columns if f"`{column}`" not in row and column != "trial"], name


def test_every_query_of_the_document_runs(database):
    """On the store as it is made today."""
    queries = blocks(STORE, "sql")
    assert len(queries) > 4
    for query in queries:
        database.execute(query)
    commands = re.findall(r'sqlite3 -readonly \S+ "(.*)"', STORE)
    assert len(commands) > 1
    for command in commands:
        database.execute(command)


def test_the_programs_read_a_version(tmp_path, monkeypatch):
    """The project's own reader and the one without it give what was kept, patches included."""
    from records import a_record, letters

    monkeypatch.chdir(tmp_path)
    stored = []
    with open_for_writing(Path("data/nctwatch.db")) as store, store.transaction():
        trial = ensure_trial(store, "NCT90000001")
        for number in range(3):
            record = a_record(statusModule__whyStopped=f"Money {number}")
            stored.append(letters(record))
            add_polled(
                store,
                trial,
                stored[-1],
                record,
                latest_version(store, trial),
                observed_at="2026-09-01T00:00:00Z",
            )
        assert store.value("SELECT count(*) FROM versions WHERE base IS NOT NULL") == 2
    own, plain = blocks(STORE, "python")
    ends = {own: "        print(record)\n", plain: "for number in (1, 2, 3):\n    print(record(number))\n"}
    for program, end in ends.items():
        if program is plain and sys.version_info >= (3, 14):
            program = program.replace("backports import", "compression import")  # noqa: PLW2901
        ran = subprocess.run(
            [sys.executable, "-c", program + end], capture_output=True, text=True, check=False
        )
        assert ran.stdout.splitlines() == [repr(raw) for raw in stored], ran.stderr


def test_every_alarm_has_its_row():
    """What it means and what to do."""
    for kind in KINDS:
        assert re.search(rf"^\| `{kind}` \|.+\|.+\|", OPERATIONS, flags=re.MULTILINE), kind


def test_the_replication_file_is_yaml():
    """With the store, one replica and a snapshot a day."""
    (text,) = blocks(OPERATIONS, "yaml")[:1]
    (store,) = yaml.safe_load(text)["dbs"]
    assert store["path"].endswith("nctwatch.db")
    assert "url" in store["replica"]


def test_the_metrics_are_those_that_are_served(tmp_path):
    """Each is named in the runbook, and the runbook names no other."""
    from prometheus_client import CollectorRegistry

    from monitor.config.load import load
    from monitor.metrics.exposition import StoreCollector

    path = tmp_path / "nctwatch.toml"
    path.write_text(f'[store]\npath = "{tmp_path}/store.db"\n[[watch]]\ntrial = "NCT03822858"\n')
    times = {"alive_at", "last_poll_at", "last_success_at"}
    with open_for_writing(tmp_path / "store.db") as store:
        for key in times:
            set_state(store, Key(key), "2026-09-01T00:00:00Z")
        set_state(store, RELEASE, "2026-09-01T00:00:00")
        trial = ensure_trial(store, "NCT03822858")
        update_trial(store, trial, history_error="down", history_due="2026-09-02T00:00:00Z")
    registry = CollectorRegistry()
    registry.register(StoreCollector(load(path)))
    served = {
        family.name + ("_total" if family.type == "counter" else "_info" if family.type == "info" else "")
        for family in registry.collect()
    }
    assert served == set(re.findall(r"nctwatch_[a-z_]+[a-z]", OPERATIONS)), (
        "in the code but not in the runbook, or so"
    )


def test_the_change_log_is_newest_first_without_sorting(tmp_path):
    """A page of it comes from an index, however many changes there are."""
    path = tmp_path / "store.db"
    with open_for_writing(path) as store, store.transaction():
        ensure_trial(store, "NCT90000001")
        store.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
            "INSERT INTO changes (trial_id, kind, event, severity, origin, path, summary, observed_at, happened_on) "
            "SELECT 1, 'status', 'opened', 'high', 'sponsor', 'p' || i, 's', '2026', '2026-09-01' FROM n"
        )
    db = open_for_reading(path)
    plan = db.rows("EXPLAIN QUERY PLAN SELECT * FROM change_log LIMIT 10")
    assert not [row["detail"] for row in plan if "TEMP B-TREE" in row["detail"]]
    rows = db.rows("SELECT id, page FROM change_log LIMIT 2")
    assert [row["id"] for row in rows] == [20000, 19999]
    assert rows[0]["page"] == "https://clinicaltrials.gov/study/NCT90000001"
    db.close()


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
DEPENDENCIES = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "monitor"
SPAN = re.compile(r"`([^`\n]+)`")
PLACE = re.compile(r"[\w.-]+(?:/[\w.-]*)+|\w+\.(?:py|md|sql|toml)")


def places(text):
    """Return the files and folders in code spans of a text."""
    return [span for span in SPAN.findall(text) if PLACE.fullmatch(span)]


def folder_of(place):
    """Return the folder below the package that a place is or lies in."""
    path = PACKAGE / place
    return path if place.endswith("/") else path.parent


def missing(text, *folders):
    """Return the places of a text that are neither in these folders, nor in the package, nor in the project."""
    bases = [*folders, PACKAGE, ROOT]
    return [place for place in places(text) if not any((base / place).exists() for base in bases)]


def rows(text):
    """Give the cells of each table row below a head."""
    for line in text.splitlines():
        if line.startswith("| ") and not line.startswith("| ---"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def paragraphs():
    """Return {package or module: its paragraph} of the architecture; a paragraph may be about several modules."""
    found = {}
    for paragraph in ARCHITECTURE.split("\n\n"):
        for place in re.findall(r"\*\*`([\w/.]+)`\*\*", paragraph.partition(":")[0]):
            found[place.removesuffix(".py").rstrip("/")] = paragraph
    return found


def package_of(module):
    """Return the folder below `monitor` that a dotted module lies in, or the module, where it lies in `monitor` itself."""
    path = PACKAGE.joinpath(*module.split(".")[1:])
    folder = path if path.is_dir() else path.parent
    return (folder if folder != PACKAGE else path).relative_to(PACKAGE).as_posix()


def imports_of(package):
    """Return the packages and modules of the project that a package, or a module of `monitor` itself, imports."""
    files = (PACKAGE / package).glob("*.py") if (PACKAGE / package).is_dir() else [PACKAGE / f"{package}.py"]
    for node in (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("monitor."):
            for name in node.names:
                inner = PACKAGE.joinpath(*f"{node.module}.{name.name}".split(".")[1:])
                is_module = inner.is_dir() or inner.with_suffix(".py").exists()
                yield package_of(f"{node.module}.{name.name}" if is_module else node.module)


def test_every_place_of_the_architecture_is_there():
    """A file named without its folder is in the folder that its paragraph is about."""
    for paragraph in ARCHITECTURE.split("\n\n"):
        assert not missing(paragraph, *map(folder_of, places(paragraph)[:1])), paragraph[:80]
    assert len(places(ARCHITECTURE)) > 60


def test_every_package_is_in_the_architecture():
    """Each folder with modules, and each module beside them that others import, has a paragraph."""
    packages = {path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("__init__.py")} - {"."}
    modules = {path.stem for path in PACKAGE.glob("[a-z]*.py")}
    assert len(packages) > 30
    assert not (packages | modules) - FOR_ALL - set(paragraphs())


FOR_ALL = {"model", "errors", "clock"}


@pytest.mark.parametrize("package", paragraphs())
def test_a_package_imports_what_its_paragraph_says(package):
    """Nothing that the paragraph does not name; outside the core, `core` stands for all of it, and so on."""
    _, _, listed = paragraphs()[package].partition("May import: ")
    allowed = {*SPAN.findall(listed), package, *FOR_ALL}
    if listed == "everything.":
        return
    assert listed, "a paragraph says what may be imported"
    imported = set(imports_of(package))
    if not package.startswith("core"):
        imported = {place.partition("/")[0] if place != package else place for place in imported}
    assert not imported - allowed - {"."}


MODULES = {
    "backports.zstd": "zstd",
    "prometheus-client": "prometheus_client",
    "sqlite-utils": "sqlite_utils",
    "pysocks": "socks",
    "jinja2": "jinja2",
}
"""Libraries whose module has another name."""


@cache
def imported(path):
    """Return the names that a file imports from outside: of modules, and what is taken from them."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {part for alias in node.names for part in alias.name.split(".")}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith("monitor."):
            found |= {*node.module.split("."), *(alias.name for alias in node.names)}
    return found


def described():
    """Give each library of the table with the files that the table names for it, a folder being all in it."""
    for libraries, where, *_ in rows(DEPENDENCIES):
        if libraries == "library":
            continue
        named = places(where)
        folders = [folder_of(place) for place in named[:1]]
        files = [
            path
            for place in named
            for base in [*folders, PACKAGE]
            if (base / place).exists()
            for path in (sorted((base / place).glob("*.py")) if place.endswith("/") else [base / place])
        ]
        for library in libraries.split(" (")[0].split(", "):
            yield library, named, files


def test_every_dependency_is_described():
    """Those of the project and no other."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [
        *project["dependencies"],
        *(requirement for extra in project["optional-dependencies"].values() for requirement in extra),
    ]
    assert {library for library, *_ in described()} == {
        re.match(r"[\w.-]+", requirement)[0] for requirement in asked
    }


def test_a_library_is_imported_where_the_document_says():
    """Each file that the document names imports it, and each file that imports it is named."""
    for library, named, files in described():
        module = MODULES.get(library, library)
        using = {path for path in PACKAGE.rglob("*.py") if module in imported(path)}
        if not named:  # others find it by themselves, as the standard library finds tzdata
            assert not using, library
            continue
        assert using, library
        assert using <= set(files), (library, sorted(using - set(files)))
        whole = all(not place.endswith("/") for place in named)
        assert not whole or using == set(files), (library, set(files) - using)


def test_every_command_is_documented():
    """In the README or in a document."""
    from monitor.cli import COMMANDS

    texts = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    documents = "\n".join(path.read_text(encoding="utf-8") for path in texts)
    assert not [
        name for name in COMMANDS if f"nctwatch {name}" not in documents and f"`{name}`" not in documents
    ]


def test_the_glossary_is_in_order():
    """One row a word, by the alphabet, each with a sentence."""
    words = [
        row for row in rows((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")) if row[0] != "word"
    ]
    assert [word for word, _ in words] == sorted({word for word, _ in words})
    assert all(meaning.endswith((".", "…")) for _, meaning in words)
