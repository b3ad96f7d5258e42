"""What the house promises about itself: its files, its pins, its walls, its commands."""

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import yaml

from streams.topics import TOPICS

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

# In pieces, so that this file does not name what it forbids.
_HOSTS = [
    "files.python" + "hosted.org",
    "py" + "pi.org/simple",
    "repo.maven." + "apache.org",
    "repo1.maven." + "org",
    "registry.npm" + "js.org",
    "deb.debian" + ".org",
]
_MACHINE = re.compile(r"(?:^|[^\w./])/(?:wo" + "rk|fa" + r"rm)/|/ho" + r"me/\w", re.MULTILINE)


def _tracked() -> list[Path]:
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    files = [ROOT / name for name in told.stdout.decode().split("\0") if name]
    assert files
    return [file for file in files if file.is_file()]


def _texts() -> dict[Path, str]:
    texts = {}
    for file in _tracked():
        data = file.read_bytes()
        if b"\0" not in data[:8000]:
            texts[file.relative_to(ROOT)] = data.decode("utf-8")
    return texts


def test_every_text_file_is_nfc() -> None:
    # A few tests need decomposed text to try what becomes of it: they write it as escapes.
    assert [str(n) for n, t in _texts().items() if not unicodedata.is_normalized("NFC", t)] == []


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    found = []
    for name, text in _texts().items():
        found += [f"{name}: {host}" for host in _HOSTS if host in text]
        found += [f"{name}: {path}" for path in _MACHINE.findall(text)]
        if str(ROOT) in text:
            found.append(f"{name}: {ROOT}")
    assert found == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_its_version_and_hash(name: str) -> None:
    lines = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
    pins = [line for line in lines if line.strip() and not line.startswith("#")]
    assert len(pins) > 30
    shape = re.compile(
        r"^[a-z0-9][a-z0-9._-]*==\S+(?: +;[^-]*)?(?: +--hash=sha256:[0-9a-f]{64})+\s*$"
    )
    assert [line[:60] for line in pins if not shape.match(line)] == []


def test_every_direct_dependency_is_pinned() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    pinned = set(
        re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements-dev.txt").read_text(), re.M)
    )
    names = [re.split(r"[\[<>=~ ]", entry)[0].lower().replace("_", "-") for entry in wanted]
    assert [name for name in names if name not in pinned] == []
    assert "setuptools" in pinned  # installing without build isolation needs it


def test_imports_go_one_way() -> None:
    told = subprocess.run(
        [BIN / "lint-imports", "--no-logo"], cwd=ROOT, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_every_command_of_the_compose_file_exists() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    services = compose["services"]
    assert {"kafka", "postgres", "worker", "review"} <= set(services)
    assert services["kafka"]["image"] == "apache/kafka:4.1.0"
    assert services["postgres"]["image"] == "postgres:18"
    for name in ("worker", "review"):
        assert (ROOT / services[name]["build"] / "Dockerfile").is_file()
        program, command, *options = services[name]["command"]
        told = subprocess.run(
            [BIN / program, command, "--help"], cwd=ROOT, capture_output=True, text=True
        )
        assert told.returncode == 0, told.stderr
        missing = [o for o in options if o.startswith("--") and o not in told.stdout]
        assert missing == [], f"{name}: {command} has no {missing}"


def test_what_the_compose_file_leans_on_is_declared() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    services, volumes = compose["services"], compose["volumes"]
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        for mount in service.get("volumes", []):
            assert mount.split(":")[0] in volumes, f"{name}: {mount}"


def test_the_compose_file_makes_the_topics_that_workers_read() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    made = compose["services"]["topics"]["environment"]["TOPICS"].split()
    assert tuple(made) == TOPICS


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_help_lists_every_target() -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(re.findall(r"make ([a-z-]+)", told.stdout)) | {"help"} == _targets() | {"help"}


def test_every_make_command_shown_to_readers_exists() -> None:
    shown = set()
    for name, text in _texts().items():
        if name.suffix == ".md":
            shown |= set(re.findall(r"`make ([a-z][a-z-]*)", text))
            shown |= set(re.findall(r"^\s*(?:\$ )?make ([a-z][a-z-]*)", text, re.MULTILINE))
    assert shown - _targets() == set()


def test_ci_runs_the_test_command_and_the_demonstration() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "make test" in script
    assert "make demo-once" in script
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o100
    assert subprocess.run(["bash", "-n", ROOT / ".ci" / "run"]).returncode == 0
