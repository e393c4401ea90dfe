"""The shell's commands, one module each, imported when their command is given."""
