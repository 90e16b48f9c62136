"""Words that people wrote in any language, as options, states and presses."""

import pytest

from simulator.devices.device import Json, Readings
from tests.common.world import World

from .conftest import Open, case_with

KOREAN = ["표준", "영화", "선명한", "게임"]
GREEK = ["Φυσικό", "Τυπικό", "Δυναμικό"]


async def test_picture_modes_in_french(opened: Open) -> None:
    """The known values of a recorded television."""
    television = await opened("tv_picture_mode_french")
    select = television.find("select", "Picture mode")
    words = ["Dynamique", "Standard", "Éco", "Cinéma", "FILMMAKER MODE"]
    assert select.options == tuple(words)
    assert select.state == "Éco"
    for word in words:
        sent = await television.sends("select.select_option", select, option=word)
        assert sent == [("main", "custom.picturemode", "setPictureMode", [word])]
        assert television.find("select", "Picture mode").state == word
    await television.reports("custom.picturemode.pictureMode", "Cinéma")
    assert television.find("select", "Picture mode").state == "Cinéma"


@pytest.mark.parametrize(
    ("words", "options"),
    [
        (KOREAN, KOREAN),
        (GREEK, GREEK),
        (["Standard", "Film+", "Film"], ["Standard", "Film+", "Film"]),
        (["Standard", "standard"], ["Standard", "standard"]),
        # Plain words are translated or made readable.
        (["Standard", "FILMMAKER MODE"], ["standard", "filmmaker_mode"]),
        (["Standard", "EyeSaverLow"], ["standard", "Eye saver low"]),
        (["Standard", "Film-Modus"], ["standard", "Film-Modus"]),
        # Words that Home Assistant reserves for states.
        (["Standard", "unknown", "unavailable"], ["standard", "Unknown", "Unavailable"]),
        (["Éco", "unknown", "Unknown"], ["Éco", "Unknown", "Unknown… (2)"]),
    ],
)
async def test_each_picture_mode_is_sent_as_the_television_writes_it(
    world: World, words: list[Json], options: list[str]
) -> None:
    television = await case_with(
        world,
        "Television",
        {
            "switch": {"switch": "on"},
            "audioVolume": {"volume": 3},
            "custom.picturemode": {"pictureMode": words[0], "supportedPictureModes": words},
        },
    )
    select = television.find("select", "Picture mode")
    assert select.options == tuple(options)
    for option, word in zip(options, words, strict=True):
        sent = await television.sends("select.select_option", select, option=option)
        assert sent == [("main", "custom.picturemode", "setPictureMode", [word])]
        assert television.find("select", "Picture mode").state == option


@pytest.mark.parametrize(
    ("listed", "present", "sent"),
    [
        (
            [{"id": "3", "label": "Vacuum & Mop"}, {"id": "4", "name": "Ruhig"}, {"id": "5"}],
            "4",
            {"Vacuum & Mop": "3", "Ruhig": "4", "5": "5"},
        ),
        (
            [{"id": "3", "label": "Mop"}, {"id": "4", "label": "Mop"}, {"label": "Nothing"}, {}],
            "4",
            {"3": "3", "4": "4"},
        ),
    ],
)
async def test_a_mode_with_an_id_is_shown_by_its_name(
    world: World, listed: list[Json], present: str, sent: dict[str, str]
) -> None:
    robot = await case_with(
        world,
        "RobotCleaner",
        {"mode": {"mode": present, "supportedModes": listed, "supportedArguments": listed}},
    )
    select = robot.find("select", "Mode")
    assert select.options == tuple(sent)
    assert sent[str(select.state)] == present
    for option, word in sent.items():
        commands = await robot.sends("select.select_option", select, option=option)
        assert commands == [("main", "mode", "setMode", [word])]
        assert robot.find("select", "Mode").state == option


async def test_an_air_conditioner_with_modes_of_people(world: World) -> None:
    """Modes of Home Assistant stay. Fan modes, swing modes and presets do not change."""
    conditioner = await case_with(
        world,
        "AirConditioner",
        {
            "switch": {"switch": "on"},
            "airConditionerMode": {
                "supportedAcModes": ["Cool", "Heat", "쾌적", "Dry & Clean"],
                "airConditionerMode": "쾌적",
            },
            "airConditionerFanMode": {
                "supportedAcFanModes": ["auto", "강풍", "약풍"],
                "fanMode": "강풍",
            },
            "thermostatCoolingSetpoint": {"coolingSetpoint": 24},
            "temperatureMeasurement": {"temperature": 25},
        },
    )
    climate = conditioner.find("climate")
    attributes = climate.attributes
    assert attributes["hvac_modes"] == ["off", "cool", "heat", "auto"]
    assert attributes["preset_modes"] == ["none", "쾌적", "Dry & Clean"]
    assert (climate.state, attributes["preset_mode"]) == ("auto", "쾌적")
    assert (attributes["fan_modes"], attributes["fan_mode"]) == (["auto", "강풍", "약풍"], "강풍")
    mode, fan = ("main", "airConditionerMode"), ("main", "airConditionerFanMode")
    for action, data, sent in (
        ("set_hvac_mode", {"hvac_mode": "heat"}, (*mode, "setAirConditionerMode", ["Heat"])),
        (
            "set_preset_mode",
            {"preset_mode": "Dry & Clean"},
            (*mode, "setAirConditionerMode", ["Dry & Clean"]),
        ),
        ("set_fan_mode", {"fan_mode": "약풍"}, (*fan, "setFanMode", ["약풍"])),
    ):
        assert await conditioner.sends(f"climate.{action}", climate, **data) == [sent]


