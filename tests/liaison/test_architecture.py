"""Walls that a reader of the code relies on."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from importlinter.cli import lint_imports

ROOT = Path(settings.BASE_DIR)
ROOMS = ("liaison", "reports", "contacts", "suggestions", "feedback", "casework", "deputies", "accounts")
HOSTS = re.compile(
    r"(?i)\b(?:pypi\.org|pythonhosted\.org|registry\.(?:npmjs|npmmirror|yarnpkg)[\w.]*|deb\.debian\.org"
    r"|(?:cdn\.)?jsdelivr\.net|unpkg\.com|cdnjs\.cloudflare\.com|fonts\.g(?:oogleapis|static)\.com)"
)


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns], cwd=ROOT, capture_output=True, text=True
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def sources() -> list[Path]:
    return [p for room in ROOMS for p in (ROOT / room).rglob("*.py") if "migrations" not in p.parts]


def test_rooms_import_only_downwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(cache_dir=None) == 0


def test_no_registry_or_third_party_host_is_named_in_the_tree() -> None:
    files = [p for p in tracked() if p != Path(__file__).resolve()]
    assert len(files) > 20
    named = []
    for path in files:
        text = path.read_bytes().decode(errors="ignore")
        named += [f"{path.relative_to(ROOT)}: {found.group()}" for found in HOSTS.finditer(text)]
    assert not named


def test_status_is_written_in_one_function() -> None:
    """`.status = …` and `update(status=…)` only in the modules that keep the compare-and-swap."""
    writers = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if _writes_status(node):
                writers.add(str(path.relative_to(ROOT)))
    # Mandates, which are no cases, are written in one module of their own.
    allowed = (
        "casework/services/",
        "casework/services.py",
        "casework/advance",
        "deputies/terms.py",
        "contacts/services/advance",
    )
    assert not [w for w in writers if not w.startswith(allowed)], writers


def _writes_status(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        return any(isinstance(t, ast.Attribute) and t.attr == "status" for t in node.targets)
    is_update = (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update"
    )
    return is_update and any(keyword.arg == "status" for keyword in node.keywords)


def test_no_business_rule_hides_in_a_signal_or_a_save() -> None:
    hidden = []
    for path in sources():
        text = path.read_text()
        # A column has a method pre_save; what is imported, or asked of the module of signals, is the signal.
        if re.search(r"\bsignals\.\w|models\.signals|(?<!\.)\b(?:pre|post)_(?:save|delete)\b", text):
            hidden.append(f"{path.relative_to(ROOT)}: model signal")
        in_models = "models" in path.relative_to(ROOT).with_suffix("").parts
        if in_models and re.search(r"def save\(self", text):
            hidden.append(f"{path.relative_to(ROOT)}: save()")
    assert not hidden


def test_templates_hold_no_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style\b|\sstyle=\"|\son[a-z]+=\"|javascript:"
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in (ROOT / "templates").rglob("*.html")
        for match in inline.finditer(path.read_text())
    ]
    assert not found
