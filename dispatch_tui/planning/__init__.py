"""Planning: the solver behind a port, a shop's day as a problem, and the proposal that a plan becomes.

`scope` says what to plan, `mapping` makes a problem of a day, `process` solves it elsewhere (by the ladder:
`ladder`, `parts`, `vroom`), `schedule` times and prices rows, `gates` says why something found no place,
`checker` judges every plan, and `proposal` tells what would change, why, and whether it still holds.
Knows the core only.
"""
