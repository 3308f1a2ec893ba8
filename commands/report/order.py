"""`banshi report order`: what the order of a center's lines does to people, in sentences."""

import sys

import msgspec
from msgspec.structs import replace

from commands.pack.release import opened
from commands.terminal import language
from config.centers import PolicyName
from config.settings import Settings
from server.rules.hall.policy_words import bound_of, preview
from server.wire.settings import OrderAnswer


def report_order(settings: Settings, center: str, policy: PolicyName | None, *, as_json: bool) -> None:
    """Print what the order in force does to people, or what `policy` would; raises `Refusal` center_unknown."""
    with opened(settings) as store:
        rules = store.read(lambda reading: reading.hall(center)).rules
    if policy is not None:
        rules = replace(rules, policy=policy)
    answer = OrderAnswer(rules.policy, bound_of(rules), preview(rules))
    if as_json:
        sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
    else:
        sys.stdout.write("".join(f"{each.say(language())}\n" for each in answer.said))
