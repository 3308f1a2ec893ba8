/** Where somebody goes next whose step is done at one counter and who has another. */

import type { Call, Center, Text } from "#browser/wire.ts";

export interface Onward {
  /** The counter, or the place of several. */
  readonly place: Text;
  readonly service: Text;
}

/** Return where the ticket of `call` waits now; null where it does not, or where the center does not know the service. */
export function onwardOf(call: Call, center: Center | null): Onward | null {
  const { onward } = call;
  const service = center?.services.find((each) => each.id === onward?.service)?.name;
  if (center === null || !onward || call.state !== "finished" || service === undefined) return null;
  const bound = center.counters.find((each) => each.id === onward.counter);
  if (bound !== undefined) return { place: bound.name, service };
  const serve = center.counters.filter((each) => each.services.includes(onward.service));
  const [first, ...others] = serve;
  if (first === undefined) return { place: service, service };
  if (others.length === 0) return { place: first.name, service };
  const place = first.place ?? null;
  // Several counters in several places have no sign in common: the line has a name.
  return { place: place !== null && others.every((each) => each.place?.zh === place.zh) ? place : service, service };
}
