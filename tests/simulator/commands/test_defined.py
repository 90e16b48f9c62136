"""Commands of capabilities that only have a definition (platform reference 8.4)."""

import json

import pytest

from simulator import Simulator
from simulator.commands.behaviour import TABLE, effects
from simulator.commands.command import CommandError
from simulator.devices.device import Json, JsonObject, Reading, Readings, make_device
from simulator.devices.home import Action, HomeEvent
from simulator.devices.ids import HOME_LOCATION
from tests.simulator.parties import Developer, Installed, Reply, at, text_at

CAPABILITY = "vendor.lantern"
DEVICE = "lantern"
PATH = f"/devices/{DEVICE}/commands"

READINGS: Readings = {
    CAPABILITY: {
        "glow": Reading(value=10, unit="%"),
        "hue": 0.5,
        "scene": "calm",
        "lit": False,
        "motto": "",
    }
}


def _attribute(schema: Json, **members: Json) -> JsonObject:
    properties: JsonObject = {"value": schema}
    return {"schema": {"type": "object", "properties": properties}, "enumCommands": [], **members}


def _argument(name: str, schema: Json, *, optional: bool = False) -> JsonObject:
    return {"name": name, "optional": optional, "schema": schema}


def _command(name: str, *arguments: Json) -> JsonObject:
    return {"name": name, "arguments": [*arguments], "sensitive": False}


_SCENES: Json = ["calm", "wild", "5 min"]
_NUMBER: Json = {"type": "number"}
_WHOLE: Json = {"type": "integer"}
_TEXT: Json = {"type": "string"}
_MOTTO: Json = {"type": "string", "minLength": 2, "maxLength": 5, "pattern": "^[a-z]+$"}
_FLAG: Json = {"type": "boolean"}

DEFINITION: JsonObject = {
    "id": CAPABILITY,
    "version": 1,
    "attributes": {
        "glow": _attribute(_WHOLE, setter="setGlow"),
        "hue": _attribute(_NUMBER, setter="setHue"),
        "scene": _attribute(
            {"type": "string", "enum": _SCENES},
            setter="setScene",
            enumCommands=[
                {"command": "calmDown", "value": "calm"},
                {"command": "goWild", "value": "wild"},
            ],
        ),
        "lit": _attribute(
            _FLAG,
            setter="setLit",
            enumCommands=[
                {"command": "light", "value": "true"},
                {"command": "quench", "value": False},
            ],
        ),
        "motto": _attribute(_TEXT, setter="setMotto"),
    },
    "commands": {
        "setGlow": _command(
            "setGlow",
            _argument("glow", {"type": "integer", "minimum": 0, "maximum": 100}),
            _argument("seconds", _NUMBER, optional=True),
        ),
        "setHue": _command(
            "setHue", _argument("hue", {"type": "number", "minimum": -0.5, "maximum": 1.0})
        ),
        "setScene": _command("setScene", _argument("scene", {"type": "string", "enum": _SCENES})),
        "setLit": _command("setLit", _argument("lit", _FLAG)),
        "setMotto": _command("setMotto", _argument("motto", _MOTTO, optional=True)),
        "calmDown": _command("calmDown"),
        "goWild": _command("goWild"),
        "light": _command("light"),
        "quench": _command("quench"),
        "ignite": _command("ignite"),
        "pour": _command(
            "pour",
            _argument("what", {"enum": [1, "oil", None]}),
            _argument("how", {"type": "object", "maximum": 1}, optional=True),
            _argument("often", {"type": "array"}, optional=True),
        ),
        "mix": _command("mix", _argument("a", {}, optional=True), _argument("b", _WHOLE)),
    },
}


@pytest.fixture(autouse=True)
def _lantern(simulator: Simulator) -> None:
    """Add a device to the home whose capability has a definition, but is not in the table."""
    device = make_device(
        DEVICE, "Lantern", location_id=HOME_LOCATION, components={"main": READINGS}
    )
    simulator.home.add_device(device)
    simulator.define(DEFINITION)


def _asked(command: str, arguments: tuple[Json, ...]) -> JsonObject:
    return {"capability": CAPABILITY, "command": command, "arguments": [*arguments]}