@pytest.mark.parametrize(
    ("category", "capabilities", "platform", "expected"),
    [
        (
            "RobotCleaner",
            {
                "robotCleanerMovement": {"robotCleanerMovement": "cleaning"},
                "robotCleanerTurboMode": {"robotCleanerTurboMode": "강력"},
            },
            "vacuum",
            {
                "fan_speed": "강력",
                "fan_speed_list": ["quiet", "normal", "smart", "maximum", "강력"],
            },
        ),
        (
            "Oven",
            {
                "samsungce.lamp": {
                    "brightnessLevel": "extraHigh",
                    "supportedBrightnessLevel": ["off", "low"],
                }
            },
            "light",
            {"brightness": 255},
        ),
    ],
)
async def test_the_present_word_counts_as_offered(
    world: World,
    category: str,
    capabilities: Readings,
    platform: str,
    expected: dict[str, Json],
) -> None:
    case = await case_with(world, category, capabilities)
    attributes = case.find(platform).attributes
    assert expected == {key: attributes[key] for key in expected}


async def test_words_of_home_assistant_stay_among_those_of_people(world: World) -> None:
    """The preset none is that of Home Assistant, whatever the names of the other presets."""
    conditioner = await case_with(
        world,
        "AirConditioner",
        {
            "switch": {"switch": "on"},
            "airConditionerMode": {
                "supportedAcModes": ["cool", "heat"],
                "airConditionerMode": "cool",
            },
            "custom.airConditionerOptionalMode": {
                "supportedAcOptionalMode": ["off", "숙면", "speed"],
                "acOptionalMode": "off",
            },
            "fanOscillationMode": {
                "supportedFanOscillationModes": ["fixed", "세로"],
                "fanOscillationMode": "세로",
            },
            "thermostatCoolingSetpoint": {"coolingSetpoint": 24},
        },
    )
    climate = conditioner.find("climate")
    attributes = climate.attributes
    assert attributes["preset_modes"] == ["none", "숙면", "boost"]
    assert attributes["preset_mode"] == "none"
    assert attributes["swing_modes"] == ["off", "세로"]
    assert attributes["swing_mode"] == "세로"
    optional = ("main", "custom.airConditionerOptionalMode", "setAcOptionalMode")
    swing = ("main", "fanOscillationMode", "setFanOscillationMode")
    for action, data, sent in (
        ("set_preset_mode", {"preset_mode": "숙면"}, (*optional, ["숙면"])),
        ("set_preset_mode", {"preset_mode": "none"}, (*optional, ["off"])),
        ("set_swing_mode", {"swing_mode": "off"}, (*swing, ["fixed"])),
    ):
        assert await conditioner.sends(f"climate.{action}", climate, **data) == [sent]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("washing", "washing"),
        ("Pré-lavage", "Pré-lavage"),
        ("+1", "+1"),
        ("-1", "-1"),
        ("steamDry", "Steam dry"),
    ],
)
async def test_a_word_of_a_sensor_is_shown(world: World, word: str, state: str) -> None:
    """A word with a translation becomes its key."""
    washer = await case_with(
        world,
        "Washer",
        {"washerOperatingState": {"washerJobState": word, "machineState": "run"}},
    )
    job = washer.find("sensor", "Job state")
    assert job.state == state
    assert state in job.options


async def test_presses_with_their_own_names_are_distinguished(world: World) -> None:
    """They differ in the event entity, the trigger and the activity event."""
    listed: list[Json] = ["pushed", "press+", "press-", "눌림", "turnLeft"]
    remote = await case_with(
        world,
        "RemoteController",
        {"button": {"button": None, "supportedButtonValues": listed, "numberOfButtons": 1}},
    )
    heard: list[str] = []
    remote.hass.bus.async_listen(
        "smartthings_smartapp_activity", lambda event: heard.append(event.data["value"])
    )
    event = remote.find("event")
    assert event.options == tuple(listed)
    for word in listed:
        await remote.reports("button.button", word)
        assert remote.find("event").attributes["event_type"] == word
    assert heard == listed


async def test_the_mode_of_a_compartment_does_not_name_the_series_of_the_fridge(
    world: World,
) -> None:
    """Modes that other series have too are the same options, and the word is sent as it is."""
    series = "CV_TTYPE_RF9000A"
    listed: list[Json] = [f"{series}_{mode}" for mode in ("CHEESE", "DRINK", "MEAT", "KIMCHI")]
    readings: Readings = {
        "custom.fridgeMode": {"fridgeMode": listed[1], "supportedFridgeModes": listed}
    }
    fridge = await case_with(world, "Refrigerator", readings)
    mode = fridge.find("select", "Compartment mode")
    assert mode.state == "cv_fdr_beverage"
    assert mode.options == ("cheese", "cv_fdr_beverage", "cv_fdr_meat", "KIMCHI")
    assert [mode.texts[option] for option in mode.options] == [
        "Cheese",
        "Beverages",
        "Meat and fish",
        "KIMCHI",
    ]
    sent = await fridge.sends("select.select_option", mode, option="cv_fdr_meat")
    assert sent == [("main", "custom.fridgeMode", "setFridgeMode", [listed[2]])]
