"""Suggestions as JSON values (see `shell_json`): places with gates and points, and why a call stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_tui.core.day import Day
from dispatch_tui.core.model import Technician
from dispatch_tui.core.performance import Figures, Performance, Rate
from dispatch_tui.core.suggest import Because, GateResult, Opening, Points, Ranking, Suggestion, WhatIf
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.shell_json import Json, head_json, instant_json, span_json
from dispatch_tui.desk.suggesting import Offers, Standing


def offers_json(board: Board, offers: Offers) -> Json:
    """Where a call could go: the best places over all days, the windows to promise, and who is kept out."""
    day, zone = board.day, board.day.shop.zone
    ranking = offers.ranking
    found = {
        **head_json(board),
        "call": offers.days[0].asked.call_id if offers.days else None,
        "minutes": offers.days[0].asked.minutes if offers.days else None,
        "days": [_day_json(each) for each in offers.days],
        "places": [place_json(day, place) for place in offers.places],
        "windows": [
            {
                "window": span_json(each.window, zone),
                "technicians": each.technicians,
                "best": place_json(day, each.place),
            }
            for each in offers.windows
        ],
        "closed": [place_json(day, place) for each in offers.days[:1] for place in each.closed],
        "what_if": [what_if_json(each) for each in (ranking.what_if if ranking else ())],
    }
    if ranking is not None:
        weights = ranking.weights
        found["weights"] = {
            "preset": weights.preset,
            "own": sorted(factor.value for factor in weights.own),
            "of": {factor.value: weight for factor, weight in weights.by_factor.items()},
        }
    return found


def _day_json(ranking: Ranking) -> Json:
    return {
        "date": ranking.asked.day.isoformat(),
        "technicians": ranking.technicians,
        "able": ranking.able,
        "gaps": ranking.gaps,
        "shut": {gate.value: count for gate, count in ranking.shut},
    }


def place_json(day: Day, place: Suggestion) -> Json:
    """One place: who, when, what was looked at, and what it is worth."""
    zone = day.shop.zone
    return {
        "technician": _code(day.technicians, place.technician_id),
        "date": place.day.isoformat(),
        "start": instant_json(place.start, zone),
        "minutes": place.minutes,
        "total": round(place.total, 1),
        "open": place.is_open,
        "eta": instant_json(place.eta, zone),
        "finish": instant_json(place.finish, zone),
        "home": instant_json(place.home, zone),
        "overtime": place.overtime_minutes,
        "drive": place.leg_minutes,
        "after": place.after,
        "before": place.before,
        "moved": {str(number): minutes for number, minutes in place.moved},
        "gates": [gate_json(result, zone) for result in place.gates],
        "points": [points_json(each) for each in place.points],
    }


def _code(technicians: Mapping[int, Technician], key: int) -> str | None:
    technician = technicians.get(key)
    return technician.code if technician is not None else None


def gate_json(result: GateResult, zone: ZoneInfo) -> Json:
    """One gate with the value that was looked at, and what would open it."""
    return {
        "gate": result.gate.value,
        "passed": result.passed,
        "asks": result.asks,
        "value": {name: _plain(value, zone) for name, value in result.value.items()},
        "opens": [_opening_json(each, zone) for each in result.opens],
    }


def _plain(value: object, zone: ZoneInfo) -> object:
    if isinstance(value, datetime):
        return instant_json(value, zone)
    return list(value) if isinstance(value, tuple) else value


def _opening_json(opening: Opening, zone: ZoneInfo) -> Json:
    return {
        "way": opening.way.value,
        "at": instant_json(opening.at, zone),
        "minutes": opening.minutes,
        "calls": list(opening.calls),
        "words": list(opening.words),
    }


def points_json(points: Points) -> Json:
    """One factor: raw value, scale, weight, and the points they come to."""
    return {
        "factor": points.factor.value,
        "raw": _rounded(points.raw),
        "scale": points.scale,
        "weight": points.weight,
        "points": round(points.points, 2),
        "most": round(points.most, 2),
        "cases": points.cases,
        "against": _rounded(points.against),
    }


def what_if_json(change: WhatIf) -> Json:
    """One change after which another place would be as good as the best."""
    return {
        "what": change.turn.value,
        "factor": change.factor.value,
        "place": change.place + 1,
        "now": _rounded(change.now),
        "needed": _rounded(change.needed),
    }


def standing_json(board: Board, standing: Standing) -> Json:
    """Why a call stands where it stands."""
    day, zone, visit = board.day, board.day.shop.zone, standing.visit
    ranking = standing.ranking
    best = ranking.best if ranking is not None else None
    return {
        **head_json(board),
        "call": standing.call.id,
        "technician": _code(day.technicians, visit.technician_id),
        "start": instant_json(visit.start, zone),
        "kept": None if standing.kept is None else kept_json(day, standing.kept),
        "now_place": None if standing.place is None else place_json(day, standing.place),
        "best": None if best is None else place_json(day, best),
    }


def kept_json(day: Day, because: Because) -> Json:
    """What was kept of a choice."""
    return {
        "technician": _code(day.technicians, because.technician_id),
        "start": instant_json(because.start, day.shop.zone),
        "at": instant_json(because.made_at, day.shop.zone),
        "by": because.by or "person",
        "total": because.total,
        "best": because.best,
        "rank": because.rank,
        "right_match": because.right_match,
        "failed": [gate.value for gate in because.failed],
        "points": [points_json(each) for each in because.points],
        "preset": because.preset,
        "reason": because.reason,
    }


def performance_json(performance: Performance, technicians: Mapping[int, Technician]) -> list[Json]:
    """The figures of every technician and type."""
    return [
        {"technician": _code(technicians, each.technician_id or 0), **figures_json(each)}
        for each in performance
    ]


def figures_json(figures: Figures) -> Json:
    """The figures of one technician at one type of work, or of all at it."""
    return {
        "type": figures.type_code,
        "cases": figures.cases,
        "first_time": _rate_json(figures.first_time),
        "callback_rate": _rounded(figures.callback_rate),
        "on_time": _rate_json(figures.on_time),
        "early": figures.early,
        "kept_estimate": _rate_json(figures.kept),
        "minutes_over": _rounded(figures.off_by),
        "young": figures.young,
        "left_out": {why.value: count for why, count in figures.left_out.items()},
        "score": _rounded(figures.score),
    }


def _rate_json(rate: Rate) -> Json:
    return {"good": rate.good, "of": rate.of}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
