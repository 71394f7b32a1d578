"""A scene that is played once for many tests, and put back as it was before each."""

import sqlite3
from contextlib import closing
from typing import Generic, TypeVar

from bot.storage.base import Base
from tests.privacy.attempts import Owned
from tests.privacy.scene import file_of

S = TypeVar("S", bound=Owned)
TABLES = tuple(table.name for table in Base.metadata.sorted_tables)


class Played(Generic[S]):
    """Keeps the rows of a scene. What Slack shows is not put back: who tries reads the bot's answers."""

    def __init__(self, scene: S) -> None:
        self._scene = scene
        self._file = file_of(scene.stage)
        with closing(sqlite3.connect(self._file)) as live, closing(sqlite3.connect(f"{self._file}-kept")) as kept:
            live.backup(kept)

    def put_back(self) -> S:
        """The scene as it was when it had just been played."""
        with closing(sqlite3.connect(self._file, isolation_level=None)) as live:
            live.execute("ATTACH ? AS kept", (f"{self._file}-kept",))
            live.execute("BEGIN IMMEDIATE")
            for name in TABLES:
                live.execute(f"DELETE FROM main.{name}")  # noqa: S608 names of ours
                live.execute(f"INSERT INTO main.{name} SELECT * FROM kept.{name}")  # noqa: S608
            live.execute("COMMIT")
        for person in self._scene.stage.workspace.people:
            person.stack.clear()
        return self._scene
