"""What Alembic runs to migrate: the connection comes from `bot.storage.migration`, which also holds the lock."""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Enum

from bot.storage.schema import complete_metadata
from bot.storage.types import Instant, Secret, Zone


def plain_types(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Our column types as what the database sees, so that a revision never changes its meaning with the code."""
    if kind != "type":
        return False
    if isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Secret):
        return "sa.Text()"
    if isinstance(item, Zone):
        return "sa.String(length=64)"
    if isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=complete_metadata(),
    render_as_batch=True,
    render_item=plain_types,
)
with context.begin_transaction():
    context.run_migrations()
