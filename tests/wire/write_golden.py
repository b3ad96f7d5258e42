"""Writes golden files for samples that have none yet. Never rewrites one: bytes are for ever."""

from __future__ import annotations

from pathlib import Path

from wire_samples import CODEC, SAMPLES


def main() -> None:
    home = Path(__file__).parent / "golden"
    for name, record in SAMPLES.items():
        texts = {
            f"{name}.v1.single.hex": CODEC.encode(record).hex() + "\n",
            f"{name}.v1.confluent.hex": CODEC.encode(record, "confluent", 4711).hex() + "\n",
            f"{name}.json": f"{CODEC.to_json(record)}\n{CODEC.content_hash(record)}\n",
        }
        for file, text in texts.items():
            if not (home / file).exists():
                (home / file).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
