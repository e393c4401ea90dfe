"""Roads and places beyond our own estimate: routers and geocoders, and what to do without them."""
