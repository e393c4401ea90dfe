"""The seat swap and everything that plays people nobody sits for."""
