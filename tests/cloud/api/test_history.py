"""The history: the request, the end of reading, and ignored items."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from custom_components.smartthings_smartapp.cloud.api.client import SmartThingsClient
from custom_components.smartthings_smartapp.cloud.api.history import HistorySpan
from custom_components.smartthings_smartapp.cloud.api.http import Http, StaticToken
from custom_components.smartthings_smartapp.cloud.json_types import Json, JsonObject
from tests.cloud.scripted import Answer, ScriptedApi

START = datetime(2026, 11, 24, 8, tzinfo=UTC)


def at(minute: int) -> datetime:
    """Return a time by its minute."""
    return START + timedelta(minutes=minute)


def item(minute: int, **fields: Json) -> JsonObject:
    """Return an item of the history, with its minute as value."""
    return {"epoch": int(at(minute).timestamp() * 1000), "value": minute, **fields}


def pages(api: ScriptedApi, *found: list[JsonObject]) -> None:
    """Let the API answer with consecutive pages."""
    api.answers = [
        Answer(
            body={
                "items": [*items],
                "_links": {"next": {"href": f"{api.url}/history/devices?page={number}"}}
                if number < len(found)
                else None,
            }
        )
        for number, items in enumerate(found, 1)
    ]


async def values(api: ScriptedApi, span: HistorySpan) -> list[Json]:
    """Return the values of the items that a client reads."""
    async with aiohttp.ClientSession() as session:
        client = SmartThingsClient(Http(session, api.url, StaticToken("token")))
        return [found.value for found in await client.history("home", span)]


async def test_only_the_limit_where_reading_begins_is_sent(api: ScriptedApi) -> None:
    """The meaning of both together is not documented."""
    pages(api, [])
    span = HistorySpan(limit=5, before=at(9), after=at(1))
    await values(api, span)
    await values(api, replace(span, oldest_first=True, device_id="lamp"))
    assert [request.query for request in api.requests] == [
        {
            "locationId": "home",
            "limit": "5",
            "oldestFirst": "false",
            "pagingBeforeEpoch": str(int(at(9).timestamp() * 1000)),
        },
        {
            "locationId": "home",
            "limit": "5",
            "oldestFirst": "true",
            "deviceId": "lamp",
            "pagingAfterEpoch": str(int(at(1).timestamp() * 1000)),
        },
    ]


@pytest.mark.parametrize(
    ("span", "expected", "calls"),
    [
        (HistorySpan(limit=9), [6, 5, 4, 3, 2, 1], 3),
        (HistorySpan(limit=3), [6, 5, 4], 2),
        (HistorySpan(limit=2), [6, 5], 1),
        (HistorySpan(limit=9, after=at(3)), [6, 5, 4], 2),
        (HistorySpan(limit=9, after=at(5)), [6], 1),
        (HistorySpan(limit=9, before=at(6)), [5, 4, 3, 2, 1], 3),
    ],
)
async def test_reading_ends_when_no_more_items_can_match(
    api: ScriptedApi, span: HistorySpan, expected: list[Json], calls: int
) -> None:
    """The number or the time ends it, and other items of the last page are left out."""
    pages(api, [item(6), item(5)], [item(4), item(3)], [item(2), item(1)])
    assert await values(api, span) == expected
    assert len(api.requests) == calls


async def test_an_invalid_item_is_left_out(api: ScriptedApi) -> None:
    """The time has one of two formats; an item without it is useless."""
    written: JsonObject = {"time": "2026-11-24T08:01:00.000+0000", "value": "written"}
    pages(api, [item(2, unit="%"), written, {"value": "never"}])
    assert await values(api, HistorySpan(limit=9)) == [2, "written"]
