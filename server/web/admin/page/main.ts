/** The house's one script: parts of a page that look again by themselves. Every page is whole without it. */

import "htmx.org";
