"""The roads of the config flow as data, and the independence of its step groups."""

import pytest

from custom_components.smartthings_smartapp.config_flow import SmartAppConfigFlow
from custom_components.smartthings_smartapp.flow import roads
from custom_components.smartthings_smartapp.flow.base import FlowBase
from custom_components.smartthings_smartapp.flow.roads import Road, Stage

ROADS = {name: road for name, road in vars(roads).items() if isinstance(road, Road)}
GROUPS = SmartAppConfigFlow.__bases__


@pytest.mark.parametrize("stage", Stage)
def test_one_class_begins_a_stage(stage: Stage) -> None:
    beginning = [part for part in SmartAppConfigFlow.__mro__ if f"_stage_{stage}" in vars(part)]
    assert len(beginning) == 1


@pytest.mark.parametrize("road", ROADS.values(), ids=ROADS.keys())
def test_a_road_ends_with_a_result_and_passes_each_stage_once(road: Road) -> None:
    assert road.stages[-1] in {Stage.FINISH, Stage.RELOCATE}
    assert len(set(road.stages)) == len(road.stages)
    assert [road.after(stage) for stage in road.stages[:-1]] == [*road.stages[1:]]


def test_step_groups_have_no_order() -> None:
    """Each extends the base alone, and no two define the same name."""
    assert {group.__bases__ for group in GROUPS} == {(FlowBase,)}
    shared = {"__doc__", "__firstlineno__", "__init__", "__module__", "__static_attributes__"}
    ignored = {*shared, "__abstractmethods__", "_abc_impl", "__parameters__", "async_remove"}
    names = [name for group in GROUPS for name in vars(group) if name not in ignored]
    assert len(names) == len(set(names))
