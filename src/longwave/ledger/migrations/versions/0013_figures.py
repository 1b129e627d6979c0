"""The commons: what heartbeats did and took over some days is summed up from an index alone."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.drop_index(op.f("ix_commons_actions_day_resident_action"), "commons_actions")
    op.create_index(
        op.f("ix_commons_actions_day_resident_action_times_tokens_microusd"),
        "commons_actions",
        ["day", "resident", "action", "times", "tokens", "microusd"],
        unique=False,
    )
