import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.narrator import dated, heard

AM, PM, EITHER = False, True, None
TEXTS = st.text() | st.lists(
    st.sampled_from(
        "half quarter a past to six ten one twelve seven-thirty 07:30 25:61 99.59 0730 2460 hours o'clock o’clock noon "
        "midnight at until by a.m. pm in the morning night this tonight minutes before , . oh five-and-twenty".split()
    )
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "clock", "is_pm"),
    [
        ("seven o'clock", "07:00", EITHER),
        ("seven o’clock in the evening", "07:00", PM),
        ("7 o'clock", "07:00", EITHER),
        ("seven\u00a0o’clock", "07:00", EITHER),
        ("Half past six", "06:30", EITHER),
        ("half-past six", "06:30", EITHER),
        ("a quarter to nine", "08:45", EITHER),
        ("quarter past noon", "12:15", PM),
        ("twenty-five past one", "01:25", EITHER),
        ("five-and-twenty to two", "01:35", EITHER),
        ("nineteen minutes past four", "04:19", EITHER),
        ("one minute to midnight", "11:59", PM),
        ("four minutes after six", "06:04", EITHER),
        ("ten minutes before six in the evening", "05:50", PM),
        ("at ten to one you slept", "12:50", EITHER),
        ("ten in the morning", "10:00", AM),
        ("two at night", "02:00", AM),
        ("eight at night", "08:00", PM),
        ("four in the afternoon", "04:00", PM),
        ("7 p.m.", "07:00", PM),
        ("7.15pm", "07:15", PM),
        ("07:30", "07:30", AM),
        ("7.30", "07:30", EITHER),
        ("12.05", "12:05", EITHER),
        ("19:45", "07:45", PM),
        ("at 0730", "07:30", AM),
        ("at 2100 hours", "09:00", PM),
        ("noon", "12:00", PM),
        ("midday", "12:00", PM),
        ("Midnight.", "12:00", AM),
        ("seven thirty", "07:30", EITHER),
        ("seven-thirty", "07:30", EITHER),
        ("six oh five", "06:05", EITHER),
        ("we open at half eleven.", "11:30", EITHER),
        ("at nine tonight", "09:00", EITHER),
        ("open until seven.", "07:00", EITHER),
        ("The ferry leaves at six, wet or dry", "06:00", EITHER),
        ("the clock strikes nine", "09:00", EITHER),
        ("on the stroke of twelve", "12:00", EITHER),
        ("It is now eight.", "08:00", EITHER),
        ("It’s gone ten.", "10:00", EITHER),
        ("six sharp", "06:00", EITHER),
        ("seven, by my good watch", "07:00", EITHER),
    ],
)
def test_a_time_is_heard_however_it_is_said(text: str, clock: str, *, is_pm: bool | None) -> None:
    [time] = heard.times_in(text)

    expected = dt.time.fromisoformat(clock)
    assert time.dial == expected.hour % 12 * 60 + expected.minute
    assert time.is_pm is is_pm


@pytest.mark.parametrize(
    "text",
    [
        "four minutes slow",
        "at sixes and sevens",
        "half past its best",
        "a quarter to the Chapter",
        "a quarter of an hour",
        "noonday and afternoon",
        "1,850 eels",
        "2.9 metres, 2.45 metres and 2.45m",
        "1.20 crowns, 2.50 per head, £3.45 and 12.30%",
        "version 1.2.30",
        "ten to one odds",
        "Ten to one you have mislaid a list",
        "ten to twelve boats",
        "from five to seven",
        "five to six metres",
        "two to three, or six to eight",
        "half of nine",
        "At eleven Bettany steered",
        "At nine, Tilda made the record",
        "at nine crowns",
        "at four and six the pair",
        "at four, five and six pence",
        "we were at one.",
        "Line One twenty minutes later",
        "twenty-seven thirty-eighths",
        "of seven thirty years",
        "since 1204, and 1200 hours of work",
        "a third to the poor, by two",
        "25:00 and 31.59",
    ],
)
def test_what_is_no_time_is_not_heard_as_one(text: str) -> None:
    assert [time.passage for time in heard.times_in(text)] == []


@given(text=TEXTS)
def test_any_text_can_be_listened_to(text: str) -> None:
    for time in heard.times_in(text):
        assert 0 <= time.dial < heard.HALF_DAY_MINUTES
        assert time.passage
    for day, passage in dated.dates_in(text):
        assert day
        assert passage
    for year, _ in dated.years_in(text):
        assert 1000 <= year < 3000


@given(time=st.times(), hour=st.integers(0, 23))
def test_only_a_time_with_the_same_hands_in_the_same_half_of_the_day_agrees(time: dt.time, hour: int) -> None:
    other = time.replace(hour=hour)

    assert heard.time_of(time).agrees_with(heard.time_of(other)) is (time.hour == hour)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("the second of March", ["second of March"]),
        ("March the second", ["second of March"]),
        ("on 2 March 1931", ["second of March"]),
        ("the 2nd of March", ["second of March"]),
        ("March 22nd", ["twenty-second of March"]),
        ("March 2, 1931", ["second of March"]),
        ("the ninth day of June", ["ninth of June"]),
        ("9 November and 10 November", ["ninth of November", "tenth of November"]),
        ("On Sundays, and on Monday", ["Sunday", "Monday"]),
        ("“A Sunday on Hob”", ["Sunday"]),
        ("In May 9 boats came", []),
        ("it may 2 them, and March 2,000 men", []),
        ("the 32nd of May, or May 99", []),
        ("the first of many, second of all", []),
        ("May I march in august company?", []),
        ("in March, and last April", []),
    ],
)
def test_a_day_is_heard_however_it_is_said(text: str, days: list[str]) -> None:
    assert [day for day, _ in dated.dates_in(text)] == days


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("In 1935, the mast", [1935]),
        ("It was 1935.", [1935]),
        ("1911-1921", [1911, 1921]),
        ("the 1940s", [1940]),
        ("nineteen thirty-five", [1935]),
        ("nineteen hundred and four", [1904]),
        ("nineteen oh four", [1904]),
        ("Nineteen-forty", [1940]),
        ("two thousand and one", [2001]),
        ("1,935 eels", []),
        ("19350, 3.1935 and 12,1935", []),
        ("nineteen, thirty or more", []),
        ("nineteen thirty-pound bells", []),
        ("nineteen forty crowns", []),
        ("two thousand and one nights", []),
        ("nineteen steps", []),
    ],
)
def test_a_year_is_heard_however_it_is_said(text: str, years: list[int]) -> None:
    assert [year for year, _ in dated.years_in(text)] == years
