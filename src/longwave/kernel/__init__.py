"""What everything stands on: errors, canonical JSON, the clock, the dice. Nothing here knows of anything else."""
