"""What a reviewer would otherwise have to repeat: the code base holds its own rules."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from authoring.item_text import read_item_text
from quizzes.interactions import REGISTRY
from tests.factories import person, signed_in

ROOT = Path(settings.BASE_DIR)
OURS = ["accounts", "lessons", "quizzes", "cohorts", "authoring", "study", "ssc_course"]
LAYERS = {name: height for height, name in enumerate(["accounts", "lessons", "quizzes", "cohorts", "study"])}
LAYERS |= {"authoring": LAYERS["cohorts"], "ssc_course": 9}
OPEN_ROUTES = {
    "healthz",
    "readyz",
    # what is read, practised and taken without an account
    *("study:root", "study:home", "study:module", "study:section", "study:mark_read", "study:glossary"),
    *(
        "study:search",
        "study:about",
        "study:coverage",
        "study:progress",
        "study:quiz",
        "study:start",
        "study:picture",
    ),
    # once begun, the attempt is the door
    *("quizzes:item", "quizzes:flag", "quizzes:summary", "quizzes:hand_in", "quizzes:result"),
    *("quizzes:retry", "quizzes:hint", "quizzes:take_back"),
    *("reports:new", "reports:thanks", "reports:mine"),
    # on the way to an account; allauth and Django guard what they need to
    *("account_login", "account_signup", "account_logout", "account_inactive"),
    *("account_reset_password", "account_reset_password_done", "account_reset_password_from_key"),
    *("account_reset_password_from_key_done", "account_confirm_login_code", "account_confirm_email"),
    *("account_email_verification_sent", "mfa_authenticate", "admin:login"),
}
MODELS_BEHIND_OTHERS = {"LoadedText", "CourseFile"}  # an author's tools read them, no page does


def routes(
    patterns: list[URLPattern | URLResolver] | None = None, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, object]]:
    """Every address: its route, its name with the namespace, its view."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, route, inner)
        else:
            yield route, f"{space}{pattern.name}", pattern.callback


def our_routes() -> list[tuple[str, str, object]]:
    return [row for row in routes() if getattr(row[2], "__module__", "").split(".")[0] in OURS]


def sources(*apps_: str, ending: str = ".py") -> list[Path]:
    paths = [path for app in apps_ or OURS for path in (ROOT / app).rglob(f"*{ending}")]
    return [path for path in paths if "migrations" not in path.parts and "vendor" not in path.parts]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_no_route_names_a_row_by_its_number():
    """`<int:` stands for a position, a version's number or a page, never for a primary key."""
    named = {name for route, _name, _view in our_routes() for name in re.findall(r"<int:(\w+)>", route)}
    assert named <= {"position", "number", "page"}


@pytest.mark.django_db
def test_every_view_says_which_methods_it_takes():
    """PATCH is nobody's: each view of ours answers 405, or leads elsewhere whom it is not for.

    The admin's own are left out: there, whatever is not POST reads.
    """
    visitor, farid = signed_in(None), signed_in(person("farid", is_staff=True, is_superuser=True))
    values = {"uuid": str(uuid4()), "int": "1", "slug": "any", "str": "any"}
    for route, name, _view in our_routes():
        if not route.startswith("admin/"):
            path = re.sub(r"<(\w+):\w+>", lambda found: values[found[1]], f"/{route}")
            said = {browser.patch(path).status_code for browser in (visitor, farid)}
            assert 405 in said <= {405, 302}, f"{name} ({route}) answers {said}"


def test_every_page_asks_for_an_account_unless_it_is_on_the_list():
    is_open = {name for _route, name, view in routes() if not getattr(view, "login_required", True)}
    assert is_open == OPEN_ROUTES


def test_every_interaction_has_its_template_its_result_and_its_tests():
    for name in REGISTRY:
        for path in (
            f"quizzes/templates/quizzes/interactions/{name}.html",
            f"quizzes/templates/quizzes/interactions/{name}_result.html",
            f"tests/quizzes/interactions/test_{name}.py",
        ):
            assert (ROOT / path).exists(), path


def test_every_interaction_has_an_example_in_the_authors_guide_that_can_be_read():
    examples = re.findall(r"```yaml\n(- id: .*?)```", (ROOT / "docs/authors.md").read_text(), re.S)
    read = [read_item_text(example) for example in examples if re.search(r"^  type: ", example, re.M)]
    assert [fields for fields in read if isinstance(fields, list)] == []
    assert {fields.common.type for fields in read if not isinstance(fields, list)} == set(REGISTRY)


def test_every_interaction_is_used_in_the_course():
    text = "".join(path.read_text() for path in (ROOT / "fixtures").rglob("items.yaml"))
    for name in REGISTRY:
        assert f"type: {name}\n" in text, name


def test_every_model_says_who_may_see_it():
    for model in apps.get_models():
        if model._meta.app_label in OURS and model.__name__ not in MODELS_BEHIND_OTHERS:
            assert hasattr(model._default_manager, "visible_to"), model.__name__


def test_every_constraint_is_named_as_a_sentence():
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            for constraint in model._meta.constraints:
                assert constraint.name.count("_") >= 3, constraint.name


