"""The command line, the terminal, the pace and the texts of the live check."""

import asyncio
import io
import threading

import pytest

from custom_components.smartthings_smartapp.cloud.endpoints import Endpoints
from live_check.__main__ import main
from live_check.attempts import ATTEMPTS
from live_check.cloud.answers import Answer
from live_check.cloud.pace import Pace, kind_of
from live_check.facts import FACTS, UnknownFactError, chosen
from live_check.options import parse
from live_check.person import Terminal, Visit, visit
from live_check.redaction import Redactor
from tests.common.repository import ROOT


def test_the_facts_can_be_listed_without_a_token(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SMARTTHINGS_PAT", raising=False)
    assert main(["--list"]) == 0
    shown = capsys.readouterr().out
    for fact in FACTS:
        assert f"`{fact.id}`" in shown
    assert main(["--list", "--only", "refresh"]) == 0
    assert "`history`" not in capsys.readouterr().out


def test_a_fact_that_is_not_there_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "refresh,weather-in-bonn"]) == 2
    assert "unknown fact: weather-in-bonn" in capsys.readouterr().err


def test_no_terminal_and_no_variable_is_reported(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token is never read from where it would be visible."""
    monkeypatch.delenv("SMARTTHINGS_PAT", raising=False)

    def no_terminal(*_: object) -> int:
        raise OSError

    monkeypatch.setattr("os.open", no_terminal)
    monkeypatch.setattr("sys.stdin", io.StringIO("a token\n"))
    assert main([]) == 2
    assert "SMARTTHINGS_PAT" in capsys.readouterr().err


def test_a_token_is_no_argument(capsys: pytest.CaptureFixture[str]) -> None:
    """It would be in the history of the shell and in the list of processes."""
    with pytest.raises(SystemExit):
        main(["--help"])
    assert not {"--token", "--pat"} & set(capsys.readouterr().out.split())


# --- facts ------------------------------------------------------------------------------------


def test_every_point_of_chapter_13_has_a_fact() -> None:
    """Each is tried, or says why a script cannot try it."""
    points = {part.strip() for fact in FACTS for part in fact.section.split(",")}
    assert {f"13.{number}" for number in range(1, 10)} <= points


def test_each_fact_has_one_way_to_be_tried_or_a_reason_why_not() -> None:
    for fact in FACTS:
        ways = [bool(fact.ask), fact.id in ATTEMPTS, bool(fact.why_not)]
        assert ways.count(True) == 1, fact.id
    assert ATTEMPTS.keys() <= {fact.id for fact in FACTS}


def test_what_a_fact_needs_stands_before_it() -> None:
    seen: set[str] = set()
    for fact in FACTS:
        assert fact.id not in seen
        assert seen.issuperset(fact.needs), fact.id
        seen.add(fact.id)


def test_a_chosen_fact_brings_what_it_needs() -> None:
    assert [fact.id for fact in chosen(["confirmation-link"])] == [
        "new-app",
        "confirmation-order",
        "confirmation-link",
    ]
    assert chosen([]) is FACTS
    with pytest.raises(UnknownFactError, match="nothing"):
        chosen(["nothing"])


# --- options ----------------------------------------------------------------------------------


def test_the_options_point_at_smartthings() -> None:
    options = parse(["--public-url", "https://ha.example.org/", "--listen", "0.0.0.0:99"])
    assert options.endpoints == Endpoints()
    assert options.public_url == "https://ha.example.org"
    assert (options.host, options.port) == ("0.0.0.0", 99)  # noqa: S104 - what was asked for
    assert (parse([]).host, parse([]).port) == ("127.0.0.1", 8765)


def test_the_options_point_at_a_simulator() -> None:
    url = "http://127.0.0.1:8400"
    options = parse(
        ["--api-url", url, "--key-url", url, "--install-url", f"{url}/install", "--public-url", url]
    )
    assert options.endpoints == Endpoints(url, url, f"{url}/install")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--public-url", "http://ha.example.org"],
        ["--public-url", "https://ha.example.org?a=1"],
        ["--public-url", "ha.example.org"],
        ["--listen", "here"],
    ],
)
def test_what_cannot_be_used_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        parse(arguments)


# --- the person -------------------------------------------------------------------------------


def _terminal(lines: str, *, agree: bool = False) -> tuple[Terminal, list[str]]:
    said: list[str] = []
    return Terminal(said.append, agree=agree, source=io.StringIO(lines)), said


async def test_only_yes_is_yes() -> None:
    terminal, said = _terminal("yes\nY\nsure\n\n")
    answers = [await terminal.agrees("It moves.") for _ in range(6)]
    assert answers == [True, True, False, False, False, False]
    assert said[0] == "It moves. Agree? [y/N]"


async def test_yes_beforehand_is_not_asked_again() -> None:
    terminal, said = _terminal("", agree=True)
    assert await terminal.agrees("It moves.")
    assert said == ["It moves. (agreed in advance)"]
    assert await terminal.chooses("Where?", ["here", "there"]) == 0


async def test_a_choice_is_a_number() -> None:
    terminal, said = _terminal("2\n3\nhere\n")
    answers = [await terminal.chooses("Where?", ["here", "there"]) for _ in range(4)]
    assert answers == [1, 0, 0, 0]
    assert said[:3] == ["  1  here", "  2  there", "Where? [1]"]


async def test_a_page_can_be_skipped_or_fail() -> None:
    terminal, said = _terminal("what?\ns\nf\n")
    assert await terminal.visits("https://example.org/", "Look.") is Visit.SKIPPED
    assert "https://example.org/" in said[0]
    assert await terminal.visits("https://example.org/", "Look.") is Visit.FAILED


async def test_a_page_continues_by_itself_without_input() -> None:
    """The end of the input skips nothing either."""
    terminal, _ = _terminal("")
    arrived = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.05, arrived.set_result, "it")

    async def arrival() -> str:
        return str(await arrived)

    assert await visit(terminal, "https://example.org/", "Look.", arrival(), 5) == "it"


async def test_a_page_that_brings_nothing_is_given_up() -> None:
    terminal, _ = _terminal("")

    async def never() -> str:
        return await asyncio.Future[str]()

    assert await visit(terminal, "https://example.org/", "Look.", never(), 0.05) is Visit.NOTHING


async def test_a_read_from_the_terminal_keeps_nothing_alive() -> None:
    """Its thread ends with the program, even while it reads."""
    terminal, _ = _terminal("yes\n")
    before = {thread for thread in threading.enumerate() if not thread.daemon}
    assert await terminal.agrees("It moves.")
    assert {thread for thread in threading.enumerate() if not thread.daemon} == before


# --- the pace ---------------------------------------------------------------------------------


class _Time:
    """A clock that only moves while something sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def test_a_kind_of_call_is_made_a_handful_of_times_a_minute() -> None:
    time, said = _Time(), list[str]()
    pace = Pace(said.append, clock=time, sleep=time.sleep)
    for _ in range(6):
        await pace.turn("GET", "/devices")
    assert time.now == 0
    await pace.turn("GET", "/locations")
    assert time.now == 0
    await pace.turn("GET", "/devices/1")
    assert time.now == 60
    assert said == ["waiting 60 s because of the rate limits of SmartThings"]


async def test_subscriptions_keep_within_their_quarter_of_an_hour() -> None:
    """Of 40 creates and 15 other calls (platform reference 10.1), some remain for others."""
    time = _Time()
    pace = Pace(lambda _: None, clock=time, sleep=time.sleep)
    path = "/installedapps/1/subscriptions"
    for _ in range(36):
        await pace.turn("POST", path)
    assert time.now == 300
    await pace.turn("POST", path)
    assert time.now == 900
    for _ in range(14):
        await pace.turn("DELETE", f"{path}/1")
    assert time.now == 1800


async def test_a_pause_is_kept_and_reported() -> None:
    time, said = _Time(), list[str]()
    pace = Pace(said.append, factor=0.5, clock=time, sleep=time.sleep)
    await pace.rest(20)
    await pace.rest(2)
    assert (time.now, len(said)) == (11, 1)


def test_paths_of_one_kind_share_a_limit() -> None:
    assert kind_of("GET", "/v1/devices/1/status") == kind_of("GET", "/devices")
    assert kind_of("GET", "/installedapps/1") == "GET installedapps"


# --- words ------------------------------------------------------------------------------------


def _answer(status: int, body: bytes) -> Answer:
    return Answer(status=status, headers={}, body=body, at=0)


@pytest.mark.parametrize(
    ("answer", "summary"),
    [
        (_answer(403, b" "), "403, empty body"),
        (_answer(401, b"<html>nginx"), "401, HTML page of nginx"),
        (_answer(401, b"<HTML><title>a &amp; b</title>"), '401, HTML page "a & b"'),
        (_answer(500, b"oh"), "500, a body that is not a JSON object"),
        (_answer(200, b"[1]"), "200, a body that is not a JSON object"),
        (_answer(200, b"{}"), "200, JSON with no keys"),
        (_answer(200, b'{"token": "x", "a": 1}'), "200, JSON with a, token"),
        (_answer(401, b'{"error": "invalid_client"}'), "401, invalid_client"),
        (
            _answer(422, b'{"error": {"code": "A", "message": "b", "details": [{"code": "C"}]}}'),
            '422, A "b" [C at nothing: ]',
        ),
    ],
)
def test_an_answer_is_summarized(answer: Answer, summary: str) -> None:
    """The summary contains values of errors only."""
    assert answer.summary == summary


def test_many_keys_are_counted() -> None:
    body = b"{" + b",".join(b'"k%02d":1' % number for number in range(45)) + b"}"
    assert _answer(200, body).summary.endswith("k39 and 5 more")


def test_what_belongs_to_a_person_is_taken_out() -> None:
    redactor = Redactor()
    redactor.secret("hush", "")
    redactor.label("Desk lamp", "Desk", "x", "hush")
    redactor.address("https://ha.example.org:8123/hook")
    first, second = (f"0000000{number}-aaaa-bbbb-cccc-dddddddddddd" for number in (1, 2))
    for text, cleaned in {
        f"{first} {second} {first.upper()}": "id-1 id-2 id-1",
        "hush, Desk lamp on Desk; a deskx": "(secret), (label) on (label); a deskx",
        "eyJhbGciOi.eyJzdWIi.c2ln": "(secret)",
        "http://ha.example.org:80 (see ha.example.org)": "(address) (see (address))",
        "ha.example.org at 192.0.2.1:80": "(address) at (address)",
        "a.b+c@mail.example.org": "(address)",
        "https://other.example.org/x?y=1": "(address)",
        "https://api.smartthings.com/apps?token=1": "https://api.smartthings.com/apps",
        "https://smartthings.com.example.org/": "(address)",
        "http://[bad": "(address)",
        "/pl/useast2/1b-0d-11-22-33-44": "/pl/useast2/id-3",
        "5827163940517263841, 422, 86399": "id-4, 422, 86399",
    }.items():
        assert redactor.clean(text) == cleaned


def test_the_program_is_where_the_documentation_says() -> None:
    text = (ROOT / "docs" / "developing" / "live-check.md").read_text()
    assert "scripts/live_check" in text
    assert (ROOT / "scripts" / "live_check").stat().st_mode & 0o111
    for argument in ("--public-url", "--listen", "--device", "--only", "--remove-leftovers"):
        assert argument in text
