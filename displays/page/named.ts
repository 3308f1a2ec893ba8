/** Calls under the names that counters and services have now: one renamed since the call is looked for by its new name. */

import type { Call, Center, Named } from "#browser/wire.ts";
import { onwardOf, type Onward } from "./onward.ts";

export interface Shown extends Call {
  readonly goes?: Onward | null;
}

export function named(calls: readonly Call[], center: Center | null): readonly Shown[] {
  if (center === null) return calls;
  const now = (among: readonly Named[], one: Named): Named => among.find((each) => each.id === one.id) ?? one;
  return calls.map((call) => ({
    ...call,
    counter: { id: call.counter.id, name: now(center.counters, call.counter).name },
    service: { id: call.service.id, name: now(center.services, call.service).name },
    goes: onwardOf(call, center),
  }));
}
