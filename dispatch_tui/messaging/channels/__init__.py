"""What carries messages out and brings answers in; each channel stands alone, imported when set up."""
