"""Đường truyền: schema files become a codec; what was published stays as it was.

`schemas/avro/shared/event.avsc` is what people edit. `publish` makes of it a self-contained schema
per topic, keeps a copy for ever in `history/`, and writes its hash into `published.lock`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from events.avro import Codec, fingerprint
from events.catalogue import EventType
from events.shape import Field, Schema, shape
from projections.definitions import Definitions
from thongke.compatibility import breaks
from thongke.reference import generate_docs

TOPICS: Mapping[str, tuple[str, str]] = {
    "criminal": ("CriminalEvent", "Tin báo, vụ án hình sự: từ tiếp nhận đến xét xử, giám đốc thẩm"),
    "custody": ("CustodyEvent", "Tạm giữ, tạm giam"),
    "enforcement": ("EnforcementEvent", "Thi hành án hình sự, thi hành án dân sự, hành chính"),
    "civil": ("CivilEvent", "Vụ việc dân sự, hành chính, kinh doanh thương mại, lao động"),
    "supervision": ("SupervisionEvent", "Kiểm sát trực tiếp, khiếu nại, tố cáo, vi phạm"),
}
"""Topic -> name of its record, what it carries."""

LOCK_HEAD = """\
# Lược đồ đã công bố. Written by `thongke schemas publish`; lines are only ever added.
# topic version sha256 fingerprint
"""


class Unpublishable(Exception):
    """The schemas as they stand would break what was published; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Published:
    """One line of the lock: a schema that somebody may be publishing by."""

    topic: str
    version: int
    sha256: str
    fingerprint: str

    @property
    def file(self) -> str:
        return f"history/{self.topic}.v{self.version}.avsc"

    @property
    def name(self) -> str:
        return f"{self.topic} v{self.version}"


def codec(directory: Path | None = None) -> Codec:
    """The codec that reads every published version and writes the newest."""
    home = directory or _home()
    versions: dict[str, list[Schema]] = {}
    for published in locked(home):
        schema = json.loads((home / published.file).read_text(encoding="utf-8"))
        versions.setdefault(published.topic, []).append(schema)
    return Codec.of(versions)


def check(directory: Path | None = None) -> list[str]:
    """What is wrong with the schemas, one line each; nothing when all holds."""
    home = directory or _home()
    return list(_history(home)) or list(_present(home))


def publish(directory: Path | None = None) -> list[str]:
    """Records changed schemas as new versions; refuses what would break a published one."""
    home = directory or _home()
    lines = locked(home)
    broken = list(_history(home)) or list(_incompatible(home, lines))
    if broken:
        raise Unpublishable("\n".join(broken))
    said = []
    for topic, text in composed(home).items():
        (home / f"{topic}.avsc").write_text(text, encoding="utf-8")
        newest = _newest(lines, topic)
        if newest is not None and newest.sha256 == _hash(text):
            continue
        version = 1 if newest is None else newest.version + 1
        mark = fingerprint(json.loads(text)).hex()
        line = Published(topic, version, _hash(text), mark)
        (home / "history").mkdir(exist_ok=True)
        (home / line.file).write_text(text, encoding="utf-8")
        lines.append(line)
        said.append(f"{line.name}: published, fingerprint {mark}")
    body = "".join(f"{p.topic} {p.version} {p.sha256} {p.fingerprint}\n" for p in lines)
    (home / "published.lock").write_text(LOCK_HEAD + body, encoding="utf-8")
    return said or ["schemas: nothing has changed since the last publication"]


def docs(definitions: Definitions) -> dict[str, str]:
    """Pages for the platforms' engineers: path under `docs/` -> text."""
    event = shape(json.loads(composed(_home())["criminal"]))
    topics = {topic: words for topic, (_, words) in TOPICS.items()}
    return generate_docs(definitions.events, event, topics)


def misnamed(types: Mapping[str, EventType]) -> list[str]:
    """Facts that an event type requires or allows and the wire does not have."""
    event = shape(json.loads(composed(_home())["criminal"]))
    return [
        f"{type_.name}: {path}: no such fact on the wire"
        for type_ in types.values()
        for path in (*type_.requires, *type_.allows)
        if not _known(event, path.split("."), type_.kinds)
    ]


