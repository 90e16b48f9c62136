"""Devices that go offline when they are turned off."""

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
"""Categories of devices whose power button, battery or standby mode also turns off the network.

A washer that is offline is just not in use, and its last values are still valid
(home-assistant/core#146959). Devices that stay connected while they are off, such as fridges, air
conditioners, lights and sensors, are not in the list: if they are offline, there is a problem.
SmartThings does not report which devices go offline. A user can change this with
``options.Offline``.
"""
