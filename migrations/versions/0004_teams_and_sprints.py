"""Teams, and the sprint calendars they run by."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sprint_calendars",
        sa.Column("workspace_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("demo_channel", sa.String(length=32), nullable=True),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["persons.id"], name=op.f("fk_sprint_calendars_created_by")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_sprint_calendars_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sprint_calendars")),
    )
    with op.batch_alter_table("sprint_calendars", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sprint_calendars_workspace_id"), ["workspace_id"], unique=False)
    op.create_table(
        "teams",
        sa.Column("workspace_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("roster_source", sa.String(length=24), nullable=False),
        sa.Column("group_id", sa.String(length=32), nullable=True),
        sa.Column("roster_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("roster_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("guests_left_out", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["persons.id"], name=op.f("fk_teams_created_by")),
        sa.ForeignKeyConstraint(["lead_id"], ["persons.id"], name=op.f("fk_teams_lead_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_teams_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teams_roster_due_at"), ["roster_due_at"], unique=False)
        batch_op.create_index("ix_teams_workspace_channel", ["workspace_id", "channel"], unique=False)
        batch_op.create_index("ix_teams_workspace_group", ["workspace_id", "group_id"], unique=False)
    op.create_table(
        "cadences",
        sa.Column("calendar_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_number", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["sprint_calendars.id"], name=op.f("fk_cadences_calendar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadences")),
        sa.UniqueConstraint("calendar_id", "from_number", name=op.f("uq_cadences_calendar_id_from_number")),
    )
    op.create_table(
        "calendar_teams",
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("calendar_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["sprint_calendars.id"], name=op.f("fk_calendar_teams_calendar_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_calendar_teams_team_id")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_calendar_teams")),
    )
    with op.batch_alter_table("calendar_teams", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_teams_calendar_id"), ["calendar_id"], unique=False)
    op.create_table(
        "meeting_series",
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("calendar_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("meeting", sa.String(length=24), nullable=False),
        sa.Column("days_before_end", sa.Integer(), nullable=True),
        sa.Column("from_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["sprint_calendars.id"], name=op.f("fk_meeting_series_calendar_id")
        ),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_meeting_series_series_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_meeting_series_team_id")),
        sa.PrimaryKeyConstraint("series_id", name=op.f("pk_meeting_series")),
    )
    with op.batch_alter_table("meeting_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_series_calendar_id"), ["calendar_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_series_team_id"), ["team_id"], unique=False)
    op.create_table(
        "sprints",
        sa.Column("calendar_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["sprint_calendars.id"], name=op.f("fk_sprints_calendar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sprints")),
        sa.UniqueConstraint("calendar_id", "number", name=op.f("uq_sprints_calendar_id_number")),
    )
    op.create_table(
        "team_members",
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_team_members_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_members_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_members")),
        sa.UniqueConstraint("team_id", "person_id", name=op.f("uq_team_members_team_id_person_id")),
    )
    with op.batch_alter_table("team_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_members_person_id"), ["person_id"], unique=False)
    op.create_table(
        "sprint_goals",
        sa.Column("sprint_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("verdict", sa.String(length=24), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["persons.id"], name=op.f("fk_sprint_goals_author_id")),
        sa.ForeignKeyConstraint(["sprint_id"], ["sprints.id"], name=op.f("fk_sprint_goals_sprint_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_sprint_goals_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sprint_goals")),
        sa.UniqueConstraint("sprint_id", "team_id", "place", name=op.f("uq_sprint_goals_sprint_id_team_id_place")),
    )
    with op.batch_alter_table("sprint_goals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sprint_goals_team_id"), ["team_id"], unique=False)
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_date", sa.Date(), nullable=True))
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("domain", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.drop_column("domain")
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.drop_column("last_date")
    with op.batch_alter_table("sprint_goals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sprint_goals_team_id"))
    op.drop_table("sprint_goals")
    with op.batch_alter_table("team_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_members_person_id"))
    op.drop_table("team_members")
    op.drop_table("sprints")
    with op.batch_alter_table("meeting_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_series_team_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_series_calendar_id"))
    op.drop_table("meeting_series")
    with op.batch_alter_table("calendar_teams", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_teams_calendar_id"))
    op.drop_table("calendar_teams")
    op.drop_table("cadences")
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.drop_index("ix_teams_workspace_group")
        batch_op.drop_index("ix_teams_workspace_channel")
        batch_op.drop_index(batch_op.f("ix_teams_roster_due_at"))
    op.drop_table("teams")
    with op.batch_alter_table("sprint_calendars", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sprint_calendars_workspace_id"))
    op.drop_table("sprint_calendars")
