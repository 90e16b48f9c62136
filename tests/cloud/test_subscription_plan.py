"""The smallest number of subscriptions for all events (platform reference 6)."""

import random
import re
from itertools import combinations

import pytest

from custom_components.smartthings_smartapp.cloud.json_types import Json, JsonObject
from custom_components.smartthings_smartapp.cloud.subscription_plan import (
    DeviceCapability,
    ExistingSubscription,
    SourceType,
    Subscription,
    SubscriptionChanges,
    SubscriptionPlan,
    make_plan,
    ordered_steps,
    parse_existing,
    subscription_changes,
)

LOCATION_LEVEL = ("DEVICE_LIFECYCLE", "DEVICE_HEALTH", "MODE", "SCENE_LIFECYCLE")


def _plan(
    pairs: set[DeviceCapability],
    *,
    location_level: tuple[str, ...] = (),
    every_report: frozenset[str] = frozenset(),
    ceiling: int = 40,
) -> SubscriptionPlan:
    return make_plan(
        dict.fromkeys(pairs, 1),
        location_id="home",
        location_level=location_level,
        every_report=every_report,
        ceiling=ceiling,
    )


def _device(device_id: str, *, state_change_only: bool = True) -> Subscription:
    return Subscription(
        source_type=SourceType.DEVICE, device_id=device_id, state_change_only=state_change_only
    )


def _capability(capability: str, *, state_change_only: bool = True) -> Subscription:
    return Subscription(
        source_type=SourceType.CAPABILITY,
        location_id="home",
        capability=capability,
        state_change_only=state_change_only,
    )


def _covered(
    pairs: set[DeviceCapability], subscriptions: tuple[Subscription, ...]
) -> set[DeviceCapability]:
    devices = {item.device_id for item in subscriptions if item.source_type == "DEVICE"}
    capabilities = {item.capability for item in subscriptions if item.source_type == "CAPABILITY"}
    return {pair for pair in pairs if pair[0] in devices or pair[1] in capabilities}


def _best(pairs: set[DeviceCapability]) -> tuple[int, int]:
    """Return the size of the smallest cover and its largest number of capabilities."""
    vertices = [(0, name) for name in {pair[0] for pair in pairs}]
    vertices += [(1, name) for name in {pair[1] for pair in pairs}]
    for size in range(len(vertices) + 1):
        covers = [
            cover
            for cover in map(set, combinations(vertices, size))
            if all((0, pair[0]) in cover or (1, pair[1]) in cover for pair in pairs)
        ]
        if covers:
            return size, max(sum(side for side, _ in cover) for cover in covers)
    raise AssertionError


def _chance(seed: int) -> random.Random:
    """Return a source of random locations, which are the same in every run."""
    return random.Random(seed)  # noqa: S311 (nothing secret)


def _home(chance: random.Random) -> set[DeviceCapability]:
    """Return a small location of random size and density."""
    density = chance.random()
    return {
        DeviceCapability(f"device-{device}", f"capability-{capability}")
        for device in range(chance.randint(1, 6))
        for capability in range(6)
        if chance.random() < density
    }


def test_no_set_of_subscriptions_is_smaller_than_the_planned_one() -> None:
    """All sets are compared for small locations of every density."""
    for seed in range(300):
        pairs = _home(_chance(seed))
        plan = _plan(pairs)
        kinds = [item.source_type for item in plan.subscriptions]
        found = (len(kinds), kinds.count(SourceType.CAPABILITY))
        assert (seed, *found) == (seed, *_best(pairs))
        assert _covered(pairs, plan.subscriptions) == pairs
        assert plan.polled == frozenset()


def test_a_plan_under_a_low_ceiling_names_exactly_the_uncovered_pairs() -> None:
    """They have to be polled, and no subscription is left unused."""
    for seed in range(300):
        chance = _chance(seed)
        pairs = _home(chance)
        ceiling = chance.randint(0, 5)
        plan = _plan(pairs, ceiling=ceiling)
        assert len(plan.subscriptions) == min(ceiling, _best(pairs)[0])
        assert plan.polled == pairs - _covered(pairs, plan.subscriptions)


