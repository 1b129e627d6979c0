"""What players, podcast apps and calendars read of a run, parsed by libraries that they might be made of."""

import datetime as dt
import html
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import feedparser
import m3u8
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from acceptance.broadcast import Broadcast, produce
from longwave.modules.station import feeds
from longwave.modules.station.pace import estimated_s
from longwave.modules.station.production import Asked
from longwave.modules.station.rundown import slot_times
from longwave.modules.station.views import SlotState
from longwave.world.card import Form
from longwave.world.pack import Pack

LONDON = ZoneInfo("Europe/London")
FORWARD, BACK, DAY = dt.date(1931, 4, 19), dt.date(1931, 10, 4), dt.timedelta(days=1)
SPRING = Asked(persona="wren", hours=40, seed=7, start=FORWARD - DAY)
AUTUMN = Asked(persona="wren", hours=32, seed=7, start=BACK - DAY)
BASE_URL = "https://radio.example/saltmere/"
ODD = 'Fish & chips, <b>“fresh”</b>; "it\'s" 🦑 \\n 100%: '
LONG = ODD * 30 + "the end."


@pytest.fixture(scope="module")
def spring(saltmere: Pack, tmp_path_factory: pytest.TempPathFactory) -> Broadcast:
    return produce(saltmere, SPRING, tmp_path_factory.mktemp("spring"))


@pytest.fixture(scope="module")
def autumn(saltmere: Pack, tmp_path_factory: pytest.TempPathFactory) -> Broadcast:
    return produce(saltmere, AUTUMN, tmp_path_factory.mktemp("autumn"))


@pytest.fixture(params=["spring", "autumn"])
def run(request: pytest.FixtureRequest) -> Broadcast:
    found: Broadcast = request.getfixturevalue(request.param)
    return found


def programme_of(run: Broadcast, base_url: str = BASE_URL) -> feeds.Programme:
    return feeds.Programme(pack=run.pack, persona=run.pack.personas[run.persona], base_url=base_url)


def odd(run: Broadcast, mark: str = ODD, text: str = LONG) -> tuple[feeds.Programme, list[SlotState]]:
    """Return the run with a mark in every name, and with a text of such marks."""
    pack = run.pack
    lore = {name: entry.model_copy(update={"title": f"{mark}{entry.title}"}) for name, entry in pack.lore.items()}
    station = pack.station.model_copy(update={"name": f"{mark}FM"})
    persona = pack.personas[run.persona].model_copy(update={"name": f"{mark}Wren"})
    changed = pack.model_copy(update={"lore": lore, "station": station})
    return feeds.Programme(pack=changed, persona=persona), [replace(state, text=text) for state in run.states]


def never_silent(run: Broadcast, date: dt.date, segments_per_hour: int) -> list[SlotState]:
    """Return the run's segments on a station that never goes off the air."""
    card = run.pack.station.model_copy(update={"signs_on": 0, "signs_off": 24})
    times = slot_times(card, date, LONDON, segments_per_hour=segments_per_hour, hours=24)
    return [
        replace(state, date=date, slot=state.slot.model_copy(update={"time": f"{at:%H:%M}", "sheet": sheet}))
        for at, state in zip(times, [*run.states] * 2, strict=False)
        for sheet in [state.slot.sheet.model_copy(update={"at": at})]
    ]


def events_of(programme: feeds.Programme, states: Sequence[SlotState]) -> list[Event]:
    return list(Calendar.from_ical(feeds.schedule(programme, states)).events)


def span(event: Event) -> tuple[dt.datetime, dt.datetime]:
    return event.decoded("DTSTART"), event.decoded("DTEND")


def cues(transcript: str) -> list[tuple[float, float, str]]:
    """Return when each cue of a WebVTT begins and ends, and what is said."""
    header, *blocks = transcript.strip().split("\n\n")
    assert header == "WEBVTT"
    found = [re.fullmatch(r"(\S+) --> (\S+)\n<v ([^>]+)>(.+)", block) for block in blocks]
    assert None not in found
    return [(seconds(cue[1]), seconds(cue[2]), html.unescape(cue[4])) for cue in found if cue]


