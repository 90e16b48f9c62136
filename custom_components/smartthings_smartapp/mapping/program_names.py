"""Names for the codes of programs, by the table of the machine that the codes are from.

The API has the codes only. These names are facts that owners reported, who selected each program
at the machine and read the code:

- Washers, ``Table_00``: issues 357 and 489 and pull request 409 of github.com/mbillow/localthings,
  and the names in Jeedom's plugin for SmartThings.
- Washers, ``Table_02``: issues 80, 113 and 464 and pull request 41 of the same project, and the
  names in FHEM's module ``48_SST`` and in Jeedom's plugin, which agree.
- Dryers, ``Table_00``: issues 357 and 394. Dryers, ``Table_03``: issues 80, 113 and 464, and the
  texts of that project.

A code that is missing here is shown as a code, until the user names it. A name is never taken from
another table: ``70`` is heavy duty in one table, and towels in another.
"""

from collections.abc import Iterable, Mapping
from typing import Final


def _table(**codes: str) -> Mapping[str, str]:
    """Return names by code, from the codes of each name."""
    return {code: name for name, listed in codes.items() for code in listed.split()}


NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "washer Table_00": _table(
        activewear="74",
        baby_care="5F",
        bedding="66 71 D6",
        colors="61",
        cotton="5B D0",
        dark_garments="D9",
        delicates="5E 75 D3",
        drain_spin="BA",
        drum_clean="63 D5",
        eco_cotton="68 D1",
        heavy_duty="70",
        jeans="6C",
        normal="01",
        outdoor="60 D7",
        perm_press="77",
        quick_wash="78",
        quick_wash_15="DC",
        rinse_spin="64 73 D4",
        sanitize="72",
        self_clean="57",
        spin_only="6B",
        super_eco_wash="5D DA",
        super_speed="5C DB",
        synthetics="67 D2",
        whites="55",
        wool="65 D8",
    ),
    "washer Table_02": _table(
        activewear="2F 55",
        ai_wash="2B 8C",
        air_wash="37",
        baby_care="2E",
        bedding="24 56",
        cloudy_day="30",
        colors="21 65",
        cotton="1B",
        cotton_dry="38",
        delicates="26 57",
        denim="66",
        drain_spin="28",
        drum_clean="29 3A",
        eco_40_60="1C",
        eco_cold="52",
        eco_cotton="35",
        heavy_duty="53",
        hygiene_steam="20",
        intense_cold="1F 8F",
        jeans="2A",
        mixed_load="34",
        normal="01",
        outdoor="23",
        quick_wash_15="1E",
        rinse_spin="27 5E",
        self_clean="60",
        shirts="32",
        silent_wash="2D",
        small_load="5B",
        steam_normal="85",
        steam_sanitize="5A",
        steam_whites="64",
        super_speed="1D 51",
        synthetics="25",
        synthetics_dry="39",
        towels="33 54",
        wash_and_dry="36",
        wool="22",
    ),
    "dryer Table_00": _table(
        activewear="A3",
        air_fluff="A0",
        air_wash="CA",
        bedding="A5",
        cool_air="96",
        cotton="9A",
        delicates="A2 EB",
        heavy_duty="9C",
        iron_dry="93",
        mixed_load="99",
        normal="01",
        outdoor="D7",
        perm_press="9E",
        quick_dry="A6",
        quick_dry_35="98",
        refresh="27",
        steam_sanitize="9B",
        super_speed="DB",
        synthetics="B6",
        time_dry="7F A4",
        warm_air="97",
        wool="B5",
    ),
    "dryer Table_03": _table(
        activewear="30",
        ai_dry="29",
        air_fluff="36",
        air_wash="26",
        bedding="1B",
        cool_air="24",
        cotton="16",
        delicates="19",
        heavy_duty="2F",
        hygiene_care="21",
        iron_dry="20",
        mixed_load="1F",
        normal="01",
        outdoor="1E",
        perm_press="32",
        quick_dry_35="23",
        shirts="1C",
        silent_dry="22",
        small_load="3E",
        steam_refresh="34",
        steam_sanitize="33",
        super_speed="17",
        synthetics="18",
        time_dry="06 27",
        towels="1D",
        warm_air="25",
        wool="1A",
        wrinkle_away="35",
    ),
}
"""The option of each code, by kind of machine and id of the table."""


def words_of(*machines: str) -> list[str]:
    """Return the options with a translation, of all tables of kinds of machines."""
    tables = (names for table, names in NAMES.items() if table.partition(" ")[0] in machines)
    return sorted({word for names in tables for word in names.values()})


def distinct_names(
    codes: Iterable[str], known: Mapping[str, str], given: Mapping[str, str]
) -> dict[str, str]:
    """Return the option of each code that has a name; no two codes have the same option.

    ``given`` are the names of the user, which precede the known ones. The second of two equal
    names of the user gets its code, and the second of two known names is shown as its code.
    """
    codes = tuple(codes)
    found: dict[str, str] = {}
    used = {code.casefold() for code in codes}
    for code in codes:
        if name := given.get(code):
            name = f"{name} ({code})" if name.casefold() in used else name
            used.add(name.casefold())
            found[code] = name
    for code in codes:
        if code not in found and (name := known.get(code)) and name not in used:
            used.add(name)
            found[code] = name
    return found
