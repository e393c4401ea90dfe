"""The wheel, as a user has it: in an environment of its own, run from a folder with modules named alike.

No network is used. The wheel is built without isolation by the environment's own hatchling where it is
there, else by `python -m build` with isolation, which needs an index: then the test is skipped if that
fails. Its dependencies are not installed again: a .pth file in the new environment names the present
one's site-packages, from which an editable install of this checkout is kept out, so that the four
packages can only come from the wheel.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("dispatch_tui", "screens", "widgets", "data")


def ran(*words: str | Path, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, timeout=240, check=False, **more
    )  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "build", "--wheel", "--outdir", folder)
    made = ran(*build, "--no-isolation", "--skip-dependency-check", cwd=ROOT)
    if made.returncode:
        made = ran(*build, cwd=ROOT)
    if made.returncode:
        pytest.skip(f"the wheel cannot be built here: {made.stderr.strip().splitlines()[-1:]}")
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts folder of an environment that has the wheel."""
    home = tmp_path_factory.mktemp("venv")
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    pip = ran(
        sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index",
        "--disable-pip-version-check", wheel,
    )  # fmt: skip
    assert pip.returncode == 0, pip.stderr
    paths = ran(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    site = Path(paths.stdout.strip())
    # As a plain path: .pth files in that folder, and so an editable install, are not read.
    (site / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return home / "bin"


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Somebody's folder, with modules named like ours."""
    for name in ("data", "screens", "widgets", "dispatch_tui"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong module')\n", encoding="utf-8")
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8",
        "XDG_DATA_HOME": str(folder / "share"), "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }  # fmt: skip


def test_the_wheel_has_the_four_packages_and_their_data_and_nothing_else(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == set(PACKAGES)
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]
    for needed in ("screens/intake.tcss", "data/migrations/env.py", "data/importing/us_postcodes.psv.xz"):
        assert needed in names
    here = {str(path.relative_to(ROOT)) for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
    assert here <= set(names)


def test_the_script_runs_from_a_foreign_folder(installed: Path, foreign: Path):
    script, env = installed / "dispatch-tui", environment(foreign)
    version = ran(script, "--version", cwd=foreign, env=env)
    assert version.returncode == 0, version.stderr
    assert version.stdout.startswith("dispatch-tui ")
    store = foreign / "demo.db"
    made = ran(
        script, "demo", "--no-open", "--size", "small", "--speed", "0", "--store", store, cwd=foreign, env=env
    )
    assert made.returncode == 0, made.stderr
    shown = ran(script, "show", "day", "--json", "--store", store, cwd=foreign, env=env)
    assert shown.returncode == 0, shown.stderr
    assert len(json.loads(shown.stdout)["technicians"]) == 6
    checked = ran(script, "check", "--store", store, cwd=foreign, env=env)
    assert checked.returncode == 0, checked.stdout


def test_the_packages_come_from_the_wheel(installed: Path, foreign: Path):
    code = (
        "import json, "
        + ", ".join(PACKAGES)
        + "; print(json.dumps([m.__file__ for m in ("
        + ", ".join(PACKAGES)
        + ")]))"
    )
    found = ran(installed / "python", "-I", "-c", code, cwd=foreign, env=environment(foreign))
    assert found.returncode == 0, found.stderr
    for path in json.loads(found.stdout):
        assert Path(path).is_relative_to(installed.parent), path
