"""What the README shows is what happens, and every command and named question is documented."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def readme() -> ModuleType:
    """Return the script that runs the README."""
    spec = importlib.util.spec_from_file_location("readme", ROOT / "scripts" / "readme.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["readme"] = module
    spec.loader.exec_module(module)
    return module


def test_readme_shows_what_the_commands_print(readme: ModuleType, tmp_path: Path) -> None:
    """Each command of the README prints what stands below it (renew: scripts/readme.py --write)."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    blocks = readme._BLOCK.findall((ROOT / "README.md").read_text("utf-8"))
    steps = [step for block in blocks for step in readme.steps_of(block)]
    assert len(steps) >= 5
    for step in steps:
        printed = readme.run(step.command, tmp_path)
        assert readme.is_shown(step.shown, printed), f"$ {step.command}\n" + "\n".join(printed)


def test_every_command_stands_in_the_readme() -> None:
    """A command that nobody reads about does not exist."""
    from kg.cli import _COMMANDS

    text = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in _COMMANDS if f"kg {name}" not in text] == []


def test_public_names_are_those_of_all() -> None:
    """`kg.__all__` is sorted and everything in it can be imported."""
    import kg

    assert list(kg.__all__) == sorted(kg.__all__)
    assert all(hasattr(kg, name) for name in kg.__all__)
