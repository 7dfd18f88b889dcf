"""Decision records: what was decided, from which facts, by which law, so that a third party can check it."""

from povrules.decisions.record.building import day_of_issue, record_of
from povrules.decisions.record.record import DecisionRecord, RecordError, read_record
from povrules.decisions.record.subject import hashed_subject

__all__ = ["DecisionRecord", "RecordError", "day_of_issue", "hashed_subject", "read_record", "record_of"]
