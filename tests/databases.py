"""Databases that tests use one after another: to empty one takes a tenth of the time that a new copy takes."""

from itertools import count
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.sql import SQL, Identifier

if TYPE_CHECKING:
    from tests.postgres import Server

TEMPLATE = "template"
# What a test may have changed but the rows: its columns, indexes, constraints, and the version it is at.
SHAPE = """
SELECT md5(string_agg(what, '|' ORDER BY what)) FROM (
  SELECT concat_ws(' ', c.relname, c.relkind, a.attname, a.atttypid, a.attnotnull, a.atthasdef) AS what
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
  WHERE n.nspname = 'public'
  UNION ALL
  SELECT concat_ws(' ', conrelid::regclass, conname) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT version_num FROM public.alembic_version
) AS shape
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
SEQUENCES = "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


class Databases:
    """Copies of the server's template, each with no rows whenever it is taken."""

    def __init__(self, server: "Server") -> None:
        self.server = server
        self._numbers = count(1)
        self._empty: list[str] = []
        self._shape = self._one(TEMPLATE, SHAPE)

    def take(self) -> str:
        """The name of one that nobody uses."""
        if self._empty:
            return self._empty.pop()
        name = f"test_{next(self._numbers)}"
        self.server.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return name

    def give_back(self, name: str) -> None:
        """Empty it for the next; one that is not what it was, or that somebody holds on to, is dropped."""
        if self._is_emptied(name):
            self._empty.append(name)
        else:
            self.server.run(f"DROP DATABASE {name} WITH (FORCE)")

    def _is_emptied(self, name: str) -> bool:
        with self.server.connection() as connection:
            connection.execute(OTHERS, [name])
        try:
            if self._one(name, SHAPE) != self._shape:
                return False
            with self._connected(name) as connection:
                tables = [table for (table,) in connection.execute(TABLES)]
                connection.execute("SET lock_timeout = '1s'; SET session_replication_role = replica")
                connection.execute(SQL(";").join(SQL("DELETE FROM {}").format(Identifier(one)) for one in tables))
                connection.execute(SEQUENCES)
        except psycopg.Error:
            return False
        return True

    def _one(self, name: str, query: str) -> Any:
        with self._connected(name) as connection:
            row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None

    def _connected(self, name: str) -> psycopg.Connection[Any]:
        return psycopg.connect(self.server.url(name).replace("+psycopg", ""), autocommit=True, connect_timeout=5)