def seconds(time: str) -> float:
    hours, minutes, rest = time.split(":")
    return round(int(hours) * 3600 + int(minutes) * 60 + float(rest), 3)


def test_a_player_finds_every_segment_in_the_order_of_the_air(run: Broadcast) -> None:
    listed = feeds.playlist(programme_of(run), run.states)
    played = m3u8.loads(listed).segments

    assert "#EXT-X" not in listed  # By such a tag a player takes it for a live stream.
    assert [segment.uri for segment in played] == [
        f"audio/{state.date}/{state.slot.time.replace(':', '')}.mp3" for state in run.states
    ]
    for segment, state in zip(played, run.states, strict=True):
        assert segment.duration == max(1, round(estimated_s(state.text or "")))
        assert segment.title.startswith(f"{state.slot.time} ")


def test_a_planned_segment_is_in_the_schedule_and_nowhere_to_be_played(spring: Broadcast) -> None:
    programme = programme_of(spring)
    first, *others = [list(day) for day in spring.days.values()]
    first[0] = replace(first[0], piece=None, text=None, tells=())
    states = [*first, *(state for day in others for state in day)]

    played = m3u8.loads(feeds.playlist(programme, states)).segments
    episodes = feedparser.parse(feeds.podcast(programme, states)).entries
    said = cues(feeds.transcript(programme, first))
    events = events_of(programme, states)

    assert len(played) == len(states) - 1
    assert len(episodes) == len(others)
    assert len(json.loads(feeds.chapters(programme, first))["chapters"]) == len(first) - 1
    assert said[0][2] in str(first[1].text)
    assert [event["STATUS"] for event in events] == ["TENTATIVE", *["CONFIRMED"] * (len(states) - 1)]
    assert "DESCRIPTION" not in events[0]


def test_a_day_is_an_episode_published_at_sign_off_by_the_stations_clocks(run: Broadcast) -> None:
    feed = feedparser.parse(feeds.podcast(programme_of(run), run.states))

    assert feed.bozo == 0
    assert feed.feed.title == "Radio Saltmere: Wren Alder"
    last = [day[-1].slot.sheet.at for day in reversed(run.days.values())]
    ends = [(at + dt.timedelta(hours=1)).astimezone(LONDON) for at in last]
    assert [entry.published for entry in feed.entries] == [f"{end:%a, %d %b %Y %H:%M:%S %z}" for end in ends]
    assert [int(entry.itunes_episode) for entry in feed.entries] == list(range(len(ends), 0, -1))


def test_where_clocks_are_no_whole_minutes_off_a_feed_keeps_to_utc(spring: Broadcast) -> None:
    pack = spring.pack.model_copy(update={"card": spring.pack.card.model_copy(update={"tz": "Africa/Monrovia"})})

    feed = feedparser.parse(feeds.podcast(replace(programme_of(spring), pack=pack), spring.states))

    assert feed.entries[-1].published == "Sat, 18 Apr 1931 22:00:00 +0000"


def test_an_episodes_files_lie_below_the_base_url(spring: Broadcast) -> None:
    feed = feedparser.parse(feeds.podcast(programme_of(spring), spring.states))

    date, newest = max(spring.days), feed.entries[0]
    [enclosure] = newest.enclosures
    assert (enclosure.href, enclosure.type) == (f"{BASE_URL}audio/{date}.mp3", "audio/mpeg")
    assert newest.podcast_chapters == {"url": f"{BASE_URL}chapters/{date}.json", "type": "application/json+chapters"}
    assert newest.podcast_transcript["url"] == f"{BASE_URL}transcripts/{date}.vtt"


def test_recordings_that_were_measured_are_told_as_they_are(spring: Broadcast) -> None:
    [date, *_], [first, second, *_] = list(spring.days), spring.states
    recorded = {first.name: 41.5}
    programme = replace(programme_of(spring), recorded_s=recorded, recorded_bytes={date: 123_456})

    begun = [chapter["startTime"] for chapter in json.loads(feeds.chapters(programme, spring.days[date]))["chapters"]]
    oldest = feedparser.parse(feeds.podcast(programme, spring.states)).entries[-1]
    played = m3u8.loads(feeds.playlist(programme, [first, second])).segments

    assert begun[:2] == [0, 41.5]
    assert oldest.enclosures[0].length == "123456"
    assert [segment.duration for segment in played] == [42, round(estimated_s(str(second.text)))]


