"""The routers that the settings name."""

from __future__ import annotations

from dispatch_tui.roads.chain import Chain
from dispatch_tui.roads.osrm import Osrm
from dispatch_tui.roads.router import Router
from dispatch_tui.roads.settings import RoadSettings
from dispatch_tui.roads.valhalla import Valhalla


def chain_of(settings: RoadSettings) -> Chain:
    """The routers, best first."""
    urls = [url for url in (settings.url, settings.fallback_url) if url]
    return Chain([_router(settings.provider, url, at) for at, url in enumerate(urls)])


def _router(provider: str, url: str, at: int) -> Router:
    made: Router = Osrm(url) if provider == "osrm" else Valhalla(url)
    return _Second(made) if at else made


class _Second:
    """The same under another name, since a dead first says nothing of the second."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self.name = f"second {router.name}"
        self.block = router.block
        self.table = router.table
