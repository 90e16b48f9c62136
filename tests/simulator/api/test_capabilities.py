"""Definitions, presentations and texts of capabilities (platform reference 9)."""

import pytest

from simulator import Simulator, SimulatorOptions
from simulator.devices.derived_definition import derive
from simulator.devices.device import Json, JsonObject, make_device
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.simulator.conftest import Clock
from tests.simulator.parties import Api, Developer, Installed, at, text_at

_MAGIC: JsonObject = {"id": "vendor.magic", "version": 1, "attributes": {}, "commands": {}}


async def _statuses(api: Api, path: str) -> list[int]:
    """Return the statuses of definition, presentation and English texts."""
    paths = (path, f"{path}/presentation", f"{path}/i18n/en")
    return [(await api.get(each)).status for each in paths]


def _value_schema(definition: Json, attribute: str) -> Json:
    return at(definition, "attributes", attribute, "schema", "properties", "value")


async def test_capabilities_have_definitions(installed: Installed) -> None:
    reply = await installed.api.get("/capabilities/switchLevel/1")
    assert at(reply.json, "id") == "switchLevel"
    arguments = at(reply.json, "commands", "setLevel", "arguments")
    assert isinstance(arguments, list)
    assert [(at(part, "name"), at(part, "optional")) for part in arguments] == [
        ("level", False),
        ("rate", True),
    ]
    value = _value_schema(reply.json, "level")
    assert value == {"type": "integer", "minimum": 0, "maximum": 100}


async def test_a_presentation_describes_how_a_capability_is_shown(installed: Installed) -> None:
    path = "/capabilities/legendabsolute60149.levelSteps/1/presentation"
    shown = (await installed.api.get(path)).json
    assert (at(shown, "id"), at(shown, "version")) == ("legendabsolute60149.levelSteps", 1)
    view = at(shown, "detailView", 0)
    assert at(view, "displayType") == "slider"
    assert at(view, "slider", "range") == [0, 50]
    assert at(view, "slider", "command") == "setLevelSteps"


async def test_texts_come_in_the_languages_that_there_are(installed: Installed) -> None:
    """No other language replaces one that is missing."""
    path = "/capabilities/hca.washerMode/1/i18n"
    german = (await installed.api.get(f"{path}/de")).json
    assert at(german, "tag") == "de"
    words = at(german, "attributes", "mode", "i18n", "value")
    assert text_at(words, "quickWash", "label") == "Kurzprogramm"
    english = (await installed.api.get(f"{path}/en")).json
    assert text_at(english, "label") != text_at(german, "label")
    for tag in ("fr", "de-DE", "DE"):
        reply = await installed.api.get(f"{path}/{tag}")
        assert (reply.status, at(reply.json, "error", "code")) == (404, "NotFoundError")


async def test_a_token_of_either_kind_may_read_them(
    simulator: Simulator, developer: Developer, installed: Installed
) -> None:
    """It needs no scope."""
    path = "/capabilities/hca.washerMode/1"
    for api in (developer.api, installed.api, developer.client(simulator.create_pat([]))):
        assert await _statuses(api, path) == [200, 200, 200]
    assert await _statuses(developer.client(None), path) == [401, 401, 401]


async def test_a_missing_capability_is_not_found(installed: Installed) -> None:
    """Not each capability has a presentation and texts."""
    assert await _statuses(installed.api, "/capabilities/execute/1") == [200, 404, 404]
    for path in ("vendor.magic/1", "switch/2", "switch/01", "switch/live"):
        reply = await installed.api.get(f"/capabilities/{path}")
        assert (reply.status, at(reply.json, "error", "code")) == (404, "NotFoundError")
    assert await _statuses(installed.api, "/capabilities/vendor.magic/1") == [404, 404, 404]


async def test_all_three_calls_share_fifteen_a_minute(installed: Installed, clock: Clock) -> None:
    path = "/capabilities/switch/1"
    for _ in range(5):
        assert await _statuses(installed.api, path) == [200, 200, 200]
    assert await _statuses(installed.api, path) == [429, 429, 429]
    assert await _statuses(installed.api, "/capabilities/vendor.magic/1") == [429, 429, 429]
    clock.advance(60)
    assert (await installed.api.get(path)).headers["X-RateLimit-Remaining"] == "14"


async def test_a_definition_of_a_test_is_returned_immediately(
    simulator: Simulator, installed: Installed
) -> None:
    simulator.define(_MAGIC, presentation={"detailView": []}, i18n={"en": {"tag": "en"}})
    path = "/capabilities/vendor.magic/1"
    assert (await installed.api.get(path)).json == _MAGIC
    assert (await installed.api.get(f"{path}/presentation")).json == {"detailView": []}
    assert (await installed.api.get(f"{path}/i18n/en")).json == {"tag": "en"}
    simulator.define(_MAGIC)
    assert await _statuses(installed.api, path) == [200, 404, 404]


