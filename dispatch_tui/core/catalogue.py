"""The kinds of work a new shop starts with; everything here can be changed by the shop afterwards.

Skill codes: HVAC heating and cooling, GAS gas fitting, PLM plumbing, ELE electrical, REF
refrigeration, APP household appliances. Minutes are what the work usually takes on site, drive
excluded.
"""

from __future__ import annotations

from collections.abc import Mapping

from dispatch_tui.core.model import CallType, Priority

SKILL_NAMES: Mapping[str, str] = {
    "HVAC": "heating and cooling",
    "GAS": "gas fitting",
    "PLM": "plumbing",
    "ELE": "electrical",
    "REF": "refrigeration",
    "APP": "household appliances",
}
"""Skill codes of the default call types, in words."""

CALL_TYPES: tuple[CallType, ...] = (
    CallType("GASLEAK", "Smell of gas", ("GAS",), 45, Priority.EMERGENCY),
    CallType("BURST", "Burst pipe", ("PLM",), 75, Priority.EMERGENCY),
    CallType("NOHEAT", "No heat", ("GAS", "HVAC"), 90, Priority.HIGH),
    CallType("NOCOOL", "No cooling", ("HVAC",), 90, Priority.HIGH),
    CallType("TUNEUP", "Seasonal tune-up", ("HVAC",), 60, Priority.LOW),
    CallType("THERMO", "Thermostat", ("HVAC",), 40),
    CallType("WATERHTR", "Water heater", ("GAS", "PLM"), 90, Priority.HIGH),
    CallType("LEAK", "Leak", ("PLM",), 60, Priority.HIGH),
    CallType("DRAIN", "Blocked drain", ("PLM",), 60),
    CallType("FIXTURE", "Toilet or tap", ("PLM",), 45),
    CallType("NOPOWER", "Power out", ("ELE",), 60, Priority.HIGH),
    CallType("OUTLET", "Outlet or switch", ("ELE",), 40),
    CallType("PANEL", "Panel work", ("ELE",), 120),
    CallType("LIGHTS", "Lighting", ("ELE",), 60, Priority.LOW),
    CallType("FRIDGE", "Refrigerator", ("REF",), 75, Priority.HIGH),
    CallType("WASHER", "Washer or dryer", ("APP",), 60),
    CallType("DISHW", "Dishwasher", ("APP",), 50),
    CallType("OVEN", "Oven or range", ("APP",), 60),
)
"""Default call types, most urgent kinds first."""
