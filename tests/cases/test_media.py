"""Televisions: an open app is not a channel."""

import pytest
from homeassistant.const import STATE_UNKNOWN

from simulator.devices.device import make_device
from simulator.devices.ids import HOME_LOCATION
from tests.common.world import World

from .conftest import Open, case_of

_CHANNEL = "tvChannel.tvChannel"
_NAME = "tvChannel.tvChannelName"


async def test_the_television_with_an_app_open(opened: Open) -> None:
    """The id of an app is not a title. A channel is shown as before."""
    television = await opened("tv_app_as_title")
    attributes = television.find("media_player").attributes
    assert attributes["app_id"] == "org.tizen.netflix-app"
    assert attributes["app_name"] == "Netflix"
    assert attributes["media_content_type"] == "app"
    assert not {"media_title", "media_channel"} & attributes.keys()

    await television.reports(_CHANNEL, "101")
    await television.reports(_NAME, "BBC One HD")
    attributes = television.find("media_player").attributes
    assert attributes["media_title"] == "BBC One HD"
    assert attributes["media_channel"] == "101"
    assert attributes["media_content_type"] == "channel"
    assert not {"app_id", "app_name"} & attributes.keys()


@pytest.mark.parametrize(
    ("number", "name", "app_id", "app_name", "title"),
    [
        ("", "9Ur5IzDKqV.TizenYouTube", "9Ur5IzDKqV.TizenYouTube", "YouTube", None),
        # Some keep the number of the previous channel.
        ("7", "3201907018807", "3201907018807", "Netflix", None),
        ("", "QizQxC7CUf.PlayMovies", "QizQxC7CUf.PlayMovies", "QizQxC7CUf.PlayMovies", None),
        ("", "3202211030000", "3202211030000", "3202211030000", None),
        ("12", "Sport1.HD", None, None, "Sport1.HD"),
        ("", "Kanal D", None, None, "Kanal D"),
        ("5", "", None, None, "5"),
        ("", "", None, None, None),
    ],
)
async def test_an_app_is_distinguished_from_a_channel(
    world: World,
    number: str,
    name: str,
    app_id: str | None,
    app_name: str | None,
    title: str | None,
) -> None:
    """The name is the id of an app, and there is no channel number."""
    device = make_device(
        "0fb7f7ff-2b8e-4a42-8a0e-7d1f4a3f6c55",
        "Screen",
        location_id=HOME_LOCATION,
        category="Television",
        components={
            "main": {
                "switch": {"switch": "on"},
                "audioVolume": {"volume": 5},
                "tvChannel": {"tvChannel": number, "tvChannelName": name},
            }
        },
    )
    attributes = (await case_of(world, device)).find("media_player").attributes
    shown = [attributes.get(key) for key in ("app_id", "app_name", "media_title")]
    assert shown == [app_id, app_name, title]


async def test_the_name_of_a_channel_without_a_player_is_no_app(world: World) -> None:
    device = make_device(
        "0fb7f7ff-2b8e-4a42-8a0e-7d1f4a3f6c56",
        "Screen",
        location_id=HOME_LOCATION,
        category="Other",
        components={"main": {"tvChannel": {"tvChannel": "", "tvChannelName": "org.tizen.browser"}}},
    )
    case = await case_of(world, device)
    assert case.find("sensor", "Channel name").state == STATE_UNKNOWN
    await case.reports(_NAME, "BBC One HD")
    assert case.find("sensor", "Channel name").state == "BBC One HD"
