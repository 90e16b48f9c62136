"""Plan subscriptions, and compare them with the existing ones (platform reference 6).

A subscription of a device or of a capability covers a capability of a device. These pairs are the
edges of a bipartite graph, the subscriptions its vertices, and the fewest subscriptions that cover
all pairs are a minimum vertex cover. By König's theorem it follows from a maximum matching, so the
smallest set is found exactly and fast.
"""

import hashlib
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

import orjson

from .json_types import Json, JsonObject, as_object, text

ANY: Final = "*"
"""Matches every component, capability, attribute or value."""
MAX_SUBSCRIPTIONS: Final = 40
"""Maximum number of subscriptions of an installed app (platform reference 6.3)."""


class SourceType(StrEnum):
    """Kinds of subscriptions (platform reference 6.2)."""

    DEVICE = "DEVICE"
    CAPABILITY = "CAPABILITY"
    MODE = "MODE"
    DEVICE_LIFECYCLE = "DEVICE_LIFECYCLE"
    DEVICE_HEALTH = "DEVICE_HEALTH"
    SECURITY_ARM_STATE = "SECURITY_ARM_STATE"
    HUB_HEALTH = "HUB_HEALTH"
    SCENE_LIFECYCLE = "SCENE_LIFECYCLE"

    @property
    def body_key(self) -> str:
        """The key of the details in the body: ``deviceHealth`` for DEVICE_HEALTH."""
        first, *others = self.value.lower().split("_")
        return first + "".join(map(str.capitalize, others))


class DeviceCapability(NamedTuple):
    """A capability of a device, in any of its components, whose events are needed."""

    device_id: str
    capability: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """The content of a subscription; subscriptions with equal content are the same.

    Fields that do not apply to a source type keep their defaults.
    """

    source_type: SourceType
    location_id: str = ""
    """Empty for source type DEVICE."""
    device_id: str = ""
    component: str = ANY
    capability: str = ANY
    attribute: str = ANY
    value: str = ANY
    state_change_only: bool = True
    """Whether reports of an unchanged value are not delivered."""
    restricted: bool = False
    """Whether it is limited to some modes or devices. Planned subscriptions never are."""

    @property
    def name(self) -> str:
        """A unique name for the content; the platform accepts at most 35 characters."""
        content = [
            self.location_id,
            self.device_id,
            self.component,
            self.capability,
            self.attribute,
            self.value,
            self.state_change_only,
        ]
        digest = hashlib.sha256(orjson.dumps(content)).hexdigest()
        return f"{self.source_type.lower()}-{digest[:16]}"

    def as_json(self) -> JsonObject:
        """Return the body of the POST that creates the subscription (platform reference 6.5)."""
        details: JsonObject
        match self.source_type:
            case SourceType.DEVICE:
                details = {
                    "deviceId": self.device_id,
                    "componentId": self.component,
                    **self._filter(),
                }
            case SourceType.CAPABILITY:
                details = {"locationId": self.location_id, **self._filter()}
            case _:
                details = {"locationId": self.location_id}
        details["subscriptionName"] = self.name
        return {"sourceType": self.source_type.value, self.source_type.body_key: details}

    def _filter(self) -> JsonObject:
        return {
            "capability": self.capability,
            "attribute": self.attribute,
            "value": self.value,
            "stateChangeOnly": self.state_change_only,
        }


