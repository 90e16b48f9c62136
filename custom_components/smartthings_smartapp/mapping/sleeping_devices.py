"""Devices that the cloud loses sight of when a person merely turns them off."""

from .vocabulary import Category

SLEEPERS: frozenset[str] = frozenset(
    {
        # laundry
        Category.CLOTHING_CARE_MACHINE,
        Category.DISHWASHER,
        Category.DRYER,
        Category.SHOES_CARE_MACHINE,
        Category.WASHER,
        # cooking
        Category.COFFEE_MAKER,
        Category.COOKTOP,
        Category.MICROWAVE,
        Category.OVEN,
        Category.RANGE,
        Category.RICE_COOKER,
        Category.STOVE,
        # screens and sound
        Category.BLU_RAY_PLAYER,
        Category.HOME_THEATER,
        Category.NETWORK_AUDIO,
        Category.PROJECTOR,
        Category.RECEIVER,
        Category.SET_TOP,
        Category.SMART_MONITOR,
        Category.TELEVISION,
        # cleaning
        Category.ROBOT_CLEANER,
        Category.STICK_VACUUM_CLEANER,
        # office
        Category.PRINTER,
        Category.PRINTER_MULTI_FUNCTION,
        Category.SCANNER,
    }
)
"""Categories of appliances with a button, a battery or a standby that takes their network, too.

That a washer is offline says no more than that nobody uses it, and its last values are still right
(home-assistant/core#146959). Where a fridge, an air conditioner, a lamp or a sensor is offline,
something is wrong: what stays connected while it is off is not among them. SmartThings does not say
which devices sleep, so the choice is ours; ``options.Offline`` lets a person choose otherwise.
"""
