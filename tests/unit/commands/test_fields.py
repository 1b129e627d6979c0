"""What a request's fields are, as people need to know it."""

import pytest

from longwave.commands.fields import Field, fields_of, help_of, spelled
from unit.commands.harbour import CloseHarbour, Log, News, Sail


def of(name: str) -> Field:
    return next(each for each in fields_of(Sail) if each.name == name)


def test_fields_stand_in_the_order_of_the_request() -> None:
    assert [each.name for each in fields_of(Sail)] == ["ship", "port", "aim", "crew", "berths", "knots", "is_secret"]


def test_only_what_has_no_default_is_required() -> None:
    assert [each.name for each in fields_of(Sail) if each.is_required] == ["ship", "port", "aim", "crew"]


@pytest.mark.parametrize(
    ("name", "takes"),
    [
        ("ship", "one of rowing-boat, tall-ship"),
        ("port", "one of the ports"),
        ("aim", "a text from 8 to 240 characters"),
        ("crew", "one or more, with commas between, of your own sailors"),
        ("berths", "a whole number from 1 to 9"),
        ("knots", "a whole number of 1 at least"),
        ("is_secret", "yes or no"),
    ],
)
def test_a_field_says_in_words_what_it_takes(name: str, takes: str) -> None:
    assert of(name).takes == takes


@pytest.mark.parametrize(("name", "default"), [("ship", ""), ("berths", ""), ("knots", "4"), ("is_secret", "no")])
def test_a_field_says_what_it_is_where_it_is_left_out(name: str, default: str) -> None:
    assert of(name).default == default


def test_a_field_is_about_what_the_docstring_says_of_it() -> None:
    assert of("port").about == "where it ends."
    assert of("berths").about == of("knots").about == "which of them, and how fast; both may be left to the weather."
    assert of("aim").about == ""


def test_the_kind_of_choices_is_found_also_within_an_annotation() -> None:
    [storm, _] = fields_of(CloseHarbour)

    assert (of("crew").chosen, storm.chosen, of("aim").chosen) == ("own_sailors", "storms", None)


def test_help_is_the_docstring_without_the_fields() -> None:
    assert help_of(Sail) == "Send a ship to sea.\n\nShe is back with the tide."
    assert help_of(Log) == "Show the harbour's log, page by page."


def test_a_request_may_have_no_fields() -> None:
    assert fields_of(News) == ()


def test_names_are_spelled_with_hyphens() -> None:
    assert (spelled("close_harbour"), of("is_secret").option) == ("close-harbour", "--is-secret")