async def _send(installed: Installed, command: str, *arguments: Json) -> Reply:
    return await installed.api.post(PATH, {"commands": [_asked(command, arguments)]})


def _values(simulator: Simulator) -> JsonObject:
    """Return the present values of the lantern."""
    status = simulator.home.devices[DEVICE].status["main"][CAPABILITY]
    return {attribute: entry["value"] for attribute, entry in status.items()}


def _problem(reply: Reply) -> tuple[str, str]:
    """Return target and message of an error in the format of the platform."""
    assert reply.status == 422, reply.text
    error = at(reply.json, "error")
    assert (at(error, "code"), at(error, "message")) == (
        "ConstraintViolationError",
        "The request is malformed.",
    )
    detail = at(error, "details", 0)
    assert at(detail, "code") == "UnprocessableEntityError"
    target = text_at(detail, "target")
    return target.removeprefix("commands[0]"), text_at(detail, "message").removeprefix(
        f"{target}: "
    )


@pytest.mark.parametrize(
    ("command", "arguments", "attribute", "value"),
    [
        ("setGlow", (0,), "glow", 0),
        ("setGlow", (100, 2.5), "glow", 100),
        ("setHue", (-0.5,), "hue", -0.5),
        ("setHue", (1,), "hue", 1),
        ("setScene", ("5 min",), "scene", "5 min"),
        ("setLit", (True,), "lit", True),
        ("setMotto", ("burn",), "motto", "burn"),
        ("goWild", (), "scene", "wild"),
        ("light", (), "lit", True),
    ],
)
async def test_a_command_writes_what_the_definition_lets_one_expect(
    simulator: Simulator,
    installed: Installed,
    command: str,
    arguments: tuple[Json, ...],
    attribute: str,
    value: Json,
) -> None:
    """A setter writes its first argument, a command of an enumeration its value."""
    before = _values(simulator)
    reply = await _send(installed, command, *arguments)
    assert (reply.status, at(reply.json, "results", 0, "status")) == (200, "ACCEPTED")
    await simulator.settle()
    assert _values(simulator) == before | {attribute: value}
    assert type(_values(simulator)[attribute]) is type(value)
    assert simulator.commands[-1].commands == [_asked(command, arguments)]


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("ignite", ()),
        ("pour", (1,)),
        ("pour", (None, {"any": 9})),
        ("pour", ("oil", {}, [1])),
        ("setMotto", ()),
        ("mix", ("x", 1)),
    ],
)
async def test_a_command_that_sets_nothing_is_accepted(
    simulator: Simulator, installed: Installed, command: str, arguments: tuple[Json, ...]
) -> None:
    before = _values(simulator)
    assert (await _send(installed, command, *arguments)).status == 200
    await simulator.settle()
    assert _values(simulator) == before


async def test_a_value_keeps_its_unit(simulator: Simulator, installed: Installed) -> None:
    assert (await _send(installed, "setGlow", 55)).status == 200
    await simulator.settle()
    entry = simulator.home.devices[DEVICE].status["main"][CAPABILITY]["glow"]
    assert (entry["value"], entry["unit"]) == (55, "%")


async def test_the_same_value_again_is_reported_as_no_change(
    simulator: Simulator, installed: Installed
) -> None:
    """Like every other command."""
    events: list[HomeEvent] = []
    simulator.home.listen(events.append)
    for command in ("setScene", "calmDown"):
        await _send(installed, command, *(["calm"] if command == "setScene" else []))
    await _send(installed, "goWild")
    await simulator.settle()
    assert [(at(event.payload, "value"), at(event.payload, "stateChange")) for event in events] == [
        ("calm", False),
        ("calm", False),
        ("wild", True),
    ]