def test_foreign_keys_flow_with_the_river():
    """No table points downstream, written as a string or not."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and not field.auto_created else None
            here = model._meta.app_label
            if target is not None and here in LAYERS and target._meta.app_label in LAYERS:
                there = target._meta.app_label
                assert here == there or LAYERS[there] < LAYERS[here], f"{model.__name__}.{field.name}"


def test_migrations_flow_with_the_river():
    for app in OURS:
        for path in (ROOT / app / "migrations").glob("0*.py"):
            for there in re.findall(r"\(['\"](\w+)['\"], ['\"]\d{4}_", path.read_text()):
                if there in LAYERS and there != app:
                    assert LAYERS[there] < LAYERS[app], f"{path.name} of {app} depends on {there}"


def test_few_rooms_may_name_the_key():
    """Neither its table nor the way to it, in code or in a template."""
    allowed = {
        "quizzes/scoring.py",
        "quizzes/items.py",
        "quizzes/models/bank.py",
        "quizzes/models/__init__.py",
    }
    for path in [*sources(), *sources(ending=".html")]:
        name = path.relative_to(ROOT).as_posix()
        if name not in allowed and not name.startswith("authoring/"):
            assert not re.search("answer_?key", path.read_text(), re.I), name


def test_interactions_know_nothing_of_django():
    for path in (ROOT / "quizzes/interactions").glob("*.py"):
        assert not [name for name in imports(path) if name.split(".")[0] in ("django", "random", "time")]


def test_no_model_has_a_save_of_its_own_and_nothing_listens_to_signals():
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            assert not {"save", "delete"} & vars(model).keys(), model.__name__
    for path in sources():
        text = path.read_text()
        assert "django.db.models.signals" not in text and "import receiver" not in text, path


def test_no_file_has_a_name_that_means_nothing():
    for path in sources():
        assert path.stem not in {"utils", "helpers", "common", "core", "manager", "services", "misc"}, path


def test_files_are_short_and_functions_are_shorter():
    """Over 400 lines a file is split; over 50 lines a function is split."""
    for path in sources():
        text = path.read_text()
        assert text.count("\n") <= 400, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= 50, f"{path}: {node.name} has {length} lines"


def test_every_module_says_what_it_is():
    for path in sources():
        named = path.name not in {"__init__.py", "apps.py", "urls.py", "admin.py"}
        if named and "management" not in path.parts and path.read_text().strip():
            assert ast.get_docstring(ast.parse(path.read_text())), path


@pytest.mark.parametrize("folder", ["templates", "static"])
def test_there_is_no_style_script_or_handler_in_the_markup(folder):
    for app in OURS:
        for path in (ROOT / app / folder).rglob("*.html"):
            text = path.read_text()
            assert not re.search(r"\sstyle\s*=", text), path
            assert not re.search(r"\son[a-z]+\s*=", text), path
            assert not re.search(r"<script(?![^>]*\ssrc=)", text), path


def test_a_template_names_a_format_for_times_and_writes_none():
    """So that every language has its own order of day and month."""
    for path in sources(ending=".html"):
        written = re.findall(r"\|(?:date|time):\"([^\"]*)\"", path.read_text())
        assert not [name for name in written if not name.endswith("_FORMAT")], path


def test_every_template_is_used():
    everything = "".join(path.read_text() for path in [*sources(), *sources(ending=".html")])
    for path in sources(ending=".html"):
        name = path.as_posix().split("/templates/")[1]
        belongs_to_a_library = name.startswith(("account/", "mfa/", "allauth/", "admin/", "interactions/"))
        by_status = re.fullmatch(r"\d{3}\.html", name)
        by_interaction = "/interactions/" in name
        if not (belongs_to_a_library or by_status or by_interaction):
            assert name in everything, f"{name} is rendered by nothing"


def test_every_constraint_is_tested_by_its_name():
    tests = "".join(path.read_text() for path in (ROOT / "tests").rglob("*.py"))
    missing = [
        constraint.name
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for constraint in model._meta.constraints
        if constraint.name not in tests
    ]
    assert not missing, missing


def test_every_setting_of_the_environment_is_in_the_readme():
    text = (ROOT / "ssc_course/settings.py").read_text()
    names = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", text))
    readme = (ROOT / "README.md").read_text()
    assert names and not [name for name in sorted(names) if f"`{name}`" not in readme]


def test_each_room_says_of_itself_what_the_map_in_the_readme_says():
    rows = re.findall(r"^\| \[(\w+)\]\(\1\) \| (.*) \|$", (ROOT / "README.md").read_text(), re.M)
    told = {room: re.sub(r"\[(.*?)\]\(.*?\)", r"\1", text) for room, text in rows if room in OURS}
    assert told.keys() == set(OURS)
    for room, text in told.items():
        says = ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text())) or ""
        assert " ".join(says.split()) == f"{text[0].upper()}{text[1:]}.", room


def test_every_link_in_the_readme_and_the_guides_leads_to_a_file():
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    links = [
        (page, link)
        for page in pages
        for link in re.findall(r"\]\(([^)\s#]+)", re.sub(r"(?s)```.*?```|`[^`\n]*`", "", page.read_text()))
        if not re.match(r"\w+:", link)
    ]
    assert links
    missing = [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()]
    assert missing == []


def test_nothing_names_a_machine_or_a_registry():
    # Written in two pieces, so that this file does not name them either.
    hosts = "|".join(["py" + "pi.org", "python" + "hosted.org", "npm" + "js.com", "npm" + "js.org"])
    for path in ROOT.rglob("*"):
        inside = path.relative_to(ROOT).parts
        if inside[0] in {".venv", ".git", "var", "node_modules"} or not path.is_file():
            continue
        if path.suffix in {".py", ".toml", ".txt", ".md", ".yaml", ".html", ".js", ".css", ""}:
            assert not re.search(hosts, path.read_text(errors="ignore")), path
