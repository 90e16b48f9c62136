"""The steps of which the commands in `behaviour` consist.

A step reads the state of the device after the steps before it, and plans effects.
"""

from simulator.devices.device import MAIN, Json, JsonObject

from .command import CommandError, Run, Step, hue_and_saturation

DOOR_SECONDS = 2.0
SHADE_SECONDS = 2.0
LOCK_SECONDS = 0.3
_SHADE_STEPS = 4
_FULL = 100


def sets(attribute: str, *value: Json, capability: str | None = None, after: float = 0.0) -> Step:
    """Write `value`; without it, write the first argument."""

    def step(run: Run) -> None:
        new = value[0] if value else run.arguments[0]
        run.write(attribute, new, capability=capability, after=after)

    return step


def moves(attribute: str, by: float, *, capability: str | None = None) -> Step:
    """Change a number by `by`, within 0 and 100."""

    def step(run: Run) -> None:
        number = run.number(capability or run.capability, attribute) + by
        run.write(attribute, max(0, min(100, number)), capability=capability)

    return step


def cycles(attribute: str, supported: str) -> Step:
    """Change to the next word of a supported list."""

    def step(run: Run) -> None:
        words: list[Json] = [*run.words(supported)]
        if words:
            present = run.read(run.capability, attribute)
            position = words.index(present) + 1 if present in words else 0
            run.write(attribute, words[position % len(words)])

    return step


turns_on = sets("switch", "on", capability="switch")


def set_level(run: Run) -> None:
    """Set a level, and turn a lamp on or off, or move a shade or a valve."""
    if run.has("windowShade"):
        travels_to_argument(run)
        return
    level = run.arguments[0]
    run.write("level", level)
    run.write("switch", "on" if level else "off", capability="switch")
    run.write("valve", "open" if level else "closed", capability="valve")


def set_color(run: Run) -> None:
    """Set hue and saturation; use `hex` if the map has no numbers."""
    color = run.arguments[0]
    wanted: JsonObject = dict(color) if isinstance(color, dict) else {}
    if "hex" in wanted:
        hue, saturation = hue_and_saturation(wanted["hex"], "hex")
        wanted = {"hue": hue, "saturation": saturation, **wanted}
    for attribute in ("hue", "saturation"):
        if attribute in wanted:
            run.write(attribute, wanted[attribute])


def set_color_temperature(run: Run) -> None:
    """Set a color temperature within the lamp's own range."""
    kelvin = run.arguments[0]
    match kelvin, run.read(run.capability, "colorTemperatureRange"):
        case int(wanted), {"minimum": int(low), "maximum": int(high)}:
            kelvin = max(low, min(high, wanted))
    run.write("colorTemperature", kelvin)


def set_fan_speed(run: Run) -> None:
    """Set a speed, and turn the fan on or off."""
    speed = run.arguments[0]
    run.write("fanSpeed", speed)
    run.write("switch", "on" if speed else "off", capability="switch")


def fan_follows_switch(run: Run) -> None:
    """Run a fan that was turned on at its lowest speed at least."""
    if run.number("fanSpeed", "fanSpeed") == 0:
        run.write("fanSpeed", 1, capability="fanSpeed")


def door(moving: str, end: str) -> Step:
    """Move a door for some seconds; its contact sensor follows."""

    def step(run: Run) -> None:
        there = run.read(run.capability, "door") == end
        if not there:
            run.write("door", moving)
        after = 0.0 if there else DOOR_SECONDS
        run.write("door", end, after=after)
        run.write("contact", end, capability="contactSensor", after=after)

    return step


def _shade_word(level: float) -> str:
    return {0: "closed", _FULL: "open"}.get(int(level), "partially open")


def _travel(run: Run, target: float) -> None:
    """Move a shade: word of the movement, levels on the way, then the end position.

    A shade without `windowShadeLevel` has its position in `switchLevel`.
    """
    capability, attribute = _shade_position(run)
    start = run.number(capability, attribute, 0.0)
    way = target - start
    if way:
        moving = "opening" if way > 0 else "closing"
        run.write("windowShade", moving, capability="windowShade")
    seconds = SHADE_SECONDS * abs(way) / _FULL
    for number in range(1, _SHADE_STEPS + 1):
        share = number / _SHADE_STEPS
        level = round(start + way * share)
        run.write(attribute, level, capability=capability, after=seconds * share)
    run.write("windowShade", _shade_word(target), capability="windowShade", after=seconds)


def _shade_position(run: Run) -> tuple[str, str]:
    if run.has("windowShadeLevel"):
        return "windowShadeLevel", "shadeLevel"
    return "switchLevel", "level"


def travels_to(target: float) -> Step:
    """Move a shade to a level."""
    return lambda run: _travel(run, target)


def travels_to_argument(run: Run) -> None:
    """Move a shade to the level in the argument."""
    target = run.arguments[0]
    if isinstance(target, int | float):
        _travel(run, target)


def travels_to_preset(run: Run) -> None:
    """Move a shade to its preset position."""
    _travel(run, run.number("windowShadePreset", "position", 50))


def stops_travelling(run: Run) -> None:
    """Stop a shade at its current position."""
    capability, attribute = _shade_position(run)
    level = run.number(capability, attribute)
    run.write(attribute, level, capability=capability)
    run.write("windowShade", _shade_word(level), capability="windowShade")


def heats_or_cools(run: Run) -> None:
    """Derive the operating state from mode, setpoints and temperature."""
    mode = run.read("thermostatMode", "thermostatMode")
    temperature = run.number("temperatureMeasurement", "temperature", 20)
    heating = run.number("thermostatHeatingSetpoint", "heatingSetpoint", temperature)
    cooling = run.number("thermostatCoolingSetpoint", "coolingSetpoint", temperature)
    state = "idle"
    if mode in {"heat", "auto", "emergency heat"} and temperature < heating:
        state = "heating"
    elif mode in {"cool", "auto"} and temperature > cooling:
        state = "cooling"
    run.write("thermostatOperatingState", state, capability="thermostatOperatingState")


def needs_remote_control(run: Run) -> None:
    """Reject with 409 if remote control is off at the appliance (platform reference 8.4).

    A component without this attribute uses that of the appliance.
    """
    own = run.read("remoteControlStatus", "remoteControlEnabled")
    if (own or run.device.value(MAIN, "remoteControlStatus", "remoteControlEnabled")) == "false":
        raise CommandError(409, "ConflictError", "", "invalid device state")


def requests_drlc(run: Run) -> None:
    """Start a demand response."""
    names = ("drlcType", "drlcLevel", "start", "duration")
    status: JsonObject = dict(zip(names, run.arguments, strict=False))
    run.write("drlcStatus", status | {"override": False})


def overrides_drlc(run: Run) -> None:
    """Override the running demand response, or cancel the override."""
    status = run.read(run.capability, "drlcStatus")
    override: JsonObject = {"override": run.arguments[0]}
    run.write("drlcStatus", (status if isinstance(status, dict) else {}) | override)