@pytest.mark.parametrize(
    ("command", "arguments", "place", "problem"),
    [
        ("explode", (), ".command", "explode is not supported"),
        ("setGlow", (), ".arguments", "there must be a minimum of 1 items in the array"),
        ("setGlow", (1, 2, 3), ".arguments", "there must be a maximum of 2 items in the array"),
        ("ignite", (1,), ".arguments", "there must be a maximum of 0 items in the array"),
        ("light", (True,), ".arguments", "there must be a maximum of 0 items in the array"),
        ("mix", (1,), ".arguments", "there must be a minimum of 2 items in the array"),
        ("setGlow", (101,), ".arguments[0]", "must have a maximum value of 100"),
        ("setGlow", (-1,), ".arguments[0]", "must have a minimum value of 0"),
        ("setGlow", (1.5,), ".arguments[0]", "number found, integer expected"),
        ("setGlow", (True,), ".arguments[0]", "boolean found, integer expected"),
        ("setGlow", (None,), ".arguments[0]", "null found, integer expected"),
        ("setGlow", (1, "slow"), ".arguments[1]", "string found, number expected"),
        ("setHue", (1.25,), ".arguments[0]", "must have a maximum value of 1"),
        ("setHue", (-0.75,), ".arguments[0]", "must have a minimum value of -0.5"),
        (
            "setScene",
            ("loud",),
            ".arguments[0]",
            "does not have a value in the enumeration [calm, wild, 5 min]",
        ),
        ("setLit", ("true",), ".arguments[0]", "string found, boolean expected"),
        ("setLit", (1,), ".arguments[0]", "integer found, boolean expected"),
        ("setMotto", ("a",), ".arguments[0]", "must be at least 2 characters long"),
        ("setMotto", ("abcdef",), ".arguments[0]", "may only be 5 characters long"),
        ("setMotto", ("A b",), ".arguments[0]", "does not match the regex pattern ^[a-z]+$"),
        (
            "pour",
            (True,),
            ".arguments[0]",
            "does not have a value in the enumeration [1, oil, null]",
        ),
        ("pour", (1, []), ".arguments[1]", "array found, object expected"),
        ("pour", (1, {}, {}), ".arguments[2]", "object found, array expected"),
    ],
)
async def test_what_the_definition_does_not_allow_is_refused(
    simulator: Simulator,
    installed: Installed,
    command: str,
    arguments: tuple[Json, ...],
    place: str,
    problem: str,
) -> None:
    before = _values(simulator)
    assert _problem(await _send(installed, command, *arguments)) == (place, problem)
    await simulator.settle()
    assert _values(simulator) == before
    assert not simulator.commands


async def test_one_wrong_command_refuses_them_all(
    simulator: Simulator, installed: Installed
) -> None:
    commands: Json = [_asked("setGlow", (50,)), _asked("setGlow", (101,))]
    reply = await installed.api.post(PATH, {"commands": commands})
    assert at(reply.json, "error", "details", 0, "target") == "commands[1].arguments[0]"
    await simulator.settle()
    assert _values(simulator)["glow"] == 10


async def test_a_device_that_is_offline_refuses_what_would_be_right(
    simulator: Simulator, installed: Installed
) -> None:
    simulator.home.set_health(DEVICE, "OFFLINE")
    assert (await _send(installed, "setGlow", 1)).status == 409


def _with(**members: Json) -> JsonObject:
    """Return a definition of a command `go` with one argument that sets `glow`, with changes."""
    return {
        "attributes": {"glow": {"setter": "go"}},
        "commands": {"go": {"arguments": [{}]}},
        **members,
    }


def _with_schema(**schema: Json) -> JsonObject:
    return _with(commands={"go": {"arguments": [{"schema": {**schema}}]}})