def test_the_same_location_has_the_same_plan_in_any_order() -> None:
    """Otherwise a restart would change the subscriptions."""
    pairs = [DeviceCapability(f"device-{n % 17}", f"capability-{n % 23}") for n in range(0, 400, 3)]
    for ceiling in (8, 40):
        plan = _plan(set(pairs), ceiling=ceiling)
        for seed in range(5):
            _chance(seed).shuffle(pairs)
            shuffled = make_plan(
                dict.fromkeys(pairs, 1),
                location_id="home",
                location_level=(),
                every_report=(),
                ceiling=ceiling,
            )
            assert shuffled == plan


def test_a_plan_mixes_both_kinds_if_that_is_smaller() -> None:
    """An appliance with many capabilities and many simple sensors get one subscription each."""
    pairs = {DeviceCapability("washer", f"samsungce.{number}") for number in range(30)}
    pairs |= {DeviceCapability(f"sensor-{number}", "battery") for number in range(30)}
    plan = _plan(pairs)
    assert plan.subscriptions == (_capability("battery"), _device("washer"))


def test_a_capability_is_preferred_if_both_kinds_are_equal() -> None:
    """It does not change when another device with it is added."""
    assert _plan({DeviceCapability("lamp", "switch")}).subscriptions == (_capability("switch"),)


def test_the_subscriptions_that_cover_most_are_kept_under_the_ceiling() -> None:
    """The other pairs are polled."""
    pairs = {DeviceCapability("washer", f"samsungce.{number}") for number in range(3)}
    pairs |= {DeviceCapability(f"lamp-{number}", "switch") for number in range(2)}
    pairs.add(DeviceCapability("lock", "lock"))
    assert _plan(pairs, ceiling=2) == SubscriptionPlan(
        (_capability("switch"), _device("washer")),
        frozenset({DeviceCapability("lock", "lock")}),
        frozenset(pairs),
    )


def test_covered_pairs_do_not_count_twice() -> None:
    """The washer has more pairs than the lamp only until its switch is covered."""
    pairs = {DeviceCapability(device, "switch") for device in ("a washer", "b", "c")}
    pairs |= {
        DeviceCapability("a washer", "job"),
        DeviceCapability("lock", "lock"),
        DeviceCapability("lock", "battery"),
    }
    plan = _plan(pairs, ceiling=2)
    assert plan.subscriptions == (_capability("switch"), _device("lock"))
    assert plan.polled == {DeviceCapability("a washer", "job")}


def test_urgency_has_priority_over_the_number_of_pairs() -> None:
    """A leak that is polled half an hour later has caused damage."""
    leak = DeviceCapability("leak", "waterSensor")
    pairs = {leak, *(DeviceCapability("meter", f"value {number}") for number in range(3))}
    plan = make_plan(
        {**dict.fromkeys(pairs, 1), leak: 16},
        location_id="home",
        location_level=(),
        every_report=(),
        ceiling=1,
    )
    assert plan.pushes(leak)
    assert plan.polled == pairs - {leak}


def test_subscriptions_of_the_location_come_first_and_count() -> None:
    """They are few, and no device has their events."""
    pairs = {DeviceCapability("lamp", "switch"), DeviceCapability("lock", "lock")}
    plan = _plan(pairs, location_level=LOCATION_LEVEL, ceiling=5)
    kinds = [item.source_type.value for item in plan.subscriptions]
    assert kinds == [*sorted(LOCATION_LEVEL), "CAPABILITY"]
    assert plan.polled == {DeviceCapability("lamp", "switch")}
    crowded = _plan(pairs, location_level=LOCATION_LEVEL, ceiling=3)
    assert len(crowded.subscriptions) == 4
    assert crowded.polled == pairs


def test_an_unknown_source_type_is_an_error_of_the_caller() -> None:
    """It never comes from the cloud."""
    with pytest.raises(ValueError, match="WEATHER"):
        _plan(set(), location_level=("WEATHER",))


def test_every_press_of_a_button_is_subscribed() -> None:
    """Two equal presses are two reports of the same value."""
    pairs = {
        DeviceCapability("remote", "button"),
        DeviceCapability("switch", "button"),
        DeviceCapability("lamp", "switch"),
    }
    plan = _plan(pairs, every_report=frozenset({"button"}))
    assert plan.subscriptions == (
        _capability("button", state_change_only=False),
        _capability("switch"),
    )


