"""The seeded faults: what stands in a module, what a hurried hand would write, and the test that must see it."""

from typing import NamedTuple


class Fault(NamedTuple):
    """`right` stands in `file` exactly once; with `wrong` in its place the test `test` (a node id) fails."""

    name: str
    file: str
    right: str
    wrong: str
    test: str


OFFICE, STORE, WEB, HALL = "server/office", "server/store", "server/web", "server/rules/hall"
GUIDANCE, PRINTER = "server/rules/guidance", "hardware/printer"
APART = "tests/server/office/test_centers_apart.py"
MOMENTS = "tests/server/office/test_moments.py"
UNDO = "tests/server/office/test_undo.py"
EVERY = "tests/server/office/test_every_move.py::test_the_same_few_moves_keep_every_invariant"
INTERVALS = "tests/server/office/test_intervals.py"
BOARD = "tests/server/rules/hall/test_board.py"
ASKING, STATUS = "tests/hardware/printer/test_asking.py", "tests/hardware/printer/test_status.py"
UNKNOWN = "tests/server/rules/guidance/judge/test_unknown.py"
REPORT = "tests/commands/pack/test_report.py"
KEYS, REVOKED = "tests/server/web/test_key_limits.py", "tests/server/web/test_revoked.py"
BEARER = "tests/server/office/access/test_bearer.py"
FILE, WORKS = "tests/server/store/test_sqlite_file.py", "tests/server/store/test_unit_of_work.py"