def test_chapters_rise_without_a_gap_and_end_within_the_episode(run: Broadcast) -> None:
    programme = programme_of(run)
    episodes = feedparser.parse(feeds.podcast(programme, run.states)).entries

    for episode, day in zip(reversed(episodes), run.days.values(), strict=True):
        listed = json.loads(feeds.chapters(programme, day))["chapters"]

        assert listed[0]["startTime"] == 0
        assert all(one["endTime"] == following["startTime"] for one, following in pairwise(listed))
        assert all(chapter["startTime"] < chapter["endTime"] for chapter in listed)
        assert 0 <= int(episode.itunes_duration) - listed[-1]["endTime"] < 1
        assert [chapter["title"][:5] for chapter in listed] == [state.slot.time for state in day]
        news = [(chapter, state) for chapter, state in zip(listed, day, strict=True) if state.slot.form is Form.NEWS]
        for chapter, state in news:
            told = ", ".join(run.pack.lore[name].title for name in state.tells[: feeds.MAX_TITLED])
            assert chapter["title"] == f"{state.slot.time} News: {told}"


def test_a_transcript_says_the_whole_day_in_time_with_its_chapters(run: Broadcast) -> None:
    programme = programme_of(run)

    for day in run.days.values():
        said = cues(feeds.transcript(programme, day))

        assert " ".join(text for *_, text in said).split() == " ".join(str(state.text) for state in day).split()
        assert all(begin_s < end_s for begin_s, end_s, _ in said)
        assert all(one[1] == following[0] for one, following in pairwise(said))
        chapters = json.loads(feeds.chapters(programme, day))["chapters"]
        assert {chapter["startTime"] for chapter in chapters} <= {begin_s for begin_s, _, _ in said}
        assert said[-1][1] == chapters[-1]["endTime"]


def test_an_event_begins_when_listeners_hear_its_slot_and_lasts_an_hour(run: Broadcast) -> None:
    events = events_of(programme_of(run), run.states)

    for event, state in zip(events, run.states, strict=True):
        begins, ends = span(event)
        assert f"{begins.astimezone(LONDON):%Y-%m-%d/%H:%M}" == state.name
        assert begins == state.slot.sheet.at == event.stamp
        assert ends - begins == dt.timedelta(hours=1)
        assert event.categories == [feeds.FORM_NAMES[state.slot.form]]
        assert event["DESCRIPTION"] == state.text


@pytest.mark.parametrize(
    ("date", "utc_hours"),
    [(FORWARD - DAY, "06:00"), (FORWARD, "05:00"), (BACK - DAY, "05:00"), (BACK, "06:00")],
)
def test_sign_on_is_at_six_by_the_clock_on_both_sides_of_a_change(
    spring: Broadcast, autumn: Broadcast, date: dt.date, utc_hours: str
) -> None:
    run = spring if date in spring.days else autumn

    first = events_of(programme_of(run), run.days[date])[0]

    assert f"{span(first)[0]:%H:%M %Z}" == f"{utc_hours} UTC"


@pytest.mark.parametrize("segments_per_hour", [1, 2])
@pytest.mark.parametrize(("date", "hours"), [(FORWARD, 23), (BACK, 25)])
def test_a_station_that_is_never_silent_is_on_air_all_through_a_night_when_clocks_change(
    spring: Broadcast, date: dt.date, hours: int, segments_per_hour: int
) -> None:
    states = never_silent(spring, date, segments_per_hour)

    events = events_of(programme_of(spring), states)

    spans = sorted(map(span, events))
    assert all(begin < end for begin, end in spans)
    assert all(following[0] <= one[1] for one, following in pairwise(spans))
    assert spans[-1][1] - spans[0][0] == dt.timedelta(hours=hours)
    assert [span(event)[0] for event in events] == [state.slot.sheet.at.astimezone(dt.UTC) for state in states]
    assert spans[0][0].astimezone(LONDON).date() == date
    assert spans[-1][1].astimezone(LONDON).time() == dt.time(0)


