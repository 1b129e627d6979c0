"""The named cases of the rules, each by itself."""

from importlib import import_module
from pathlib import Path

import pytest

from unit.academy.case import Case

FILES = sorted(Path(__file__).with_name("cases").glob("*.py"))
CASES: list[Case] = [case for file in FILES for case in import_module(f"unit.academy.cases.{file.stem}").CASES]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.rule}: {case.says}") for case in CASES])
def test_the_rule_holds(case: Case) -> None:
    assert case.holds()


def test_there_are_two_hundred_cases_and_no_two_are_called_the_same() -> None:
    assert len({(case.rule, case.says) for case in CASES}) == len(CASES) >= 200