async def test_a_definition_of_a_test_replaces_all_others(
    simulator: Simulator, installed: Installed
) -> None:
    """Only for that version, and only in that cloud."""
    path = "/capabilities/switch/1"
    assert await _statuses(installed.api, path) == [200, 200, 200]
    simulator.define({"id": "switch", "version": 2})
    assert await _statuses(installed.api, path) == [200, 200, 200]
    simulator.define({"id": "switch", "version": 1})
    assert await _statuses(installed.api, path) == [200, 404, 404]
    async with Simulator() as other:
        api = Api(installed.api.session, other.url, other.create_pat())
        assert await _statuses(api, path) == [200, 200, 200]


@pytest.mark.parametrize("broken", [None, "what", [], {}, {"id": 7, "attributes": "none"}])
async def test_a_broken_definition_is_stored_under_the_given_id(
    simulator: Simulator, installed: Installed, broken: Json
) -> None:
    with pytest.raises(ValueError, match="no id or version"):
        simulator.define(broken)
    simulator.define(broken, under=("switch", 1))
    reply = await installed.api.get("/capabilities/switch/1")
    assert (reply.status, reply.json) == (200, broken)


async def test_a_capability_of_a_device_has_a_definition_at_least(
    simulator: Simulator, installed: Installed
) -> None:
    """It is derived from the values of all devices in all locations."""
    path = "/capabilities/vendor.gadgetState/3"
    for number, speed in enumerate((4, 2.5)):
        device = make_device(
            f"gadget-{number}",
            "Gadget",
            location_id=HOME_LOCATION,
            components={"main": {"vendor.gadgetState": {"speed": speed}, "refresh": {}}},
            versions={"vendor.gadgetState": 3},
        )
        simulator.home.add_device(device)
        assert at(device.item, "components", 0, "capabilities") == [
            {"id": "vendor.gadgetState", "version": 3},
            {"id": "refresh", "version": 1},
        ]
        reply = await installed.api.get(path)
        assert _value_schema(reply.json, "speed") == {"type": ["integer", "number"][number]}
    assert (at(reply.json, "id"), at(reply.json, "version")) == ("vendor.gadgetState", 3)
    assert at(reply.json, "name") == "Gadget State"
    assert await _statuses(installed.api, path) == [200, 404, 404]
    assert (await installed.api.get("/capabilities/vendor.gadgetState/1")).status == 404
    assert text_at((await installed.api.get("/capabilities/refresh/1")).json, "status") == "live"


async def test_a_device_with_another_version_of_a_written_one_has_its_own(
    simulator: Simulator, installed: Installed
) -> None:
    device = make_device(
        "plug",
        "Plug",
        location_id=HOME_LOCATION,
        components={"main": {"switch": {"switch": "on"}}},
        versions={"switch": 2},
    )
    simulator.home.add_device(device)
    derived = (await installed.api.get("/capabilities/switch/2")).json
    assert _value_schema(derived, "switch") == {"type": "string"}
    written = (await installed.api.get("/capabilities/switch/1")).json
    assert at(written, "commands") != {}


async def test_a_capability_that_is_listed_without_a_version_has_no_definition(
    installed: Installed, simulator: Simulator
) -> None:
    components = simulator.home.devices[Devices.COFFEE_PLUG].item["components"]
    assert isinstance(components, list)
    assert isinstance(components[0], dict)
    capabilities = components[0]["capabilities"]
    assert isinstance(capabilities, list)
    capabilities.append({"id": "vendor.loose"})
    assert await _statuses(installed.api, "/capabilities/vendor.loose/None") == [404, 404, 404]


async def test_a_device_that_is_gone_takes_what_was_derived_along(
    simulator: Simulator, installed: Installed
) -> None:
    path = "/capabilities/tvChannel/1"
    assert (await installed.api.get(path)).status == 200
    for device in list(simulator.home.devices.values()):
        if "tvChannel" in device.status.get("main", {}):
            simulator.home.remove_device(device.device_id)
    assert (await installed.api.get(path)).status == 404


class TestNothingDerived:
    """A cloud without derived definitions."""

    @pytest.fixture
    def simulator_options(self) -> SimulatorOptions:
        """Return such a cloud."""
        return SimulatorOptions(derived_definitions=False)

    async def test_a_capability_of_a_device_may_have_no_definition(
        self, simulator: Simulator, installed: Installed
    ) -> None:
        assert simulator.home.devices[Devices.TELEVISION].status["main"]["tvChannel"]
        path = "/capabilities/tvChannel/1"
        assert await _statuses(installed.api, path) == [404, 404, 404]
        simulator.options.derived_definitions = True
        assert await _statuses(installed.api, path) == [200, 404, 404]


@pytest.mark.parametrize(
    ("values", "schema"),
    [
        (["on", "off", None], {"type": "string"}),
        ([True], {"type": "boolean"}),
        ([1, 2], {"type": "integer"}),
        ([1, 2.5], {"type": "number"}),
        ([{"a": 1}], {"type": "object"}),
        ([["a"], ["b", "c"], []], {"type": "array", "items": {"type": "string"}}),
        ([["a", 1]], {"type": "array", "items": {}}),
        ([None], {}),
        ([True, 1], {}),
        ([], {}),
    ],
)
def test_a_type_is_derived_from_the_values(values: list[Json], schema: JsonObject) -> None:
    assert _value_schema(derive("vendor.magic", 1, {"spell": values}), "spell") == schema
