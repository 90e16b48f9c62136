"""The progress while the token is used: its stages are shown, and errors lead back."""

from collections.abc import Callable

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.data_entry_flow import FlowResultType

from custom_components.smartthings_smartapp.flow.unattended import CONTINUE_AFTER
from simulator.devices.ids import CABIN_LOCATION, Devices
from tests.common.flows import reconfigure
from tests.common.passing_time import pass_time
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.FRONT_DOOR)

type Shown = Callable[[], list[str]]


@pytest.fixture(name="shown")
def shown_fixture(hass: HomeAssistant) -> Shown:
    """Return the progress that a dialog has shown, one item per change."""
    found: list[str] = []

    @callback
    def progressed(event: Event) -> None:
        step = hass.config_entries.flow._progress[event.data["flow_id"]].cur_step
        if step and step["type"] is FlowResultType.SHOW_PROGRESS:
            found.append(step["progress_action"])

    hass.bus.async_listen("data_entry_flow_progressed", progressed)
    return lambda: found


async def use_token(world: World, result: ConfigFlowResult) -> ConfigFlowResult:
    """Submit a token; return the progress."""
    result = await world.hass.config_entries.flow.async_configure(
        result["flow_id"], {"access_token": world.simulator.create_pat()}
    )
    assert (result["type"], result["step_id"]) == (FlowResultType.SHOW_PROGRESS, "use_token")
    return result


async def test_the_dialog_names_each_stage(world: World, shown: Shown) -> None:
    """It reads the locations, and then registers the SmartApp."""
    result = await use_token(world, await world.fill(await world.start_flow()))
    assert result["progress_action"] == "find_locations"
    await world.settle()
    assert shown() == ["smartapp"]
    result = await world.hass.config_entries.flow.async_configure(result["flow_id"])
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "location")


async def test_a_change_of_the_address_is_shown(world: World) -> None:
    """SmartThings checks it."""
    entry = await world.add_location()
    result = await world.fill(
        await reconfigure(world, entry, "address"), webhook_url=entry.data["webhook_url"]
    )
    result = await use_token(world, result)
    assert result["progress_action"] == "relocate"
    await world.settle()
    result = await world.hass.config_entries.flow.async_configure(result["flow_id"])
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_moved")


async def test_without_a_front_end_the_dialog_continues(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """The tab was closed; another one shows the next form."""
    result = await use_token(world, await world.fill(await world.start_flow()))
    await world.settle()
    await pass_time(world, freezer, CONTINUE_AFTER + 1)
    (flow,) = world.hass.config_entries.flow.async_progress()
    assert (flow["flow_id"], flow["step_id"]) == (result["flow_id"], "location")


async def test_a_second_request_gets_the_same_form(world: World) -> None:
    """The dialog is open in two tabs."""
    result = await use_token(world, await world.fill(await world.start_flow()))
    await world.settle()
    flows = world.hass.config_entries.flow
    first = await flows.async_configure(result["flow_id"])
    second = await flows.async_configure(result["flow_id"])
    assert first["step_id"] == second["step_id"] == "location"
    assert len(world.calls("POST", "/apps")) == 1
    await world.fill(second, location_id=CABIN_LOCATION)


async def test_a_dialog_that_is_closed_during_the_progress_leaves_a_usable_app(
    world: World,
) -> None:
    """The next dialog uses it."""
    result = await use_token(world, await world.fill(await world.start_flow()))
    world.hass.config_entries.flow.async_abort(result["flow_id"])
    await world.settle()
    await world.add_location()
    assert len(world.simulator.apps) == 1


@pytest.mark.parametrize(
    ("status", "error", "kept"), [(503, "cloud_unreachable", True), (401, "token_refused", False)]
)
async def test_a_token_that_may_still_work_is_kept_in_the_form(
    world: World, status: int, error: str, *, kept: bool
) -> None:
    """The user only submits the form again."""
    world.simulator.faults.fail("/locations", status=status)
    form = await world.fill(await world.start_flow())
    token = world.simulator.create_pat()
    result = await world.fill(form, access_token=token)
    assert (result["step_id"], result["errors"]) == ("token", {"base": error})
    assert result["data_schema"] is not None
    (field,) = result["data_schema"].schema
    suggested = (field.description or {}).get("suggested_value")
    assert suggested == (token if kept else None)


async def test_a_defect_ends_the_progress(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dialog does not try forever; Home Assistant logs the defect."""
    monkeypatch.setattr(
        "custom_components.smartthings_smartapp.flow.smartapp.register_app",
        lambda *_args, **_names: 1 / 0,
    )
    result = await use_token(world, await world.fill(await world.start_flow()))
    await world.settle()
    with pytest.raises(ZeroDivisionError):
        await world.hass.config_entries.flow.async_configure(result["flow_id"])
