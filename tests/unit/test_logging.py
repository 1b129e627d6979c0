"""The log never stops whoever logs."""

import io
import sys

import pytest
import structlog

from longwave import bootstrap
from longwave.settings import Settings


def test_a_stderr_that_was_closed_stops_nobody_who_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    bootstrap.set_up_logging(Settings())
    monkeypatch.setattr(sys, "stderr", closed)

    structlog.get_logger().error("order.failed", order="o-41")

    assert closed.closed


def test_the_log_goes_to_where_stderr_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap.set_up_logging(Settings())
    now = io.StringIO()
    monkeypatch.setattr(sys, "stderr", now)

    structlog.get_logger().error("order.failed", order="o-41")

    assert "o-41" in now.getvalue()
