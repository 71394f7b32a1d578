"""Sync-ups with what is raised in them, and calendar addresses."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blockers",
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("as_answered", sa.Text(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tell_lead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lead_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("again_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["again_of"], ["blockers.id"], name=op.f("fk_blockers_again_of")),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrences.id"], name=op.f("fk_blockers_occurrence_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["persons.id"], name=op.f("fk_blockers_owner_id")),
        sa.ForeignKeyConstraint(["resolved_by"], ["persons.id"], name=op.f("fk_blockers_resolved_by")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_blockers_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blockers")),
        sa.UniqueConstraint("team_id", "number", name=op.f("uq_blockers_team_id_number")),
    )
    with op.batch_alter_table("blockers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blockers_occurrence_id"), ["occurrence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blockers_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_blockers_team_resolved", ["team_id", "resolved_at"], unique=False)
        batch_op.create_index("ix_blockers_tell_lead_at", ["tell_lead_at"], unique=False)
    op.create_table(
        "calendar_addresses",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_calendar_addresses_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_calendar_addresses_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_addresses")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_addresses_digest")),
    )
    with op.batch_alter_table("calendar_addresses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_addresses_person_id"), ["person_id"], unique=False)
    op.create_table(
        "opportunities",
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("raiser_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sprint_number", sa.Integer(), nullable=True),
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("as_answered", sa.Text(), nullable=True),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_opportunities_occurrence_id")
        ),
        sa.ForeignKeyConstraint(["raiser_id"], ["persons.id"], name=op.f("fk_opportunities_raiser_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_opportunities_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunities")),
        sa.UniqueConstraint("team_id", "number", name=op.f("uq_opportunities_team_id_number")),
    )
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opportunities_occurrence_id"), ["occurrence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opportunities_raiser_id"), ["raiser_id"], unique=False)
        batch_op.create_index("ix_opportunities_team_sprint", ["team_id", "sprint_number"], unique=False)
    op.create_table(
        "sync_up_parts",
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("mood", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_sync_up_parts_occurrence_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_sync_up_parts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_up_parts")),
        sa.UniqueConstraint("occurrence_id", "person_id", name=op.f("uq_sync_up_parts_occurrence_id_person_id")),
    )
    with op.batch_alter_table("sync_up_parts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sync_up_parts_person_id"), ["person_id"], unique=False)
    op.create_table(
        "sync_ups",
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_local_time", sa.Boolean(), nullable=False),
        sa.Column("remind_after", sa.Integer(), nullable=False),
        sa.Column("late_after", sa.Integer(), nullable=False),
        sa.Column("visibility", sa.String(length=24), nullable=False),
        sa.Column("asks_mood", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_sync_ups_series_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_sync_ups_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_ups")),
        sa.UniqueConstraint("series_id", name=op.f("uq_sync_ups_series_id")),
        sa.UniqueConstraint("team_id", name=op.f("uq_sync_ups_team_id")),
    )
    op.create_table(
        "sync_up_questions",
        sa.Column("sync_up_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("choices", sa.Text(), nullable=True),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("asked_from", sa.Date(), nullable=True),
        sa.Column("asked_until", sa.Date(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["sync_up_id"], ["sync_ups.id"], name=op.f("fk_sync_up_questions_sync_up_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_up_questions")),
    )
    with op.batch_alter_table("sync_up_questions", schema=None) as batch_op:
        batch_op.create_index("ix_sync_up_questions_sync_up_place", ["sync_up_id", "place"], unique=False)
    op.create_table(
        "sync_up_answers",
        sa.Column("part_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["part_id"], ["sync_up_parts.id"], name=op.f("fk_sync_up_answers_part_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["sync_up_questions.id"], name=op.f("fk_sync_up_answers_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_up_answers")),
        sa.UniqueConstraint("part_id", "question_id", name=op.f("uq_sync_up_answers_part_id_question_id")),
    )
    op.create_table(
        "sync_up_moods_shown",
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("halves", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_sync_up_moods_shown_occurrence_id")
        ),
        sa.PrimaryKeyConstraint("occurrence_id", name=op.f("pk_sync_up_moods_shown")),
    )


def downgrade() -> None:
    op.drop_table("sync_up_moods_shown")
    op.drop_table("sync_up_answers")
    with op.batch_alter_table("sync_up_questions", schema=None) as batch_op:
        batch_op.drop_index("ix_sync_up_questions_sync_up_place")
    op.drop_table("sync_up_questions")
    op.drop_table("sync_ups")
    with op.batch_alter_table("sync_up_parts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sync_up_parts_person_id"))
    op.drop_table("sync_up_parts")
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.drop_index("ix_opportunities_team_sprint")
        batch_op.drop_index(batch_op.f("ix_opportunities_raiser_id"))
        batch_op.drop_index(batch_op.f("ix_opportunities_occurrence_id"))
    op.drop_table("opportunities")
    with op.batch_alter_table("calendar_addresses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_addresses_person_id"))
    op.drop_table("calendar_addresses")
    with op.batch_alter_table("blockers", schema=None) as batch_op:
        batch_op.drop_index("ix_blockers_tell_lead_at")
        batch_op.drop_index("ix_blockers_team_resolved")
        batch_op.drop_index(batch_op.f("ix_blockers_owner_id"))
        batch_op.drop_index(batch_op.f("ix_blockers_occurrence_id"))
    op.drop_table("blockers")
