"""ZEN Engine of GoRules: a graph of an expression and a decision table, made once from the numbers of law."""
