"""1-on-1s: agendas, notes, action items, and what was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question_changes",
        sa.Column("workspace_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("theme", sa.String(length=64), nullable=True),
        sa.Column("kinds", sa.String(length=64), nullable=True),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_question_changes_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_changes")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_question_changes_workspace_id_key")),
    )
    op.create_table(
        "one_on_ones",
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workspace_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("partner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("prep_days", sa.Integer(), nullable=False),
        sa.Column("prep_at", sa.Time(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["persons.id"], name=op.f("fk_one_on_ones_created_by")),
        sa.ForeignKeyConstraint(["owner_id"], ["persons.id"], name=op.f("fk_one_on_ones_owner_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["persons.id"], name=op.f("fk_one_on_ones_partner_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_one_on_ones_series_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_one_on_ones_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_on_ones")),
        sa.UniqueConstraint("series_id", name=op.f("uq_one_on_ones_series_id")),
    )
    with op.batch_alter_table("one_on_ones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_on_ones_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_one_on_ones_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "action_items",
        sa.Column("workspace_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["persons.id"], name=op.f("fk_action_items_author_id")),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrences.id"], name=op.f("fk_action_items_occurrence_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["persons.id"], name=op.f("fk_action_items_owner_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_action_items_series_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_action_items_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_items")),
    )
    with op.batch_alter_table("action_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_items_occurrence_id"), ["occurrence_id"], unique=False)
        batch_op.create_index("ix_action_items_owner_state", ["owner_id", "state"], unique=False)
        batch_op.create_index("ix_action_items_remind_at", ["remind_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_items_series_id"), ["series_id"], unique=False)

    op.create_table(
        "agenda_items",
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("settled_in", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["persons.id"], name=op.f("fk_agenda_items_author_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_agenda_items_series_id")),
        sa.ForeignKeyConstraint(["settled_in"], ["occurrences.id"], name=op.f("fk_agenda_items_settled_in")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
    )
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.create_index("ix_agenda_items_series_state", ["series_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_items_settled_in"), ["settled_in"], unique=False)

    op.create_table(
        "notes",
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["persons.id"], name=op.f("fk_notes_author_id")),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrences.id"], name=op.f("fk_notes_occurrence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notes_occurrence_id"), ["occurrence_id"], unique=False)

    op.create_table(
        "offered_questions",
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("one_on_one_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("was_used", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_offered_questions_occurrence_id")
        ),
        sa.ForeignKeyConstraint(
            ["one_on_one_id"], ["one_on_ones.id"], name=op.f("fk_offered_questions_one_on_one_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offered_questions")),
        sa.UniqueConstraint("occurrence_id", "key", name=op.f("uq_offered_questions_occurrence_id_key")),
    )
    with op.batch_alter_table("offered_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offered_questions_one_on_one_id"), ["one_on_one_id"], unique=False)

    op.create_table(
        "one_on_one_sittings",
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cancel_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nothing_to_discuss_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_worth_it", sa.Boolean(), nullable=True),
        sa.Column("feeling", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_one_on_one_sittings_occurrence_id")
        ),
        sa.PrimaryKeyConstraint("occurrence_id", name=op.f("pk_one_on_one_sittings")),
    )
    op.create_table(
        "carry_overs",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_carry_overs_item_id")),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrences.id"], name=op.f("fk_carry_overs_occurrence_id")),
        sa.PrimaryKeyConstraint("item_id", "occurrence_id", name=op.f("pk_carry_overs")),
    )
    with op.batch_alter_table("carry_overs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_carry_overs_occurrence_id"), ["occurrence_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("carry_overs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_carry_overs_occurrence_id"))

    op.drop_table("carry_overs")
    op.drop_table("one_on_one_sittings")
    with op.batch_alter_table("offered_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offered_questions_one_on_one_id"))

    op.drop_table("offered_questions")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notes_occurrence_id"))

    op.drop_table("notes")
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_items_settled_in"))
        batch_op.drop_index("ix_agenda_items_series_state")

    op.drop_table("agenda_items")
    with op.batch_alter_table("action_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_items_series_id"))
        batch_op.drop_index("ix_action_items_remind_at")
        batch_op.drop_index("ix_action_items_owner_state")
        batch_op.drop_index(batch_op.f("ix_action_items_occurrence_id"))

    op.drop_table("action_items")
    with op.batch_alter_table("one_on_ones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_on_ones_partner_id"))
        batch_op.drop_index(batch_op.f("ix_one_on_ones_owner_id"))

    op.drop_table("one_on_ones")
    op.drop_table("question_changes")
