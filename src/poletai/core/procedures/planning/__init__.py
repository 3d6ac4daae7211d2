"""Planning: which kinds of trade the law allows for an item of a plan, and why."""
