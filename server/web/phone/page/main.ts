/** What the phone's pages do beyond plain HTML: follow a ticket, and keep which papers were ticked on this phone. */

import { keepPresses } from "#browser/pressing.ts";
import { follow } from "./ticket.ts";
import { keepTicks } from "./ticks.ts";

keepPresses(document);
const place = document.getElementById("number");
if (place !== null) follow(place);
keepTicks([...document.querySelectorAll<HTMLElement>(".papers[data-code]")]);