@pytest.mark.parametrize(
    "broken",
    [
        None,
        7,
        "what",
        [],
        ["commands"],
        {},
        {"commands": None},
        {"commands": "go"},
        {"commands": ["go"]},
        {"commands": {"go": None}},
        {"commands": {"go": []}},
        _with(commands={"go": {"arguments": None}}),
        _with(commands={"go": {"arguments": {"0": {}}}}),
        _with(commands={"go": {"arguments": ["glow"]}}),
        _with(commands={"go": {"arguments": [{"optional": "no"}]}}),
        _with(commands={"go": {"arguments": [{"schema": None}]}}),
        _with(commands={"go": {"arguments": [{"schema": "integer"}]}}),
        _with(commands={"go": {}}),
        _with(attributes=None),
        _with(attributes=["glow"]),
        _with(attributes={"glow": {"enumCommands": [{"command": "go"}]}}),
        _with_schema(type=None),
        _with_schema(type="colour"),
        _with_schema(type=["integer"]),
        _with_schema(type={}),
        _with_schema(enum="1"),
        _with_schema(enum={"1": 1}),
        _with_schema(minimum="0"),
        _with_schema(minimum=None),
        _with_schema(maximum=True),
        _with_schema(maximum=[]),
        _with_schema(minLength="1"),
        _with_schema(maxLength={}),
        _with_schema(pattern=7),
        _with_schema(pattern="("),
        _with_schema(pattern="a{99999999999999999999}"),
        _with_schema(pattern="(" * 20000 + ")" * 20000),
    ],
    ids=lambda broken: json.dumps(broken)[:60],
)
async def test_a_command_of_a_broken_definition_is_refused(
    simulator: Simulator, installed: Installed, broken: Json
) -> None:
    simulator.define(broken, under=(CAPABILITY, 1))
    assert _problem(await _send(installed, "go", 1)) == (".command", "go is not supported")


@pytest.mark.parametrize(
    "definition",
    [
        _with(),
        _with(id=7, name=None, version="1"),
        _with(attributes={"glow": {"setter": "go", "enumCommands": 7, "schema": "x"}, "hue": []}),
        _with(attributes={"glow": {"setter": "go", "enumCommands": [7, {"command": []}]}}),
        _with(commands={"stay": None, "go": {"arguments": [{}]}}),
        _with_schema(title=7, format={}),
        _with_schema(pattern="[[a]"),
        _with_schema(enum=[[], {}, 1.0]),
    ],
)
async def test_faults_that_do_not_concern_a_command_do_not_matter(
    simulator: Simulator, installed: Installed, definition: Json
) -> None:
    simulator.define(definition, under=(CAPABILITY, 1))
    assert (await _send(installed, "go", 1)).status == 200
    await simulator.settle()
    assert _values(simulator)["glow"] == 1


async def test_a_command_may_set_several_attributes(
    simulator: Simulator, installed: Installed
) -> None:
    """Also an attribute that was not reported before."""
    attributes: Json = {
        "glow": {"setter": "go"},
        "fresh": {"setter": "go"},
        "scene": {"enumCommands": [{"command": "go", "value": "wild"}]},
    }
    simulator.define(_with(attributes=attributes), under=(CAPABILITY, 1))
    await _send(installed, "go", 7)
    await simulator.settle()
    found = _values(simulator)
    assert (found["glow"], found["fresh"], found["scene"]) == (7, 7, "wild")


@pytest.mark.parametrize(
    ("stated", "schema", "value"),
    [
        ("true", _FLAG, True),
        ("false", _FLAG, False),
        (True, _FLAG, True),
        ("perhaps", _FLAG, "perhaps"),
        ("true", _TEXT, "true"),
        (3, _WHOLE, 3),
        (None, {}, None),
    ],
)
async def test_only_a_boolean_is_read_out_of_text(
    simulator: Simulator, installed: Installed, stated: Json, schema: Json, value: Json
) -> None:
    attribute = _attribute(schema, enumCommands=[{"command": "go", "value": stated}])
    definition = _with(attributes={"lit": attribute}, commands={"go": {}})
    simulator.define(definition, under=(CAPABILITY, 1))
    await _send(installed, "go")
    await simulator.settle()
    assert _values(simulator)["lit"] is value


async def test_the_version_that_the_device_has_decides(
    simulator: Simulator, installed: Installed
) -> None:
    """In the component of the command."""
    device = make_device(
        "lantern-2",
        "Lantern",
        location_id=HOME_LOCATION,
        components={"main": READINGS},
        versions={CAPABILITY: 2},
    )
    simulator.home.add_device(device)
    body: JsonObject = {"commands": [_asked("setGlow", (50,))]}
    path = "/devices/lantern-2/commands"
    assert _problem(await installed.api.post(path, body)) == (
        ".command",
        "setGlow is not supported",
    )
    brighter = _argument("glow", {"type": "integer", "minimum": 60})
    commands: Json = {"setGlow": _command("setGlow", brighter)}
    simulator.define({**DEFINITION, "version": 2, "commands": commands})
    assert _problem(await installed.api.post(path, body)) == (
        ".arguments[0]",
        "must have a minimum value of 60",
    )
    assert (await _send(installed, "setGlow", 50)).status == 200


