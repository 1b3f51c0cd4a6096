"""Nothing is kept that nothing uses: templates, addresses, functions, settings and style classes."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import allauth
from django.conf import global_settings
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "diagnosis", "applications")
TEMPLATES = ROOT / "templates"

# Rendered by name without being named by us.
BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
BY_ALLAUTH = ("account/", "allauth/", "mfa/")
# Addresses that people and programs outside know: the probes of a load balancer, the page of all parts.
FROM_OUTSIDE = {"live", "ready", "gallery"}
OF_PACKAGES = ("account_", "mfa_", "socialaccount_", "usersessions_")
# What docs/states.md shows; tests compare.
DRAWN = {"diagram", "pool_diagram"}
# Scoring answers for one application; the pages so far ask for many at once.
OFFERED = {"current_outcome_of", "published_outcome_of"}
# Found by the framework under these names, or by a decorator that registers what it adorns.
BY_NAME = {"__all__", "app_name", "urlpatterns"}
REGISTERS = {"register", "shared_task", "receiver", "connect"}
# Set by htmx on elements that wait.
BY_HTMX = {"htmx-indicator", "htmx-request"}


def sources(*endings: str, folders: tuple[str, ...] = (*PACKAGES, "templates", "static/js")) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in endings and "migrations" not in path.parts:
                yield path


@cache
def text_of(*endings: str, without: str = "") -> str:
    return "\n".join(path.read_text("utf8") for path in sources(*endings) if path.name != without)


@cache
def words_in(*endings: str, without: str = "") -> set[str]:
    """Words as they stand in addresses (`cases:list`), classes (`button-row`) and code."""
    text = text_of(*endings, without=without)
    return {word for pattern in (r"[\w-]+", r"\w+", r"\w+:\w+") for word in re.findall(pattern, text)}


@cache
def parsed() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf8")) for path in sources(".py", folders=PACKAGES)}


def unused_templates(templates: Path) -> list[str]:
    written, parts = text_of(".py", ".html", ".txt"), text_of(".py")
    package = Path(allauth.__file__).parent / "templates"
    unused = []
    for path in sorted(templates.rglob("*")):
        name = path.relative_to(templates).as_posix()
        if path.is_dir() or name in BY_DJANGO:
            continue
        if name.startswith(BY_ALLAUTH) and (package / name).exists():
            continue
        part = name.startswith("components/") and f'_part("{path.stem}"' in parts
        if not part and f'"{name}"' not in written and f'/ "{path.name}"' not in parts:
            unused.append(name)
    return unused


def route_names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            yield from route_names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)


def unused_definitions(modules: dict[Path, ast.Module]) -> list[str]:
    used = words_in(".html", ".txt") | used_names(modules)
    return [
        f"{path.name}:{name}"
        for path, module in modules.items()
        for name in definitions(module)
        if name not in used | BY_NAME | DRAWN | OFFERED and path.name not in ("settings.py", "apps.py", "__init__.py")
    ]


def definitions(module: ast.Module) -> Iterator[str]:
    """Functions, classes and constants of a module, but for those that a decorator hands over."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            words = {word for one in node.decorator_list for word in re.findall(r"\w+", ast.unparse(one))}
            if not words & REGISTERS:
                yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))


def used_names(modules: dict[Path, ast.Module]) -> set[str]:
    """What is read, called or named in a dotted path; an import alone is no use."""
    used = {"Command"}
    for module in modules.values():
        for node in ast.walk(module):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                used.add(node.id)
            elif isinstance(node, ast.Attribute):
                used.add(node.attr)
            elif isinstance(node, ast.Constant) and re.fullmatch(r"[\w.]+\.\w+", str(node.value)):
                used.add(str(node.value).rpartition(".")[2])
    return used


def unused_classes(styles: str) -> list[str]:
    selectors = re.sub(r"\{[^{}]*\}", "{}", re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL))
    named = set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))
    return sorted(name for name in named - words_in(".py", ".html", ".js") - BY_HTMX if not is_put_together(name))


def is_put_together(name: str) -> bool:
    """Whether a template or a function joins the class from pieces: `timeline-{{ state }}`, `{kind}-fill`."""
    words, written = name.split("-"), text_of(".py", ".html", ".js")
    begun = ("-".join(words[:count]) + "-{" for count in range(1, len(words)))
    ended = ("}-" + "-".join(words[count:]) for count in range(1, len(words)))
    return any(piece in written for piece in (*begun, *ended))


def own_settings() -> list[str]:
    """Settings that neither the framework nor one of the packages knows."""
    foreign = r"(CELERY|ACCOUNT|MFA|ALLAUTH|EMAIL|SECURE|CSRF|SESSION|CONTENT_SECURITY|ROOT_URLCONF|STATICFILES|WSGI)"
    tree = ast.parse((ROOT / "portal" / "settings.py").read_text("utf8"))
    names = {name for name in definitions(tree) if name.isupper() and not re.match(foreign, name)}
    return sorted(name for name in names if not hasattr(global_settings, name))


def test_every_template_is_rendered():
    assert unused_templates(TEMPLATES) == []


def test_every_address_is_linked_or_posted_to():
    names = {name for name in route_names(get_resolver()) if not name.startswith(OF_PACKAGES)}

    assert sorted(names - FROM_OUTSIDE - words_in(".py", ".html", ".txt", without="urls.py")) == []


def test_every_definition_is_used():
    assert unused_definitions(parsed()) == []


def test_every_class_of_a_style_sheet_is_given():
    assert unused_classes("\n".join(path.read_text("utf8") for path in sources(".css", folders=("static/css",)))) == []


def test_every_setting_of_ours_is_read():
    read = text_of(".py", ".html")

    assert [name for name in own_settings() if len(re.findall(rf"\b{name}\b", read)) < 2] == []


def test_what_is_dead_is_found(tmp_path):
    (tmp_path / "components").mkdir()
    (tmp_path / "components" / "forgotten.html").touch()
    (tmp_path / "account").mkdir()
    (tmp_path / "account" / "overrides_nothing.html").touch()
    module = ast.parse("from a import alone\nLIMIT = 1\ndef loose():\n    return alone_too()\ndef alone_too(): ...\n")

    assert unused_templates(tmp_path) == ["account/overrides_nothing.html", "components/forgotten.html"]
    assert unused_definitions({tmp_path / "x.py": module}) == ["x.py:LIMIT", "x.py:loose"]
    assert unused_classes(".button-row { } .never-given { }") == ["never-given"]
