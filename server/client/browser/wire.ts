/** What crosses the network, by the names that pages use; set-up makes the types from the OpenAPI document. */

import type { components } from "./made/api.ts";

type Schemas = components["schemas"];

export type Text = Schemas["Text"];
export type Language = keyof Text;
export type Access = Schemas["AccessAnswer"];
/** A code that a page without a token shows, and what may come of it. */
export type PairingBegun = Schemas["PairingBegun"];
export type PairingNow = Schemas["PairingNow"];
/** What a device shall do now, and what came of it. */
export type OrdersNow = Schemas["OrdersNow"];
export type Order = Schemas["Order"];
export type OrderDone = Schemas["OrderDone"];
export type Center = Schemas["CenterAnswer"];
export type Counter = Schemas["CounterAnswer"];
/** A clerk who has signed in at a counter. */
export type SignedInAtDesk = Schemas["SignedInAtDesk"];
/** What a counter can take back, and until when. */
export type LastPress = Schemas["LastPress"];
export type Ticket = Schemas["Ticket"];
export type Before = Schemas["BeforeAnswer"];
export type WaitAnswer = Schemas["WaitAnswer"];
export type Wait = Schemas["Wait"];
/** Where a matter can be done, soonest first. */
export type Places = Schemas["PlacesAnswer"];
/** What a center says of its hours, and until when. */
export type HoursNow = Schemas["HoursNow"];
/** Several halls of a city, what each does and who waits. */
export type Overview = Schemas["OverviewAnswer"];
export type HallOverview = Schemas["HallOverview"];
/** The staff of a center, and who sits where. */
export type People = Schemas["PeopleAnswer"];
export type Help = Schemas["HelpAnswer"];
export type Alarms = Schemas["AlarmsAnswer"];
export type Aside = Schemas["AsideAnswer"];
export type TicketAside = Schemas["TicketAside"];
export type Bookings = Schemas["BookingsAnswer"];
export type Booking = Schemas["Booking"];
export type Slots = Schemas["SlotsAnswer"];
export type BookedToday = Schemas["BookedToday"];
export type CheckedIn = Schemas["CheckedIn"];
export type HallCode = Schemas["HallCode"];
/** The rights to come back with a paper that a number gives. */
export type Returns = Schemas["ReturnsAnswer"];
export type ReturnRight = Schemas["ReturnRight"];
/** What could not be done at a center, as its counters see it. */
export type FailedCases = Schemas["FailedCases"];
export type FailedCase = Schemas["FailedCase"];
/** The same of one ticket, as its holder sees it. */
export type OwnCases = Schemas["OwnCases"];
export type Board = Schemas["Board"];
export type Call = Schemas["Call"];
export type Visit = Schemas["VisitAnswer"];
/** A counter or a service by id and name. */
export type Named = Schemas["NameRef"];
export type Place = Schemas["Place"];
/** A fact of the journal; `type` may be one that this page does not know. */
export type Fact = Schemas["Event"];
export type Snapshot = Schemas["Snapshot"];
export type Hello = Schemas["Hello"];
/** How far a center is, told every few seconds also when nothing happens there. */
export type Pulse = Schemas["Pulse"];
export type Frame = Snapshot | Fact;

export type Consultation = Schemas["KeptAnswer"];
/** For whom a consultation is and can be. */
export type Whom = Schemas["WhomAnswer"];
export type Because = Schemas["Because"];
export type Question = Schemas["Question"];
export type Verdict = Schemas["Verdict"];
export type VerdictWords = Schemas["VerdictWords"];
export type Paper = Schemas["Paper"];
export type PaperWords = Schemas["PaperWords"];
/** What a sentence found, and the matters that it leads to. */
export type Found = Schemas["SearchAnswer"];
export type Matter = Schemas["FoundMatter"];
/** What editors look at. */
export type Editing = Schemas["EditingAnswer"];
export type Answer = Consultation["answers"][string];

export function isSnapshot(frame: Frame): frame is Snapshot {
  return frame.type === "snapshot";
}

export function isPulse(told: Frame | Pulse): told is Pulse {
  return told.type === "pulse";
}

/** Whether the center, its counters or services are other ones now: what is known of it must be asked for again. */
export function changesSettings(fact: Fact): boolean {
  return fact.type === "settings.changed";
}