def test_everything_made_again_is_the_same(spring: Broadcast, tmp_path_factory: pytest.TempPathFactory) -> None:
    again = produce(spring.pack, SPRING, tmp_path_factory.mktemp("again"), concurrency=3)

    for make in (feeds.playlist, feeds.podcast, feeds.chapters, feeds.transcript, feeds.schedule):
        assert make(programme_of(spring), spring.states) == make(programme_of(again), again.states)


def test_identifiers_are_unique_and_do_not_depend_on_where_the_files_lie(run: Broadcast) -> None:
    programmes = [programme_of(run, url) for url in (BASE_URL, "", "https://elsewhere.example")]

    for programme in programmes:
        episodes = feedparser.parse(feeds.podcast(programme, run.states)).entries
        uids = [event.uid for event in events_of(programme, run.states)]

        assert [entry.id for entry in episodes] == [f"saltmere.wren.{date}" for date in reversed(run.days)]
        assert not any(entry.guidislink for entry in episodes)
        assert uids == [f"saltmere.wren.{state.date}T{state.slot.time[:2]}00@longwave" for state in run.states]
        assert len(set(uids)) == len(uids)


def test_marks_that_a_feed_gives_a_meaning_survive_it(spring: Broadcast) -> None:
    programme, states = odd(spring)

    feed = ET.fromstring(feeds.podcast(programme, states))  # noqa: S314 - our own

    assert feed.findtext("channel/title") == f"{ODD}FM: {ODD}Wren"
    described = feed.findtext("channel/item/description") or ""
    [*_, newest] = spring.days.values()
    assert newest[0].tells
    assert all(f"{ODD}{spring.pack.lore[name].title}" in described for name in newest[0].tells)
    page = feed.findtext(f"channel/item/{{{feeds.NAMESPACES['content']}}}encoded") or ""
    assert f"<p>{html.escape(ODD, quote=False)}Wren at the microphone" in page
    assert "<b>" not in page


def test_marks_that_a_calendar_gives_a_meaning_survive_it(spring: Broadcast) -> None:
    programme, states = odd(spring)

    written = feeds.schedule(programme, states)
    calendar = Calendar.from_ical(written)

    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert "\n" not in written.replace("\r\n", "")
    assert str(calendar["X-WR-CALNAME"]) == f"{ODD}FM: {ODD}Wren"
    for event, state in zip(calendar.events, states, strict=True):
        assert event["SUMMARY"] == programme.heading(state)
        assert event["DESCRIPTION"] == LONG


def test_marks_that_players_give_a_meaning_survive_them(spring: Broadcast) -> None:
    programme, states = odd(spring)

    played = m3u8.loads(feeds.playlist(programme, states)).segments
    transcript = feeds.transcript(programme, states[:1])
    chapters = json.loads(feeds.chapters(programme, states[:1]))["chapters"]

    titles = [f"{state.slot.time} {programme.heading(state)}" for state in states]
    assert [segment.title for segment in played] == titles
    assert [chapter["title"] for chapter in chapters] == titles[:1]
    assert " ".join(text for *_, text in cues(transcript)) == LONG
    assert "<b>" not in transcript


@pytest.mark.parametrize("broken", ["a\nb", "a\r\nb", "a\x85b", "a\u2028b", "a\x0bb", "a\x00 b"])
def test_a_title_that_breaks_a_line_breaks_no_file(spring: Broadcast, broken: str) -> None:
    programme, states = odd(spring, broken, f"{broken}.")

    listed = feeds.playlist(programme, states)
    written = feeds.schedule(programme, states)

    assert len(listed.splitlines()) == 3 + 3 * len(states)
    assert listed.splitlines()[2] == "#PLAYLIST:a bFM: a bWren"
    assert str(Calendar.from_ical(written)["X-WR-CALNAME"]) == "a bFM: a bWren"
    assert not re.search(r"[\x00\x0b\x85]|\r(?!\n)", written)
    assert {text for *_, text in cues(feeds.transcript(programme, states))} == {"a b."}
    assert feedparser.parse(feeds.podcast(programme, states)).bozo == 0


