"""What the scripts behind `make` do on a machine that has nothing yet."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

type Fake = Callable[[str, str], Path]


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    """Makes a command that does what the script says, in a folder of its own."""

    def make(path: str, script: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)
        return file

    return make


def script(name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "scripts" / name, *arguments],
        env={**bare_environment(), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def bare_environment() -> dict[str, str]:
    """This one's, less all that says where a Python may be."""
    hints = {"PATH", "HOME", "PYTHON", "PYTHONHOME", "PYENV_ROOT", "PYENV_VERSION", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in hints}


# Python


def test_the_python_that_is_named_is_taken(tmp_path):
    done = script("find-python", PYTHON=sys.executable, PATH=os.defpath)
    assert (done.returncode, Path(done.stdout.strip()).name[:6]) == (0, "python")


def test_a_named_python_that_is_too_old_is_told_in_one_sentence(fake: Fake):
    old = fake("old/python3", "exit 1")
    done = script("find-python", PYTHON=str(old), PATH=os.environ["PATH"])
    assert done.returncode == 1
    assert done.stderr == (
        f"PYTHON is '{old}', which is no working Python 3.12 or newer: set it to one, or unset it.\n"
    )


def test_pyenvs_newest_python_is_found_where_the_path_has_none(fake: Fake, tmp_path):
    fake("bin/python3", "exit 127")
    fake("pyenv/versions/3.9.1/bin/python3", "exit 1")
    fake("pyenv/versions/3.12.9/bin/python3", f'exec "{sys.executable}" "$@"')
    newest = fake("pyenv/versions/3.13.1/bin/python3", f'exec "{sys.executable}" "$@"')
    done = script("find-python", PATH=f"{tmp_path}/bin", PYENV_ROOT=f"{tmp_path}/pyenv")
    assert (done.stdout, done.stderr) == (f"{newest}\n", "")


def test_without_a_python_one_sentence_says_what_to_do(fake: Fake, tmp_path):
    fake("bin/python3", "exit 127")
    done = script("find-python", PATH=f"{tmp_path}/bin", PYENV_ROOT=f"{tmp_path}/none")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"No Python 3\.12 or newer was found: install one .*\n", done.stderr)


# .venv


@pytest.fixture
def checkout(fake: Fake, tmp_path: Path) -> Path:
    """A folder with a space in its name, with the scripts, tiny requirements, and a uv that notes calls."""
    folder = tmp_path / "a course"
    (folder / "requirements").mkdir(parents=True)
    for name in ("base", "dev"):
        (folder / "requirements" / f"{name}.txt").write_text(f"# {name}\n")
    for name in ("find-python", "build-venv"):
        fake(f"a course/scripts/{name}", (ROOT / "scripts" / name).read_text())
    fake("bin/uv", f'[ -e "{tmp_path}/fail" ] && exit 1; echo "$*" >>"{tmp_path}/calls"')
    fake("bin/python3", f'exec "{sys.executable}" "$@"')
    return folder


def build(checkout: Path, *arguments: str) -> tuple[int, list[str]]:
    """Exit status, and the requirements that were installed."""
    bin_folder, calls = checkout.parent / "bin", checkout.parent / "calls"
    calls.write_text("")
    done = subprocess.run(
        ["./scripts/build-venv", *arguments],
        cwd=checkout,
        env={**bare_environment(), "PATH": f"{bin_folder}:{os.defpath}", "HOME": str(checkout)},
        capture_output=True,
        check=False,
    )
    return done.returncode, re.findall(r"-r requirements/(\w+)\.txt", calls.read_text())


def test_the_environment_is_built_once_and_renewed_when_requirements_change(checkout):
    assert build(checkout) == (0, ["base"])
    assert build(checkout) == (0, [])
    (checkout / "requirements/base.txt").write_text("# changed\n")
    assert build(checkout) == (0, ["base"])


