"""Checks this pack, without the program that made it: python3 verify.py, in the folder where it lies.

It says what it found wrong and ends with status 1, or says that all holds and ends with status 0.
"""

from __future__ import annotations

import hashlib
import json
import pathlib
import sys
from collections.abc import Iterator

HERE = pathlib.Path(__file__).resolve().parent


def sha256(content: str | bytes) -> str:
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode()).hexdigest()


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def advice() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((HERE / "advice.json").read_text("utf-8"))
    return found


def faults() -> Iterator[str]:
    manifest = json.loads((HERE / "manifest.json").read_text("utf-8"))
    for name, expected in manifest["sha256"].items():
        if not (HERE / name).is_file() or sha256((HERE / name).read_bytes()) != expected:
            yield f"{name} is not the file that was packed."
    before = None
    for text in (HERE / "chain.jsonl").read_text("utf-8").splitlines():
        line = json.loads(text)
        here, entry, personal = f"Entry {line['seq']}", line.get("entry"), line.get("personal")
        if before is not None and (line["seq"], line["previous"]) != (before["seq"] + 1, before["sha256"]):
            yield f"{here} does not follow the one before it."
        told = None if entry is None else (sha256(canonical(entry)), entry["seq"], entry["previous"])
        if told not in (None, (line["sha256"], line["seq"], line["previous"])):
            yield f"{here} does not say what was recorded."
        if personal is not None and sha256(personal["salt"] + personal["data"]) != entry.get("personal_sha256"):
            yield f"{here}: what is said of a person is not what was recorded."
        before = line
    for version in advice():
        if not version["whole"]:
            continue
        name = f"versions/{version['basket']}-{version['version']}.json"
        text = (HERE / name).read_text("utf-8")
        if sha256(text) != version["sha256"] or canonical(version["content"]) != text:
            yield f"{name} is not the version that was shared."


if __name__ == "__main__":
    found, left_out = [], 0
    try:
        for fault in faults():
            found.append(fault)  # noqa: PERF402 - what was found before a file proves unreadable is told too
        left_out = sum(not version["whole"] for version in advice())
    except (KeyError, TypeError, ValueError, OSError) as error:
        found.append(f"What follows cannot be read: {error!r}.")
    said = found or ["All holds: files, chain and versions."]
    if left_out:
        said.append(f"Versions not in this pack, as their quantities may be another client’s: {left_out}.")
    sys.stdout.write("\n".join(said) + "\n")
    sys.exit(1 if found else 0)
