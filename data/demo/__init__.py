"""A demo shop that opens in the middle of a believable morning: `builder.build_demo`."""
