/** Where a clerk's page remembers who it is: this tab's own word first, and after the browser was closed the last one. */

/** What a page's token is kept in. */
export type Remembering = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Return a storage over `own` (ends with the tab) and `kept` (stays). */
export function dayStorage(own: Remembering, kept: Remembering): Remembering {
  return {
    getItem: (name) => own.getItem(name) ?? kept.getItem(name),
    setItem: (name, value) => {
      own.setItem(name, value);
      kept.setItem(name, value);
    },
    removeItem: (name) => {
      // Another tab may be another counter: only what this tab was is forgotten for good.
      if (own.getItem(name) === null || own.getItem(name) === kept.getItem(name)) kept.removeItem(name);
      own.removeItem(name);
    },
  };
}