def test_a_device_with_a_button_sends_every_report() -> None:
    """Its other attributes are sent more often, too, which costs little."""
    pairs = {
        DeviceCapability(device, f"{device}-{n}")
        for device in ("remote", "washer")
        for n in range(3)
    }
    plan = _plan(pairs, every_report=frozenset({"remote-1"}))
    assert plan.subscriptions == (_device("remote", state_change_only=False), _device("washer"))


def test_the_bodies_are_those_of_the_platform() -> None:
    """Each source type has its own key (platform reference 6.2)."""
    device = _device("lamp", state_change_only=False)
    assert device.as_json() == {
        "sourceType": "DEVICE",
        "device": {
            "deviceId": "lamp",
            "componentId": "*",
            "capability": "*",
            "attribute": "*",
            "value": "*",
            "stateChangeOnly": False,
            "subscriptionName": device.name,
        },
    }
    capability = _capability("switch")
    assert capability.as_json() == {
        "sourceType": "CAPABILITY",
        "capability": {
            "locationId": "home",
            "capability": "switch",
            "attribute": "*",
            "value": "*",
            "stateChangeOnly": True,
            "subscriptionName": capability.name,
        },
    }
    keys = {
        "MODE": "mode",
        "DEVICE_LIFECYCLE": "deviceLifecycle",
        "DEVICE_HEALTH": "deviceHealth",
        "SECURITY_ARM_STATE": "securityArmState",
        "HUB_HEALTH": "hubHealth",
        "SCENE_LIFECYCLE": "sceneLifecycle",
    }
    for source_type, key in keys.items():
        wanted = Subscription(source_type=SourceType(source_type), location_id="home")
        assert wanted.as_json() == {
            "sourceType": source_type,
            key: {"locationId": "home", "subscriptionName": wanted.name},
        }


def test_names_are_unique_and_valid_for_the_platform() -> None:
    """A repeated name is rejected with 409."""
    wanted = [Subscription(source_type=kind, location_id="home") for kind in SourceType]
    wanted += [_device(f"device-{number}") for number in range(100)]
    wanted += [_device("device-1", state_change_only=False), _capability("switch")]
    names = {item.name for item in wanted}
    assert len(names) == len(wanted)
    assert all(re.fullmatch(r"[-_!.~'()*0-9a-zA-Z]{1,36}", name) for name in names)


def _existing(wanted: Subscription, subscription_id: str, **changes: Json) -> JsonObject:
    """Return a subscription as the platform lists it."""
    raw = wanted.as_json()
    details = raw[wanted.source_type.body_key]
    assert isinstance(details, dict)
    key = wanted.source_type.body_key
    return raw | {"id": subscription_id, key: details | {"modes": []} | changes}


def test_an_unchanged_location_needs_no_write() -> None:
    """Neither does a reload, because creating and deleting are limited."""
    pairs = {DeviceCapability("washer", f"samsungce.{number}") for number in range(3)}
    pairs.add(DeviceCapability("remote", "button"))
    plan = _plan(pairs, location_level=LOCATION_LEVEL, every_report=frozenset({"button"}))
    existing = [
        parse_existing(_existing(wanted, str(number)))
        for number, wanted in enumerate(plan.subscriptions)
    ]
    assert subscription_changes(plan, existing).empty


def test_the_content_decides_and_not_the_name() -> None:
    """An older version or the platform may have set the name."""
    plan = _plan({DeviceCapability("lamp", "switch")})
    raw: JsonObject = {
        "id": "1",
        "sourceType": "CAPABILITY",
        "capability": {"locationId": "home", "capability": "switch"},
    }
    assert subscription_changes(plan, [parse_existing(raw)]).empty


def test_defaults_of_the_platform_are_added() -> None:
    """A reply may leave out members that mean everything."""
    raw: JsonObject = {"id": "1", "sourceType": "DEVICE", "device": {"deviceId": "lamp"}}
    assert parse_existing(raw) == ExistingSubscription("1", _device("lamp"))
    null: JsonObject = {"deviceId": "lamp", "componentId": None, "value": None, "modes": None}
    assert parse_existing(raw | {"device": null}) == ExistingSubscription("1", _device("lamp"))


