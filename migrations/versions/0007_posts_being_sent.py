"""An index of the few posts that are being sent, so that finding none costs nothing among a million."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SENDING = sa.text("state = 'sending'")


def upgrade() -> None:
    op.create_index("ix_posts_sending", "posts", ["workspace_id"], sqlite_where=SENDING, postgresql_where=SENDING)


def downgrade() -> None:
    op.drop_index("ix_posts_sending", table_name="posts")