FAULTS = (
    # Statements that forget their center.
    Fault(
        "the next in line of any center",
        f"{OFFICE}/next_in_line.py",
        '.where(_waits.c.center == bindparam("center"), _waits.c.line == _serves.c.service)',
        ".where(_waits.c.line == _serves.c.service)",
        f"{APART}::test_nobody_is_called_from_another_center",
    ),
    Fault(
        "the longest wait of any center",
        f"{OFFICE}/next_in_line.py",
        '.where(_oldest.c.center == bindparam("center"), _oldest.c.line == _serves.c.service)',
        ".where(_oldest.c.line == _serves.c.service)",
        f"{APART}::test_the_counter_hears_of_its_own_people_only",
    ),
    Fault(
        "who waits for a counter in any center",
        f"{OFFICE}/at_counter.py",
        '.c.counter == bindparam("counter"), tables.lines.c.center == bindparam("center"))',
        '.c.counter == bindparam("counter"))',
        f"{APART}::test_the_counter_hears_of_its_own_people_only",
    ),
    Fault(
        "people ahead in any center",
        f"{OFFICE}/stretches.py",
        '(_t.center == bindparam("center"), _t.line == bindparam("service"))',
        '(_t.line == bindparam("service"),)',
        f"{APART}::test_people_ahead_are_those_of_the_center",
    ),
    Fault(
        "a line counted in every center",
        f"{OFFICE}/lines.py",
        'tables.lines.c.center == bindparam("of_center"), tables.lines.c.service',
        "tables.lines.c.service",
        f"{APART}::test_lines_boards_and_numbers_are_each_centers_own",
    ),
    Fault(
        "the stretches of a line in any center",
        f"{OFFICE}/stretches.py",
        '(_s.center == bindparam("center"), _s.service == bindparam("service"))',
        '(_s.service == bindparam("service"),)',
        "tests/server/office/test_stretches.py::test_the_stretches_of_one_line_are_no_others",
    ),
    Fault(
        "numbers shared by centers",
        f"{OFFICE}/take_ticket.py",
        '.where(_n.center == bindparam("of_center"), _n.prefix',
        ".where(_n.prefix",
        f"{APART}::test_lines_boards_and_numbers_are_each_centers_own",
    ),
    Fault(
        "the journal of any center",
        f"{STORE}/unit_of_work.py",
        '.where(_j.center == bindparam("center"), _j.seq > bindparam("after"))',
        '.where(_j.seq > bindparam("after"))',
        f"{APART}::test_journals_are_counted_apart",
    ),
    Fault(
        "presses forgotten in every center",
        f"{OFFICE}/day.py",
        '.where(_c.center == bindparam("of_center"), _c.undo.is_not(None))',
        ".where(_c.undo.is_not(None))",
        f"{APART}::test_a_day_that_ends_in_one_center_forgets_no_press_of_another",
    ),
    # What is taken back.
    Fault(
        "taken back whoever acted since",
        f"{OFFICE}/advance.py",
        "moved_since = int(uow.value(_NEWEST, of_ticket=ticket.id)) > move.seq",
        "moved_since = False",
        f"{UNDO}::test_who_went_away_and_stands_there_again_was_moved_all_the_same",
    ),
    Fault(
        "taken back wherever the ticket is now",
        f"{OFFICE}/advance.py",
        "if moved_since or ticket.state != calling.after(after.state, move.verb, ticket.label):",
        "if moved_since:",
        f"{UNDO}::test_whoever_acted_since_is_not_overruled",
    ),
    Fault(
        "taken back at the moment that was promised to be too late",
        f"{OFFICE}/undo.py",
        "if uow.moment(now) >= until:",
        "if uow.moment(now) > until:",
        f"{UNDO}::test_until_the_last_moment_and_not_later",
    ),
    Fault(
        "the first of two taken back first",
        f"{OFFICE}/undo.py",
        "for move in reversed(moves):",
        "for move in moves:",
        f"{UNDO}::test_everything_stands_as_before_the_press",
    ),
    Fault(
        "an interval that ended goes on where the ticket is over",
        f"{OFFICE}/advance.py",
        """    if after.state not in OVER:
        uow.run(_GOES_ON, of_ticket=ticket.id)""",
        "    uow.run(_GOES_ON, of_ticket=ticket.id)",
        f"{UNDO}::test_a_chosen_number_goes_back_to_wherever_it_stood",
    ),
    Fault(
        "bound to a counter that closed",
        f"{OFFICE}/undo.py",
        'still_there(uow, move.before["bound"], move.before["service"], now)',
        'move.before["bound"]',
        f"{UNDO}::test_nobody_is_bound_to_a_counter_that_closed_meanwhile",
    ),
    Fault(
        "a wrong call that ends the wait",
        f"{OFFICE}/advance.py",
        "uow.run(_NEVER_BEGAN, of_ticket=ticket.id, of_seq=move.seq)",
        "pass",
        f"{UNDO}::test_everything_stands_as_before_the_press",
    ),
    # Exact moments.
    Fault(
        "closed in the first minute",
        "server/rules/hall/open_days.py",
        "any(span.opens <= minute < span.closes",
        "any(span.opens < minute < span.closes",
        f"{MOMENTS}::test_a_center_is_open_from_its_first_moment_to_before_its_last",
    ),
    Fault(
        "open in the minute of closing",
        "server/rules/hall/open_days.py",
        "any(span.opens <= minute < span.closes",
        "any(span.opens <= minute <= span.closes",
        f"{MOMENTS}::test_a_center_is_open_from_its_first_moment_to_before_its_last",
    ),
    Fault(
        "the clock of Greenwich",
        f"{STORE}/halls.py",
        "datetime.fromtimestamp(now / 1000, UTC).astimezone(self.timezone)",
        "datetime.fromtimestamp(now / 1000, UTC)",
        f"{MOMENTS}::test_a_number_belongs_to_the_day_of_its_center_and_not_of_greenwich",
    ),
    Fault(
        "a miss only after the second",
        f"{OFFICE}/counter.py",
        "if waited < rules.miss_after_seconds:",
        "if waited <= rules.miss_after_seconds:",
        f"{MOMENTS}::test_at_the_exact_second_somebody_has_missed",
    ),
    Fault(
        "a miss a second too early",
        f"{OFFICE}/counter.py",
        "if waited < rules.miss_after_seconds:",
        "if waited + 1 < rules.miss_after_seconds:",
        f"{MOMENTS}::test_before_the_exact_second_nobody_has_missed",
    ),
    Fault(
        "a recall that does not count anew",
        f"{OFFICE}/counter.py",
        "calls=ticket.calls + 1, called_at=uow.moment(now))",
        "calls=ticket.calls + 1)",
        f"{MOMENTS}::test_the_seconds_are_counted_from_the_last_call",
    ),
    # The fold.
    Fault(
        "a fact folded twice",
        f"{HALL}/board.py",
        "if fact.seq <= board.seq:",
        "if fact.seq < board.seq:",
        f"{BOARD}::test_a_fact_told_twice_changes_nothing",
    ),
    Fault(
        "missed, then cancelled: counted twice",
        f"{HALL}/board.py",
        "if place is not None and place.state in IN_LINE and place.counter is None else None",
        "if place is not None and place.counter is None else None",
        f"{BOARD}::test_a_missed_ticket_that_ends_leaves_no_line_a_second_time",
    ),
    Fault(
        "a line below nought is hidden",
        f"{HALL}/board.py",
        "for service, count in {**waiting, **counted}.items() if count}",
        "for service, count in {**waiting, **counted}.items() if count > 0}",
        f"{BOARD}::test_a_line_that_lost_more_than_it_had_is_seen",
    ),
    # Followers.
    Fault(
        "the tail takes a gap",
        f"{STORE}/tail.py",
        "if carried and carried[0].seq == seq + 1:",
        "if carried:",
        "tests/server/store/test_tail.py::test_facts_that_do_not_follow_on_are_read_from_the_journal",
    ),
    Fault(
        "the client takes a gap",
        "server/client/live.py",
        'if frame["type"] != "snapshot" and center in after and now != Known(',
        'if frame["type"] != "snapshot" and center in after and now < Known(',
        "tests/server/client/test_live.py::test_an_event_that_does_not_follow_on_is_not_taken_and_asked_for_again",
    ),
    # The printer.
    Fault(
        "no read-back after the job",
        f"{PRINTER}/driver.py",
        "return Printed.UNCONFIRMED if self._state() is PrinterState.CUTTER else Printed.PRINTED",
        "return Printed.PRINTED",
        f"{ASKING}::test_a_slip_that_hangs_in_the_cutter_is_in_doubt",
    ),
    Fault(
        "no barrier after the job",
        f"{PRINTER}/conversation.py",
        "self._wait(allowed)",
        "pass",
        f"{ASKING}::test_without_an_answer_to_the_barrier_nobody_can_vouch_for_the_slip",
    ),
    Fault(
        "a job for a printer that cannot print",
        f"{PRINTER}/driver.py",
        "if not self._in_turn().can_print:",
        "if self._in_turn() is PrinterState.UNKNOWN:",
        f"{ASKING}::test_nothing_is_sent_to_a_printer_that_cannot_print",
    ),
    Fault(
        "old answers are taken for new ones",
        f"{PRINTER}/conversation.py",
        "self._take(self._link.received())\n        replies",
        "replies",
        f"{ASKING}::test_the_four_questions_are_asked_one_by_one_after_old_bytes_are_dropped",
    ),
    Fault(
        "what a printer says by itself ends a slip",
        f"{PRINTER}/replies.py",
        "if byte & 0x93 == 0x10:",
        "if False:",
        f"{ASKING}::test_what_a_printer_says_by_itself_in_a_job_is_no_answer",
    ),
    Fault(
        "an odd exception ends the thread",
        "hardware/link.py",
        "except Exception as error:",
        "except OSError as error:",
        "tests/hardware/test_link.py::test_whatever_the_library_raises_is_a_device_that_is_gone",
    ),
    Fault(
        "a picture restarts the printer",
        f"{PRINTER}/encoder.py",
        'rows = REAL_TIME.sub(b"\\x18", rows)',
        "pass",
        "tests/hardware/printer/test_encoder.py::test_a_picture_holds_nothing_that_a_printer_obeys_at_once",
    ),
    *(
        Fault(
            f"status bit {bit} of {mask} in the {reply} byte",
            f"{PRINTER}/status.py",
            f"{reply} & {mask}",
            f"{reply} & {left}",
            f"{STATUS}::test_each_bit_alone",
        )
        for reply, mask, bit, left in (
            ("offline", "0x04", "0x04", "0x00"),
            ("offline", "0x20", "0x20", "0x00"),
            ("offline", "0x40", "0x40", "0x00"),
            ("printer", "0x08", "0x08", "0x00"),
            ("error", "0x08", "0x08", "0x00"),
            ("error", "0x64", "0x04", "0x60"),
            ("error", "0x64", "0x40", "0x24"),
            ("paper", "0x60", "0x20", "0x40"),
            ("paper", "0x60", "0x40", "0x20"),
            ("paper", "0x0C", "0x04", "0x08"),
            ("paper", "0x0C", "0x08", "0x04"),
        )
    ),
    # Keys and tokens.
    Fault(
        "a key answers on another path",
        f"{WEB}/carrying_out.py",
        'f"{route.method} {request.path}\\n".encode()',
        'f"{route.method}\\n".encode()',
        f"{KEYS}::test_a_key_used_on_another_path_is_answered_with_nothing_of_the_first",
    ),
    Fault(
        "a key answers for ever",
        f"{OFFICE}/idempotent.py",
        "if known is not None and known.at >= now - KEPT_MS:",
        "if known is not None:",
        f"{KEYS}::test_a_key_holds_for_seventy_two_hours_and_not_a_moment_longer",
    ),
    Fault(
        "a key is forgotten at the exact hour",
        f"{OFFICE}/idempotent.py",
        "if known is not None and known.at >= now - KEPT_MS:",
        "if known is not None and known.at > now - KEPT_MS:",
        f"{KEYS}::test_a_key_holds_for_seventy_two_hours_and_not_a_moment_longer",
    ),
    Fault(
        "a revoked token is believed",
        f"{OFFICE}/access/bearer.py",
        '_k.hash == bindparam("hash"), _k.revoked_at.is_(None)',
        '_k.hash == bindparam("hash")',
        f"{BEARER}::test_a_revoked_token_is_believed_no_more_and_the_others_are",
    ),
    Fault(
        "a revoked token comes in over HTTP",
        f"{OFFICE}/access/bearer.py",
        '_k.hash == bindparam("hash"), _k.revoked_at.is_(None)',
        '_k.hash == bindparam("hash"), _k.scope.is_not(None)',
        f"{REVOKED}::test_a_revoked_token_is_not_let_in",
    ),
    Fault(
        "a token once believed is believed for ever",
        f"{WEB}/known_tokens.py",
        "if now - self._looked >= STALE_SECONDS:",
        "if now < self._looked:",
        f"{REVOKED}::test_a_token_that_was_believed_is_out_after_a_second",
    ),
    Fault(
        "a code is used twice",
        f"{OFFICE}/access/redeem.py",
        '_a.used_at.is_(None), _a.expires_at > bindparam("now")',
        '_a.expires_at > bindparam("now")',
        f"{BEARER}::test_a_code_is_refused_after_its_hour_a_second_time_and_when_guessed",
    ),
    Fault(
        "a code holds a moment too long",
        f"{OFFICE}/access/redeem.py",
        '_a.expires_at > bindparam("now")',
        '_a.expires_at >= bindparam("now")',
        f"{BEARER}::test_a_code_is_refused_after_its_hour_a_second_time_and_when_guessed",
    ),
    # The store.
    Fault(
        "a city-wide work leaves what was known of centers",
        f"{STORE}/unit_of_work.py",
        "self._known.clear()",
        "self._known.copy()",
        f"{WORKS}::test_what_the_whole_city_changed_is_found_by_those_after_it",
    ),
    Fault(
        "commits that are not on the disk",
        f"{STORE}/sqlite_file.py",
        "PRAGMA synchronous = FULL",
        "PRAGMA synchronous = NORMAL",
        f"{FILE}::test_the_stores_own_connections_are_opened_so",
    ),
    Fault(
        "no write-ahead log",
        f"{STORE}/sqlite_file.py",
        "PRAGMA journal_mode = WAL",
        "PRAGMA journal_mode = DELETE",
        f"{FILE}::test_the_writer_keeps_what_it_answers",
    ),
    Fault(
        "no foreign keys",
        f"{STORE}/sqlite_file.py",
        "PRAGMA foreign_keys = ON",
        "PRAGMA foreign_keys = OFF",
        f"{FILE}::test_the_writer_keeps_what_it_answers",
    ),
    Fault(
        "a reader that can write",
        f"{STORE}/sqlite_file.py",
        "PRAGMA query_only = ON",
        "PRAGMA query_only = OFF",
        f"{FILE}::test_a_reader_cannot_write",
    ),
    # Tickets.
    Fault(
        "a cancel that leaves the interval open",
        f"{OFFICE}/advance.py",
        "        if before is not None:\n            uow.run(_END",
        '        if before is not None and after.state != "cancelled":\n            uow.run(_END',
        f"{INTERVALS}::test_intervals_join_and_end_with_the_ticket",
    ),
    Fault(
        "a miss that begins no interval",
        f"{OFFICE}/advance.py",
        "        if after.state not in OVER:\n            _begin",
        '        if after.state not in OVER and after.state != "missed":\n            _begin',
        f"{INTERVALS}::test_intervals_join_and_end_with_the_ticket",
    ),
    Fault(
        "an interval that ends for every ticket",
        f"{OFFICE}/advance.py",
        '.where(_i.ticket == bindparam("of_ticket"), _i.ended_at.is_(None))',
        '.where(_i.ended_at.is_(None), bindparam("of_ticket") == bindparam("of_ticket"))',
        f"{INTERVALS}::test_what_ends_for_one_goes_on_for_all_others",
    ),
    Fault(
        "a claim without its condition",
        f"{OFFICE}/advance.py",
        '.where(_t.id == bindparam("of_ticket"), _t.state == bindparam("from_state"))',
        '.where(_t.id == bindparam("of_ticket"))',
        "tests/server/office/test_advance.py::test_two_cannot_move_one_ticket_that_both_saw",
    ),
    # Guidance.
    Fault(
        "unknown counted as yes by all",
        f"{GUIDANCE}/judge/condition.py",
        "return None if None in parts else True",
        "return True",
        f"{UNKNOWN}::test_two_parts_together",
    ),
    Fault(
        "unknown counted as yes by any",
        f"{GUIDANCE}/judge/condition.py",
        "return None if None in parts else False",
        "return None in parts",
        f"{UNKNOWN}::test_two_parts_together",
    ),
    Fault(
        "the contrary of unknown is yes",
        f"{GUIDANCE}/judge/condition.py",
        "return None if held is None else not held",
        "return not held",
        f"{UNKNOWN}::test_the_contrary_of_unknown_is_unknown",
    ),
    Fault(
        "what nobody confirmed is yes",
        f"{GUIDANCE}/judge/condition.py",
        "    if bound is None:\n        return None\n    match rule:",
        "    if bound is None:\n        return True\n    match rule:",
        f"{UNKNOWN}::test_what_nobody_said_or_confirmed_decides_nothing",
    ),
    Fault(
        "a review that ends a day early",
        f"{GUIDANCE}/judge/judging.py",
        "today <= date.fromisoformat(point.expires)",
        "today < date.fromisoformat(point.expires)",
        f"{UNKNOWN}::test_a_review_holds_through_its_last_day",
    ),
    Fault(
        "a lint a day early",
        f"{GUIDANCE}/prove/dates.py",
        "if expires < today:",
        "if expires <= today:",
        f"{UNKNOWN}::test_a_review_holds_through_its_last_day",
    ),
    Fault(
        "a source a day early",
        f"{GUIDANCE}/release/sources.py",
        "if expires < today:",
        "if expires <= today:",
        f"{UNKNOWN}::test_a_review_holds_through_its_last_day",
    ),
    # Words.
    *(
        Fault(
            f"{file}: {words} unescaped",
            f"commands/pack/{file}.py",
            f"escape({words})",
            words,
            f"{REPORT}::{test}",
        )
        for file, words, test in (
            ("report", "each.what", "test_the_report_shows_words_as_words"),
            ("report", "each.remedy", "test_the_report_shows_words_as_words"),
            ("report", "each.topic.zh", "test_the_report_shows_words_as_words"),
            ("report", "each.owner.zh", "test_the_report_shows_words_as_words"),
            ("report", "side.says.zh", "test_the_report_shows_words_as_words"),
            ("report", "_short(text.zh)", "test_the_report_shows_words_as_words"),
            ("difference", "_written(change.before)", "test_the_difference_shows_words_as_words"),
            ("difference", "_written(change.after)", "test_the_difference_shows_words_as_words"),
            ("difference", "f'{change.id} {change.field}'", "test_the_difference_shows_words_as_words"),
        )
    ),
    Fault(
        "report: an id that leaves its attribute",
        "commands/pack/report.py",
        'href="#{escape(each.id)}"',
        'href="#{each.id}"',
        f"{REPORT}::test_ids_are_words_too",
    ),
    # Moves that go wrong in an order that nobody wrote a test for.
    Fault(
        "who is bound to a counter after its lines",
        f"{OFFICE}/next_in_line.py",
        "func.coalesce(_FIRST_BOUND, _HEAD_OF_LINES)",
        "func.coalesce(_HEAD_OF_LINES, _FIRST_BOUND)",
        EVERY,
    ),
    Fault(
        "a press taken back minutes later",
        f"{OFFICE}/undo.py",
        "uow.moment(now) >= until",
        "uow.moment(now) >= until + 300_000",
        EVERY,
    ),
    Fault(
        "an interval that stays ended when its end is taken back",
        f"{OFFICE}/advance.py",
        "    if after.state not in OVER:\n        uow.run(_GOES_ON",
        "    if after.state in OVER:\n        uow.run(_GOES_ON",
        EVERY,
    ),
    Fault(
        "a counter closed with somebody in hand",
        f"{OFFICE}/counter.py",
        '    must_be_free(uow, command.counter)\n    if state != "closed":',
        '    if state != "closed":',
        EVERY,
    ),
    Fault(
        "people bound to a counter that closed",
        f"{OFFICE}/counter.py",
        '        hand_over(uow, command.counter, now, command.by, "counter_closed")\n',
        "",
        EVERY,
    ),
    Fault(
        "the end of the day forgets who is in no line",
        f"{OFFICE}/day.py",
        '_t.open_day < bindparam("today"))',
        '_t.open_day < bindparam("today"), _t.line.is_not(None))',
        EVERY,
    ),
    Fault(
        "called while put off, and brought back all the same",
        f"{OFFICE}/advance.py",
        '    if state != "postponed":\n',
        '    if state == "waiting":\n',
        EVERY,
    ),
    Fault(
        "a note that outlives its ticket",
        f"{OFFICE}/advance.py",
        "    if state in OVER:\n        after.note",
        '    if state == "cancelled":\n        after.note',
        EVERY,
    ),
)
