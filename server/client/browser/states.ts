/** What the states of a ticket are called. */

import type { Ticket } from "./wire.ts";
import type { Sentence } from "./words.ts";

export const STATES: Readonly<Record<Ticket["state"], Sentence>> = {
  waiting: "Waiting",
  postponed: "Put off",
  called: "Called",
  serving: "In service",
  held: "On hold",
  missed: "Missed",
  finished: "Done",
  cancelled: "Given back",
  expired: "Run out",
  remote: "On the way",
};
