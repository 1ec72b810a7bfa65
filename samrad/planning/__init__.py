"""Planning back from the day the plan takes effect: milestones, measurable goals, budget."""