@dataclass(frozen=True, slots=True)
class SubscriptionPlan:
    """The planned subscriptions, and the device capabilities that must be polled."""

    subscriptions: tuple[Subscription, ...]
    """First those of the location, then of capabilities, then of devices, each group sorted."""
    polled: frozenset[DeviceCapability]
    pairs: frozenset[DeviceCapability] = frozenset()
    """All device capabilities whose events are needed."""
    _pushed: Mapping[str, frozenset[bool]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the pairs by device, because :meth:`pushed` is called often."""
        pushed: defaultdict[str, set[bool]] = defaultdict(set)
        for pair in self.pairs:
            pushed[pair.device_id].add(pair not in self.polled)
        index = {device_id: frozenset(found) for device_id, found in pushed.items()}
        object.__setattr__(self, "_pushed", index)

    def pushed(self, device_id: str) -> frozenset[bool]:
        """Return whether the capabilities of a device are pushed: true, false, both, or empty."""
        return self._pushed.get(device_id, frozenset())

    def pushes(self, pair: DeviceCapability) -> bool:
        """Return whether the platform delivers the events of a pair."""
        return pair in self.pairs and pair not in self.polled

    def covering(self, pair: DeviceCapability) -> tuple[Subscription, ...]:
        """Return the subscriptions that deliver the events of a pair."""
        return tuple(
            wanted
            for wanted in self.subscriptions
            if pair.device_id == wanted.device_id or pair.capability == wanted.capability
        )


@dataclass(frozen=True, slots=True)
class ExistingSubscription:
    """A subscription that the platform has; ``content`` is None if it is unreadable."""

    subscription_id: str
    content: Subscription | None


@dataclass(frozen=True, slots=True)
class SubscriptionChanges:
    """The changes that turn the existing subscriptions into the planned ones."""

    create: tuple[Subscription, ...]
    delete: tuple[str, ...]
    """Ids of subscriptions that are not planned or exist twice."""

    @property
    def empty(self) -> bool:
        """Whether there are no changes."""
        return not self.create and not self.delete


class _Cover(NamedTuple):
    """Selected vertices of both sides of the graph."""

    devices: AbstractSet[str]
    capabilities: AbstractSet[str]


def make_plan(
    pairs: Mapping[DeviceCapability, int],
    *,
    location_id: str,
    location_level: Iterable[str],
    every_report: Collection[str],
    ceiling: int = MAX_SUBSCRIPTIONS,
) -> SubscriptionPlan:
    """Plan the fewest subscriptions that cover the pairs, with at most ``ceiling`` in total.

    ``location_level`` are source types with one subscription for the location, also if that exceeds
    the ceiling. ``every_report`` are capabilities whose reports of an unchanged value are needed
    too, such as a button. Raises ValueError for an unknown source type.

    Of equally small plans it returns the one with the most capabilities. There is only one such
    plan, so equal homes have equal plans, and it does not change when a device with known
    capabilities is added or removed. If the ceiling is too low, it takes one subscription after the
    other, each time the one with the most uncovered pairs, weighted by their numbers in ``pairs``.
    The other pairs are polled.
    """
    wanted = frozenset(pairs)
    at_location = [
        Subscription(source_type=source_type, location_id=location_id)
        for source_type in sorted(map(SourceType, set(location_level)))
    ]
    room = max(0, ceiling - len(at_location))
    cover = _minimum_cover(wanted)
    if len(cover.devices) + len(cover.capabilities) > room:
        cover = _best_cover(pairs, room)
    by_capability = [
        Subscription(
            source_type=SourceType.CAPABILITY,
            location_id=location_id,
            capability=capability,
            state_change_only=capability not in every_report,
        )
        for capability in sorted(cover.capabilities)
    ]
    reporting = {pair.device_id for pair in wanted if pair.capability in every_report}
    by_device = [
        Subscription(
            source_type=SourceType.DEVICE,
            device_id=device_id,
            state_change_only=device_id not in reporting,
        )
        for device_id in sorted(cover.devices)
    ]
    return SubscriptionPlan(
        (*at_location, *by_capability, *by_device),
        frozenset(
            pair
            for pair in wanted
            if pair.device_id not in cover.devices and pair.capability not in cover.capabilities
        ),
        wanted,
    )


def _minimum_cover(pairs: AbstractSet[DeviceCapability]) -> _Cover:
    """Return the smallest cover; of equally small ones the one with the most capabilities.

    It consists of the devices that an alternating path from an unmatched capability reaches, and of
    the capabilities that no such path reaches (König). A search that finds no free device has
    reached exactly such devices, and no later augmenting path can pass through them.
    """
    devices_of: defaultdict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        devices_of[pair.capability].append(pair.device_id)
    matching = _Matching(devices_of)
    reached = {capability for capability in devices_of if not matching.augment(capability)}
    reached.update(matching.capability_of[device] for device in matching.exhausted)
    return _Cover(matching.exhausted, devices_of.keys() - reached)


class _Matching:
    """A matching of capabilities and devices, extended path by path to a maximum matching."""

    def __init__(self, devices_of: Mapping[str, Sequence[str]]) -> None:
        self.capability_of: dict[str, str] = {}
        self.exhausted: set[str] = set()
        """Devices that were reached by searches that found no free device."""
        self._device_of: dict[str, str] = {}
        self._devices_of = devices_of

    def augment(self, start: str) -> bool:
        """Search breadth-first for a free device, and match ``start`` if there is one."""
        reached_from: dict[str, str] = {}
        queue = deque([start])
        while queue:
            capability = queue.popleft()
            for device in self._devices_of[capability]:
                if device in reached_from or device in self.exhausted:
                    continue
                reached_from[device] = capability
                if device not in self.capability_of:
                    self._flip(device, reached_from)
                    return True
                queue.append(self.capability_of[device])
        self.exhausted.update(reached_from)
        return False

    def _flip(self, free: str, reached_from: Mapping[str, str]) -> None:
        """Match every capability of the path with the device that follows it."""
        device: str | None = free
        while device is not None:
            capability = reached_from[device]
            self.capability_of[device] = capability
            previous = self._device_of.get(capability)
            self._device_of[capability] = device
            device = previous


def _best_cover(pairs: Mapping[DeviceCapability, int], size: int) -> _Cover:
    """Take the vertex of the greatest weight, ``size`` times; capabilities first if equal.

    ``size`` is less than a cover of all pairs needs, so there is always a vertex left to take.
    """
    covered_by: defaultdict[tuple[bool, str], set[DeviceCapability]] = defaultdict(set)
    weight: Counter[tuple[bool, str]] = Counter()
    for pair, urgency in pairs.items():
        for vertex in ((False, pair.capability), (True, pair.device_id)):
            covered_by[vertex].add(pair)
            weight[vertex] += urgency
    devices: set[str] = set()
    capabilities: set[str] = set()
    for _ in range(size):
        best = min(covered_by, key=lambda vertex: (-weight[vertex], vertex))
        is_device, name = best
        (devices if is_device else capabilities).add(name)
        for pair in covered_by.pop(best):
            other = (False, pair.capability) if is_device else (True, pair.device_id)
            covered_by[other].discard(pair)
            weight[other] -= pairs[pair]
    return _Cover(devices, capabilities)


def parse_existing(raw: JsonObject) -> ExistingSubscription:
    """Read one item of the subscription list, with the platform's defaults for missing members.

    The name is ignored, because the content identifies a subscription.
    """
    return ExistingSubscription(text(raw, "id"), _content(raw))


def _content(raw: JsonObject) -> Subscription | None:
    try:
        source_type = SourceType(text(raw, "sourceType"))
    except ValueError:
        return None
    details = as_object(raw.get(source_type.body_key))
    is_device = source_type is SourceType.DEVICE
    source_id = text(details, "deviceId" if is_device else "locationId")
    restricted = bool(details.get("modes") or details.get("deviceIds"))
    if not source_id and not restricted:
        return None
    return Subscription(
        source_type=source_type,
        location_id="" if is_device else source_id,
        device_id=source_id if is_device else "",
        component=_or_any(details.get("componentId")),
        capability=_or_any(details.get("capability")),
        attribute=_or_any(details.get("attribute")),
        value=_or_any(details.get("value")),
        state_change_only=details.get("stateChangeOnly") is not False,
        restricted=restricted,
    )


def _or_any(value: Json) -> str:
    return ANY if value is None else str(value)


def subscription_changes(
    plan: SubscriptionPlan, existing: Iterable[ExistingSubscription]
) -> SubscriptionChanges:
    """Return the subscriptions to create and to delete.

    Unreadable subscriptions are kept: they may serve another purpose, and deleting them at each
    start would use up the quota.
    """
    missing = dict.fromkeys(plan.subscriptions)
    delete: list[str] = []
    for subscription in existing:
        if subscription.content is None:
            continue
        if subscription.content in missing:
            del missing[subscription.content]
        else:
            delete.append(subscription.subscription_id)
    return SubscriptionChanges(tuple(missing), tuple(delete))


type Step = Subscription | str
"""A subscription to create, or the id of one to delete."""


def ordered_steps(
    todo: SubscriptionChanges,
    existing: Collection[ExistingSubscription],
    pairs: Iterable[DeviceCapability],
    ceiling: int = MAX_SUBSCRIPTIONS,
) -> tuple[Step, ...]:
    """Return the changes in an order that keeps as many pairs as possible covered at any time.

    Subscriptions are created first until the ceiling is reached. Then one is deleted before each
    one that is created, beginning with the one that covers the fewest pairs.
    """
    covered = _Weights(pairs)
    contents = {item.subscription_id: item.content for item in existing}
    doomed = deque(
        sorted(todo.delete, key=lambda subscription_id: covered[contents[subscription_id]])
    )
    count = len(existing)
    found: list[Step] = []
    for wanted in todo.create:
        if count >= ceiling and doomed:
            found.append(doomed.popleft())
            count -= 1
        found.append(wanted)
        count += 1
    return (*found, *doomed)


class _Weights:
    """The number of pairs that the content of a subscription covers."""

    def __init__(self, pairs: Iterable[DeviceCapability]) -> None:
        self._covered: Counter[str] = Counter()
        for pair in set(pairs):
            self._covered.update((pair.device_id, pair.capability))

    def __getitem__(self, content: Subscription | None) -> int:
        if content is None:
            return 0
        return self._covered[content.device_id or content.capability]