@pytest.mark.parametrize(
    "changes",
    [
        {"componentId": "main"},
        {"capability": "switch"},
        {"attribute": "switch"},
        {"value": "on"},
        {"value": 7},
        {"stateChangeOnly": False},
        {"modes": ["night"]},
        {"deviceId": "other"},
    ],
)
def test_a_subscription_with_less_or_other_content_is_replaced(
    changes: dict[str, Json],
) -> None:
    """Its events would be missing."""
    plan = SubscriptionPlan((_device("lamp"),), frozenset())
    existing = parse_existing(_existing(_device("lamp"), "1", **changes))
    found = subscription_changes(plan, [existing])
    assert found.create == (_device("lamp"),)
    assert found.delete == ("1",)
    assert not found.empty


def test_a_subscription_for_some_devices_is_not_one_for_the_location() -> None:
    """DEVICE_HEALTH can also be for up to twenty devices."""
    plan = _plan(set(), location_level=("DEVICE_HEALTH",))
    raw: JsonObject = {
        "id": "1",
        "sourceType": "DEVICE_HEALTH",
        "deviceHealth": {"deviceIds": ["lamp"]},
    }
    found = subscription_changes(plan, [parse_existing(raw)])
    assert (found.create, found.delete) == (plan.subscriptions, ("1",))


def test_duplicates_and_unused_subscriptions_are_deleted() -> None:
    """They would deliver every event twice, and use up the ceiling."""
    plan = _plan({DeviceCapability("lamp", "switch")})
    existing = [
        parse_existing(_existing(_capability(name), subscription_id))
        for name, subscription_id in (("switch", "1"), ("switch", "2"), ("lock", "3"))
    ]
    found = subscription_changes(plan, existing)
    assert (found.create, found.delete) == ((), ("2", "3"))


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"id": "1"},
        {"id": "1", "sourceType": "WEATHER", "weather": {"locationId": "home"}},
        {"id": "1", "sourceType": "DEVICE"},
        {"id": "1", "sourceType": "DEVICE", "device": {"locationId": "home"}},
        {"id": "1", "sourceType": "CAPABILITY", "capability": {"capability": "switch"}},
        {"id": "1", "sourceType": "MODE", "mode": []},
    ],
)
def test_an_unreadable_subscription_is_kept(raw: JsonObject) -> None:
    """Deleting it at every start would use up the quota."""
    existing = parse_existing(raw)
    assert existing.content is None
    assert subscription_changes(_plan(set()), [existing]).empty


# Order of changes


def _stand(wanted: Subscription, subscription_id: str) -> ExistingSubscription:
    return ExistingSubscription(subscription_id, wanted)


def test_subscriptions_are_created_before_others_are_deleted() -> None:
    """As long as there is room, no event is missed."""
    pairs = {DeviceCapability("lamp", "switch"), DeviceCapability("plug", "switch")}
    plan = _plan(pairs)
    existing = [_stand(_device("lamp"), "1"), _stand(_device("plug"), "2")]
    todo = subscription_changes(plan, existing)
    assert ordered_steps(todo, existing, pairs) == (_capability("switch"), "1", "2")


def test_without_room_the_one_that_covers_least_is_deleted_first() -> None:
    """They are replaced one by one, so that most events arrive at every moment."""
    pairs = {DeviceCapability(f"lamp {number}", "switch") for number in range(5)}
    pairs |= {DeviceCapability("lock", "lock"), DeviceCapability("lock", "battery")}
    existing = [
        _stand(_capability("switch"), "big"),
        _stand(_device("lock"), "middle"),
        _stand(_device("nobody"), "none"),
        ExistingSubscription("foreign", None),
    ]
    new = (_capability("a"), _capability("b"), _capability("c"))
    todo = SubscriptionChanges(new, ("big", "middle", "none"))
    assert ordered_steps(todo, existing, pairs, ceiling=4) == (
        "none",
        new[0],
        "middle",
        new[1],
        "big",
        new[2],
    )
    assert ordered_steps(todo, existing, pairs, ceiling=6) == (
        new[0],
        new[1],
        "none",
        new[2],
        "middle",
        "big",
    )


def test_a_plan_knows_the_polled_pairs() -> None:
    """Pairs beyond the ceiling are polled, unneeded ones are not."""
    pairs = {DeviceCapability("lamp", "switch"), DeviceCapability("lock", "lock")}
    plan = _plan(pairs, ceiling=1)
    assert sum(map(plan.pushes, pairs)) == 1
    assert not plan.pushes(DeviceCapability("lamp", "colorControl"))