def test_development_adds_to_the_same_environment_and_running_removes_nothing(checkout):
    assert build(checkout) == (0, ["base"])
    assert build(checkout, "dev") == (0, ["dev"])
    assert build(checkout) == (0, [])
    assert build(checkout, "dev") == (0, [])


def test_an_interrupted_environment_is_built_anew(checkout):
    build(checkout)
    (checkout / ".venv/unfinished").touch()
    assert build(checkout) == (0, ["base"])
    assert not (checkout / ".venv/unfinished").exists()


def test_a_command_waits_while_another_one_builds_and_takes_over_from_a_dead_one(checkout):
    lock = checkout / ".venv.lock"
    lock.mkdir()
    (lock / "pid").write_text("999999999")
    assert build(checkout) == (0, ["base"])
    assert not lock.exists()


def test_requirements_that_could_not_be_had_are_tried_again(checkout):
    (checkout.parent / "fail").touch()
    (checkout / "requirements/base.txt").write_text("no-such-package==1 --hash=sha256:00\n")
    assert build(checkout) == (1, [])
    (checkout.parent / "fail").unlink()
    assert build(checkout) == (0, ["base"])


def test_an_environment_whose_python_is_gone_is_built_anew(checkout):
    build(checkout)
    python = checkout / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert build(checkout) == (0, ["base"])


def test_requirements_are_pinned_with_hashes_and_name_no_address():
    for file in sorted((ROOT / "requirements").glob("*.txt")):
        lines = file.read_text().splitlines()
        pins = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert pins
        assert [pin for pin in pins if not re.match(r"[\w.-]+(\[[\w, -]+\])?==\S+ (; .+ )?\\$", pin)] == []
        assert [line for line in lines if "://" in line or line.lstrip().startswith("--index")] == []


# The browser


@pytest.fixture
def machine(fake: Fake, tmp_path: Path) -> Path:
    """A folder of commands, all that there is on a machine without a browser; nobody is root there."""
    fake("a course/scripts/find-chromium", (ROOT / "scripts/find-chromium").read_text())
    for name in ("dirname", "chmod"):
        fake(f"bin/{name}", f'PATH={os.defpath} exec {name} "$@"')
    fake("bin/id", "echo 1000")
    return tmp_path / "bin"


def find_chromium(machine: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    script = machine.parent / "a course/scripts/find-chromium"
    return subprocess.run(
        [script], env={"PATH": str(machine), **environment}, capture_output=True, text=True, check=False
    )


def test_the_browser_that_is_named_is_taken_or_told_to_be_wrong(machine, fake: Fake):
    chromium = fake("my chromium", "exit 0")
    assert find_chromium(machine, CHROMIUM=str(chromium)).stdout == f"{chromium}\n"
    wrong = find_chromium(machine, CHROMIUM="/nowhere/chromium")
    assert (wrong.returncode, wrong.stderr) == (
        1,
        "CHROMIUM is '/nowhere/chromium', which does not start: "
        "set it to a Chromium or Chrome, or unset it.\n",
    )


def test_a_browser_on_the_path_is_taken_if_it_starts(machine, fake: Fake):
    fake("bin/chromium-browser", 'echo "This needs snap" >&2; exit 1')
    chrome = fake("bin/google-chrome", "exit 0")
    assert find_chromium(machine).stdout == f"{chrome}\n"


def test_root_gets_a_browser_from_apt(machine, fake: Fake):
    fake("bin/id", "echo 0")
    makes = f'printf "#!/bin/sh\\n" >"{machine}/chromium"; chmod +x "{machine}/chromium"'
    fake("bin/apt-get", f'case "$*" in *install*chromium*) {makes};; esac')
    assert find_chromium(machine).stdout == f"{machine}/chromium\n"


def test_where_no_browser_can_be_had_it_is_said_what_to_do(machine):
    done = find_chromium(machine)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(
        "No browser could be had: install Chromium or Chrome (Debian: apt install chromium), "
        "or name one: CHROMIUM=/path/to/chromium make test.\n"
    )
