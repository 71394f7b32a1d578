"""Replies in threads, prompts that share a message, edits that wait their turn, and longer names of moments."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("gathers", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("bundle", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_posts_parent_id"), "posts", ["parent_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_posts_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_posts_bundle"), ["bundle"], unique=False)

    with op.batch_alter_table("moments", schema=None) as batch_op:
        batch_op.alter_column("name", existing_type=sa.String(length=32), type_=sa.String(length=64))


def downgrade() -> None:
    with op.batch_alter_table("moments", schema=None) as batch_op:
        batch_op.alter_column("name", existing_type=sa.String(length=64), type_=sa.String(length=32))

    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posts_bundle"))
        batch_op.drop_index(batch_op.f("ix_posts_parent_id"))
        batch_op.drop_constraint(batch_op.f("fk_posts_parent_id"), type_="foreignkey")
        batch_op.drop_column("edited_at")
        batch_op.drop_column("bundle")
        batch_op.drop_column("gathers")
        batch_op.drop_column("parent_id")
