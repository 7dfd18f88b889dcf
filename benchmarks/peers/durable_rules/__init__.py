"""durable_rules: forward chaining, one session for each household."""
