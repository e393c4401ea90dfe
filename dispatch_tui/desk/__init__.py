"""What a dispatcher does: use cases over the core, ports to the outside, read models for screens."""
