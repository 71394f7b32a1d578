"""Reads as much of YAML as our own files need, and refuses the rest."""

import re
from dataclasses import dataclass, field
from typing import Any

KEY = re.compile(r"([\w.<-][\w./<-]*):(?: +(.*))?$")


@dataclass
class Reader:
    """The lines that are left, as (indent, text), and what was named by an anchor."""

    lines: list[tuple[int, str]]
    anchors: dict[str, Any] = field(default_factory=dict)

    def block(self, indent: int) -> Any:
        """The list or mapping whose lines begin at this indent."""
        return self._list(indent) if self.lines[0][1].startswith("- ") else self._mapping(indent)

    def _list(self, indent: int) -> list[Any]:
        found = []
        while self.lines and self.lines[0][0] == indent and self.lines[0][1].startswith("- "):
            text = self.lines[0][1][2:]
            if KEY.match(text):
                self.lines[0] = (indent + 2, text)
                found.append(self._mapping(indent + 2))
            else:
                self.lines.pop(0)
                found.append(scalar(text))
        return found

    def _mapping(self, indent: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while self.lines and self.lines[0][0] == indent and (match := KEY.match(self.lines[0][1])):
            self.lines.pop(0)
            key, text = match[1], match[2] or ""
            if key == "<<":
                found = self.anchors[text.removeprefix("*")] | found
            elif key in found:
                raise ValueError(f"{key} is there twice")
            else:
                found[key] = self._value(indent, text)
        return found

    def _value(self, indent: int, text: str) -> Any:
        if text and not text.startswith("&"):
            return scalar(text)
        is_deeper = bool(self.lines) and self.lines[0][0] > indent
        value = self.block(self.lines[0][0]) if is_deeper else None
        self.anchors[text.removeprefix("&")] = value
        return value


def scalar(text: str) -> Any:
    """A plain or quoted word, a number, true or false, or a list of these in brackets."""
    if text.startswith("["):
        return [scalar(part.strip()) for part in text[1:-1].split(",")]
    if text.startswith('"'):
        return text[1:-1]
    if text.startswith(("{", "'", "|", ">", "!", "*")):
        raise ValueError(f"not read here: {text}")
    return {"true": True, "false": False}.get(text, int(text) if text.isdecimal() else text)


def read(text: str) -> Any:
    """One document."""
    kept = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    reader = Reader([(len(line) - len(line.lstrip()), line.strip()) for line in kept])
    found = reader.block(0)
    if reader.lines:
        raise ValueError(f"not understood: {reader.lines[0][1]}")
    return found