def _known(field: Field, path: list[str], kinds: tuple[str, ...]) -> bool:
    if not path:
        return True
    found = next((inner for inner in field.fields if inner.name == path[0]), None)
    if found is None:
        return False
    rest = path[1:]
    if path[0] == "subjects" and rest and rest[0] in kinds:
        rest = rest[1:]
    return _known(found.item or found, rest, ())


def composed(home: Path) -> dict[str, str]:
    """The self-contained schema of each topic, as text, from the shared one."""
    shared = json.loads((home / "shared" / "event.avsc").read_text(encoding="utf-8"))
    return {
        topic: json.dumps(
            {**shared, "name": name, "doc": f"{words}. {shared['doc']}"},
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
        for topic, (name, words) in TOPICS.items()
    }


def locked(home: Path) -> list[Published]:
    """Every schema ever published, oldest first."""
    lock = home / "published.lock"
    lines = lock.read_text(encoding="utf-8").splitlines() if lock.exists() else []
    words = [line.split() for line in lines if line and not line.startswith("#")]
    return [Published(topic, int(version), hash_, mark) for topic, version, hash_, mark in words]


def _home() -> Path:
    return Path(str(files("schemas") / "avro"))


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _newest(lines: list[Published], topic: str) -> Published | None:
    return next((line for line in reversed(lines) if line.topic == topic), None)


def _history(home: Path) -> Iterator[str]:
    """What was published must be there, byte for byte."""
    for line in locked(home):
        path = home / line.file
        if not path.exists():
            yield f"{line.file}: published as {line.name}, and missing. Remedy: put it back"
        elif _hash(path.read_text(encoding="utf-8")) != line.sha256:
            yield (
                f"{line.file}: changed after it was published as {line.name}. Remedy: put it "
                "back; edit shared/event.avsc and run `thongke schemas publish` for a new version"
            )


def _present(home: Path) -> Iterator[str]:
    """The schemas as they stand: compatible, published, and handed out as published."""
    lines = locked(home)
    broken = list(_incompatible(home, lines))
    if broken:
        yield from broken
        return
    for topic, text in composed(home).items():
        newest = _newest(lines, topic)
        if newest is None:
            yield f"{topic}: never published. Remedy: `thongke schemas publish`"
        elif newest.sha256 != _hash(text):
            yield (
                f"{topic}: shared/event.avsc differs from {newest.name}, compatibly. "
                "Remedy: `thongke schemas publish` records a new version"
            )
        elif (home / f"{topic}.avsc").read_text(encoding="utf-8") != text:
            yield (
                f"{topic}.avsc: not what was published as {newest.name}. "
                "Remedy: edit shared/event.avsc only, then `thongke schemas publish`"
            )


def _incompatible(home: Path, lines: list[Published]) -> Iterator[str]:
    """Everything in the present schemas that some published version would suffer from."""
    try:
        present = {topic: json.loads(text) for topic, text in composed(home).items()}
        shapes = {topic: shape(schema) for topic, schema in present.items()}
    except (ValueError, KeyError) as error:
        yield f"shared/event.avsc: {error}"
        return
    for path in _undocumented(shapes["criminal"]):
        yield f"shared/event.avsc: {path}: has no doc. Remedy: say in Vietnamese what it is"
    for line in lines:
        old = json.loads((home / line.file).read_text(encoding="utf-8"))
        new = present[line.topic]
        for part in ("name", "namespace"):
            if old[part] != new[part]:
                yield f"{line.name}: {part} was {old[part]}, now {new[part]}. Remedy: keep it"
        for found in breaks(shape(old), shapes[line.topic]):
            yield f"{line.name} could no longer be read: {found}"


def _undocumented(field: Field, path: str = "") -> Iterator[str]:
    for inner in field.fields:
        name = f"{path}{inner.name}"
        if not inner.doc:
            yield name
        if inner.item is not None:
            yield from _undocumented(inner.item, f"{name}[].")
        yield from _undocumented(inner, f"{name}.")
