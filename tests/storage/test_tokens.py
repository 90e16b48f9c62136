"""The file with the tokens: none is lost between the platform and the disk."""

from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.util import dt as dt_util

from custom_components.smartthings_smartapp.cloud.auth.token_pair import TokenPair, delivered_pair
from custom_components.smartthings_smartapp.cloud.delivery.lifecycle import Update, parse_delivery
from custom_components.smartthings_smartapp.runtime import domain_data
from tests.common.storage import broken_disk

NOW = dt_util.utcnow()
FIRST = TokenPair(
    access_token="access-1", refresh_token="refresh-1", expires_at=NOW, renewed_at=NOW
)
RENEWED = replace(FIRST, access_token="access-2", refresh_token="refresh-2")


def update(refresh_token: str | None = "refresh-9") -> Update:
    """Return an UPDATE."""
    tokens = {"refreshToken": refresh_token} if refresh_token else {}
    delivery = parse_delivery(
        orjson.dumps(
            {
                "lifecycle": "UPDATE",
                "executionId": "x",
                "updateData": {
                    "authToken": "access-9",
                    **tokens,
                    "installedApp": {
                        "installedAppId": "app",
                        "locationId": "location",
                        "config": {},
                        "permissions": [],
                    },
                },
            }
        )
    )
    assert isinstance(delivery, Update)
    return delivery


async def refresh_tokens(hass: HomeAssistant) -> list[str]:
    """Return the refresh tokens on disk, the one in use first."""
    pair = await domain_data(hass).tokens.store("app").load()
    return [kept.refresh_token for kept in pair.every()] if pair else []


async def test_a_pair_is_read_as_it_was_written(hass: HomeAssistant) -> None:
    """The other pairs, which may be valid longer, are read too."""
    pair = replace(RENEWED, former=(FIRST,))
    await domain_data(hass).tokens.store("app").save(pair)
    assert await domain_data(hass).tokens.store("app").load() == pair


async def test_a_pair_without_a_refresh_token_can_be_stored(hass: HomeAssistant) -> None:
    """Otherwise an INSTALL without one would always fail, though its access token works."""
    pair = delivered_pair(access_token="a", refresh_token=None, now=NOW)
    await domain_data(hass).tokens.store("app").save(pair)
    assert await domain_data(hass).tokens.store("app").load() == pair


async def test_a_renewal_of_a_set_up_keeps_the_pair_of_an_update(
    hass: HomeAssistant,
) -> None:
    """The set-up does not know it, and either pair may be the valid one."""
    await domain_data(hass).tokens.store("app").save(FIRST)
    setting_up = domain_data(hass).tokens.store("app")
    await setting_up.load()
    await domain_data(hass).tokens.save_delivery(update())
    assert await refresh_tokens(hass) == ["refresh-9", "refresh-1"]
    await setting_up.save(RENEWED)
    assert await refresh_tokens(hass) == ["refresh-2", "refresh-9", "refresh-1"]
    later = replace(RENEWED, refresh_token="refresh-3", renewed_at=NOW + timedelta(days=1))
    await setting_up.save(later)
    assert "refresh-9" in await refresh_tokens(hass)


async def test_an_update_keeps_the_pair_that_a_set_up_renewed(hass: HomeAssistant) -> None:
    """It may arrive late, after its own refresh token was used."""
    await domain_data(hass).tokens.store("app").save(FIRST)
    await domain_data(hass).tokens.save_delivery(update())
    assert await refresh_tokens(hass) == ["refresh-9", "refresh-1"]


async def test_an_update_without_a_refresh_token_keeps_the_known_one(
    hass: HomeAssistant,
) -> None:
    """It is optional (platform reference 4.2)."""
    await domain_data(hass).tokens.store("app").save(FIRST)
    await domain_data(hass).tokens.save_delivery(update(None))
    pair = await domain_data(hass).tokens.store("app").load()
    assert pair is not None
    assert (pair.access_token, pair.refresh_token) == ("access-9", "refresh-1")
    assert pair.former == ()


@pytest.mark.parametrize("readable", [False, True], ids=["dead", "full"])
async def test_a_pair_that_could_not_be_saved_is_saved_by_the_next_set_up(
    hass: HomeAssistant, *, readable: bool
) -> None:
    """A failed set-up loses its memory, and the refresh token on disk is already used."""
    store = domain_data(hass).tokens.store("app")
    await store.save(FIRST)
    with broken_disk(readable=readable):
        with pytest.raises(OSError, match=r"could not be read|not written"):
            await store.save(RENEWED)
        with pytest.raises(OSError, match=r"could not be read|not written"):
            await domain_data(hass).tokens.store("app").load()
    assert await refresh_tokens(hass) == ["refresh-2"]


async def test_an_update_that_could_not_be_saved_is_saved_later(hass: HomeAssistant) -> None:
    """It arrives once, and has priority over the file."""
    await domain_data(hass).tokens.store("app").save(FIRST)
    with broken_disk(), pytest.raises(OSError, match="could not be read"):
        await domain_data(hass).tokens.save_delivery(update())
    await domain_data(hass).tokens.store("app").save(RENEWED)
    assert set(await refresh_tokens(hass)) == {"refresh-2", "refresh-9"}


async def test_a_pair_during_the_stop_is_written_at_its_end(hass: HomeAssistant) -> None:
    """Home Assistant writes files last while it stops; until then the pair is not saved."""
    store = domain_data(hass).tokens.store("app")
    await store.save(FIRST)
    hass.set_state(CoreState.stopping)
    with pytest.raises(OSError, match="not written"):
        await store.save(RENEWED)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()
    assert await refresh_tokens(hass) == ["refresh-2"]


async def test_a_removed_file_stays_removed(hass: HomeAssistant) -> None:
    """A pair that was still to be saved does not create it again."""
    store = domain_data(hass).tokens.store("app")
    await store.save(FIRST)
    with broken_disk(), pytest.raises(OSError, match="could not be read"):
        await store.save(RENEWED)
    await store.remove()
    assert await refresh_tokens(hass) == []