@given(st.text())
def test_any_text_can_be_spoken(text: str) -> None:
    speak = ET.fromstring(feeds.ssml(text))  # noqa: S314 - our own

    assert speak.tag == f"{{{feeds.SSML}}}speak"
    printable = re.sub(r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    assert "".join("".join(speak.itertext()).split()) == "".join(printable.split())


def test_a_voice_is_given_sentences_with_a_breath_after_each() -> None:
    said = feeds.ssml("Salt & vinegar? Yes.\n\nMind <the> third step.", language="en-GB")

    assert said == (
        f'<speak version="1.1" xmlns="{feeds.SSML}" xml:lang="en-GB">'
        '<p><s>Salt &amp; vinegar?</s><break strength="medium" /><s>Yes.</s><break strength="medium" /></p>'
        '<p><s>Mind &lt;the&gt; third step.</s><break strength="medium" /></p></speak>'
    )


def test_a_voice_is_told_the_made_up_words_and_no_others(saltmere: Pack) -> None:
    invented = feeds.inventions(saltmere)

    hints = feeds.lexicon(
        "On Monday, Annie Scoular’s laundry went by Vantry. Scoular went up the Needle Stair.", invented
    )

    assert hints == [
        {"word": "Annie", "about": "Annie Scoular"},
        {"word": "Scoular", "about": "Annie Scoular"},
        {"word": "Vantry", "about": "Vantry"},
    ]


def test_what_is_on_is_the_slot_of_the_moment_and_what_follows_it(spring: Broadcast) -> None:
    programme = programme_of(spring)
    nine = dt.datetime(1931, 4, 19, 9, 0, tzinfo=LONDON)

    shown = json.loads(feeds.now_playing(programme, spring.states, nine + dt.timedelta(minutes=59)))

    assert (shown["station"], shown["persona"]) == ("Radio Saltmere", {"id": "wren", "name": "Wren Alder"})
    assert shown["at"] == "1931-04-19T09:59:00+01:00"
    assert shown["current"]["slot"] == "1931-04-19/09:00"
    assert shown["current"]["begins"] == "1931-04-19T09:00:00+01:00"
    assert shown["current"]["ends"] == shown["next"]["begins"] == "1931-04-19T10:00:00+01:00"
    assert shown["current"]["audio"] == f"{BASE_URL}audio/1931-04-19/0900.mp3"


@pytest.mark.parametrize(
    ("at", "current", "following"),
    [
        (dt.datetime(1931, 4, 18, 5, 59, tzinfo=LONDON), None, "1931-04-18/06:00"),
        (dt.datetime(1931, 4, 18, 6, 0, tzinfo=LONDON), "1931-04-18/06:00", "1931-04-18/07:00"),
        (dt.datetime(1931, 4, 18, 22, 0, tzinfo=LONDON), None, "1931-04-19/06:00"),
        (dt.datetime(1931, 4, 20, 13, 30, tzinfo=LONDON), "1931-04-20/13:00", None),
        (dt.datetime(1931, 4, 20, 14, 0, tzinfo=LONDON), None, None),
    ],
)
def test_nothing_is_on_while_the_station_is_silent(
    spring: Broadcast, at: dt.datetime, current: str | None, following: str | None
) -> None:
    shown = json.loads(feeds.now_playing(programme_of(spring), spring.states, at))

    assert [shown[key] and shown[key]["slot"] for key in ("current", "next")] == [current, following]


def test_an_hour_that_the_clocks_skip_is_on_air_as_the_one_that_there_is(spring: Broadcast) -> None:
    states = never_silent(spring, FORWARD, segments_per_hour=1)

    shown = json.loads(feeds.now_playing(programme_of(spring), states, dt.datetime(1931, 4, 19, 2, 30, tzinfo=dt.UTC)))

    assert (shown["at"], shown["current"]["slot"]) == ("1931-04-19T03:30:00+01:00", "1931-04-19/03:00")