@pytest.mark.parametrize("version", [None, "1", 1.5])
async def test_a_device_that_does_not_say_its_version_has_no_definition(
    simulator: Simulator, installed: Installed, version: Json
) -> None:
    listed = at(simulator.home.devices[DEVICE].item, "components", 0, "capabilities", 0)
    assert isinstance(listed, dict)
    listed["version"] = version
    assert _problem(await _send(installed, "setGlow", 1))[0] == ".command"


async def test_a_capability_that_the_device_does_not_list_has_no_definition(
    simulator: Simulator, installed: Installed
) -> None:
    simulator.home.devices[DEVICE].item["components"] = []
    assert _problem(await _send(installed, "setGlow", 1))[0] == ".command"


async def test_what_was_derived_has_no_commands(simulator: Simulator, installed: Installed) -> None:
    device = make_device(
        "gadget", "Gadget", location_id=HOME_LOCATION, components={"main": {"vendor.x": {"a": 1}}}
    )
    simulator.home.add_device(device)
    body: JsonObject = {"commands": [{"capability": "vendor.x", "command": "setA"}]}
    reply = await installed.api.post("/devices/gadget/commands", body)
    assert _problem(reply) == (".command", "setA is not supported")


async def test_hand_written_definitions_are_obeyed(
    simulator: Simulator, installed: Installed
) -> None:
    capability = "legendabsolute60149.forcedOnLevel"
    assert capability not in TABLE
    device = make_device(
        "dimmer",
        "Dimmer",
        location_id=HOME_LOCATION,
        components={"main": {capability: {"forcedOnLevel": 0}}},
    )
    simulator.home.add_device(device)
    command: JsonObject = {"capability": capability, "command": "setForcedOnLevel"}
    path = "/devices/dimmer/commands"
    for argument, status in ((40, 200), (101, 422)):
        body: JsonObject = {"commands": [{**command, "arguments": [argument]}]}
        assert (await installed.api.post(path, body)).status == status
    await simulator.settle()
    assert device.value("main", capability, "forcedOnLevel") == 40


async def test_the_table_has_the_last_word_on_what_it_knows(
    simulator: Simulator, installed: Installed, developer: Developer
) -> None:
    """A definition neither adds a command to it nor removes one."""
    definition: JsonObject = _with(attributes={"switch": {"setter": "go"}})
    simulator.define(definition, under=("switch", 1))
    device = make_device(
        "plug", "Plug", location_id=HOME_LOCATION, components={"main": {"switch": {"switch": "on"}}}
    )
    simulator.home.add_device(device)
    assert at((await developer.api.get("/capabilities/switch/1")).json, "commands", "go")
    for command, status in (("go", 422), ("off", 200)):
        arguments: Json = [1] if command == "go" else []
        body: JsonObject = {
            "commands": [{"capability": "switch", "command": command, "arguments": arguments}]
        }
        assert (await installed.api.post("/devices/plug/commands", body)).status == status
    await simulator.settle()
    assert device.value("main", "switch", "switch") == "off"


async def test_a_scene_does_it_too(simulator: Simulator, installed: Installed) -> None:
    action = Action(device_id=DEVICE, command=_asked("setScene", ("wild",)))
    scene_id = simulator.home.add_scene(HOME_LOCATION, "Party", [action])
    path = f"/scenes/{scene_id}/execute"
    assert (await installed.api.post(path, {}, ("locationId", HOME_LOCATION))).status == 200
    await simulator.settle()
    assert _values(simulator)["scene"] == "wild"


def test_a_command_without_a_definition_is_not_supported() -> None:
    device = make_device(
        DEVICE, "Lantern", location_id=HOME_LOCATION, components={"main": READINGS}
    )
    with pytest.raises(CommandError, match="setGlow is not supported"):
        effects(device, _asked("setGlow", (1,)), 0)
