"""The columns of the database that name nobody: halls, lines, settings, counts and moments."""

from collections.abc import Mapping
from typing import Final

_LISTED: Final = """
cities: id name pack ways
services: id name note position
centers: id city parent position level name address timezone hours calendar special_days rules elastic alarms
    revision seq told_at day day_seq epoch
center_services: center service prefix position bookings quotas
counters: id center position name state taken_away_at place paused_at chooses undo undo_until help_at
    pause_reason seated_at helps helps_by
counter_services: counter service position
counter_lines: counter service position
staff: center counter
tickets: center prefix number state services step service ready_at key place line in_hand open_day counter calls
    called_at issued_at misses missed_at postpones back_at bound return_to cases proven
intervals: ticket seq state service counter began_at ended_at
lines: center service waiting stretched
stretches: center service key ready_at place waiting
numbers: center prefix day last
journal: center seq at kind counter payload epoch state_from state_to service_from service_to reason
idempotency: status at
tokens: scope center counter created_at revoked_at expires_at last_used_at cloned_at
access_codes: hash scope center counter granted_at expires_at used_at
journal_seals: center seq hash at
record_beginning: id seq hash until
bookings: id center service state day clock zone begins_at ends_at made_at changes due_at
booking_slots: center service begins_at taken
booking_keys: center key
booking_appeals: center
day_waits: center day upto told held services
folds: center span day service figures
pairings: hash half_hash code_hash scope created_at expires_at wrong polled_at approved_at center counter token
device_health: token at version clock_off printer box disk_free printed_at
alert_addresses: id center kind secret worst lasting quiet_from quiet_to made_at sent_at
alert_causes: token cause since
alert_told: address token cause at
alert_letters: id address body made_at due_at tries
device_orders: token kind id ordered_at until done_at came millimetres
elastic: center rule helped since
alarms: center service state since quiet_until
releases: id body submitted_at
release_acts: number release kind at in_force_at withdraws signed signature key
release_keys: key made_at retired_at
consultations: release edition day created_at changed_at expires_at center
guidance_drafts: id name begun_from begun_at
guidance_draft_files: draft file version body at
line_marks: about line why center count last_day
unfound_sentences: count last_day
unfound_places: count last_day
people: must_change created_at disabled_at
person_roles: role center given_at
sign_ins: afresh_at ended_at why_ended
recovery_codes: used_at
past_passwords: until
wrong_tries: count since locks until
audit: seq at what center result hash
audit_head: id seq hash
remote_tickets: ticket center taken_at arrive_by follows
failed_cases: id center service why opened_at due outcome closed_at
failed_case_steps: case number at what outcome counter
return_rights: ticket step center service counter day until
quota_counts: center service day begins given
person_tickets: center service
settings: scope revision effective_at written_at
settings_in_force: scope revision since
"""
"""`table: columns`; what is indented goes on with the table above it."""


def _read(listed: str) -> dict[str, frozenset[str]]:
    tables = (each.partition(":") for each in listed.replace("\n    ", " ").strip().splitlines())
    return {table: frozenset(columns.split()) for table, _, columns in tables}


NAMELESS: Final[Mapping[str, frozenset[str]]] = _read(_LISTED)
"""Table -> its columns that name nobody."""
