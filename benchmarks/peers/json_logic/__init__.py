"""JSON Logic, by json-logic-qubit: two rules, class and count, read once."""
