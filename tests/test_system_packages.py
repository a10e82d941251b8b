"""scripts/system_packages.sh must install only what is missing, and say so before it does."""

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "system_packages.sh"
ALL_BUT_ONE = (
    "chromium-headless-shell redis-server postgresql libharfbuzz-subset0 fonts-dejavu-core"
    " fonts-liberation2 poppler-utils"
)


class Machine:
    """A pretend Debian: what is installed, who is asking, what apt-get was told to do."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told = folder / "told"
        self.installed = ALL_BUT_ONE
        self.uid = 0
        self.has_apt = True
        self.apt_works = True

    def program(self, name: str, body: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/bash\n{body}\n")
        path.chmod(0o755)

    def ask(self, wanted: str, **environment: str) -> subprocess.CompletedProcess[str]:
        self.program(
            "dpkg-query",
            f'case " {self.installed} " in *" $3 "*) printf "install ok installed";;'
            " *) exit 1;; esac",
        )
        self.program("id", f"echo {self.uid}")
        if self.has_apt:
            self.program("apt-get", f'echo "$*" >>"{self.told}"; {str(self.apt_works).lower()}')
        for name in ("mktemp", "rm", "tail"):
            self.program(name, f'exec /usr/bin/env -S PATH={os.defpath} {name} "$@"')
        return subprocess.run(
            ["/bin/bash", SCRIPT, wanted],
            env={"PATH": str(self.folder), **environment},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_nothing_is_said_or_done_when_nothing_is_missing(machine: Machine) -> None:
    machine.installed += " libpangoft2-1.0-0"
    done = machine.ask("test")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not machine.told.exists()


def test_only_the_missing_package_is_installed_and_the_command_is_printed(
    machine: Machine,
) -> None:
    done = machine.ask("test")
    command = "install --yes --no-install-recommends libpangoft2-1.0-0"
    assert done.returncode == 0
    assert machine.told.read_text().splitlines() == ["update", command]
    assert f"+ apt-get update && apt-get {command}" in done.stderr


def test_a_program_that_came_another_way_is_not_missing(machine: Machine) -> None:
    machine.installed = machine.installed.replace("redis-server", "") + " libpangoft2-1.0-0"
    machine.program("redis-server", "true")
    assert machine.ask("test").returncode == 0
    assert not machine.told.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"uid": 1000}, "Only root may install them"),
        ({"has_apt": False}, "There is no apt-get here"),
        ({"apt_works": False}, "apt-get could not install them"),
    ],
)
def test_what_cannot_be_installed_is_said_and_stops_the_tests_but_not_a_run(
    machine: Machine, change: dict[str, object], sentence: str
) -> None:
    for name, value in change.items():
        setattr(machine, name, value)
    tests, run = machine.ask("test"), machine.ask("paper")
    assert tests.returncode == 1
    assert run.returncode == 0
    for done in (tests, run):
        assert sentence in done.stderr
        assert "libpangoft2-1.0-0" in done.stderr


def test_apt_0_switches_installing_off(machine: Machine) -> None:
    done = machine.ask("test", APT="0")
    assert done.returncode == 1
    assert "sudo apt-get install" in done.stderr
    assert not machine.told.exists()
