"""The declarative base that every table stands on."""

from sqlalchemy import BigInteger, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite only numbers rows by itself for INTEGER; PostgreSQL should not run out at two thousand million.
Key = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """Every table, with constraint names that are the same on every database."""

    metadata = MetaData(naming_convention=NAMES)


class Numbered:
    """A row with a number of its own that says nothing about it."""

    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=True)
