/** Which images are selected, and where the next range begins. */
export interface Selection {
  ids: ReadonlySet<number>;
  anchor: number | undefined;
}

export const noSelection: Selection = { ids: new Set(), anchor: undefined };

export function selectOnly(id: number): Selection {
  return { ids: new Set([id]), anchor: id };
}

export function toggle({ ids }: Selection, id: number): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** From the anchor to here, in the order that is shown; `add`: to what is selected already. */
export function extendTo(
  now: Selection,
  id: number,
  order: readonly { id: number }[],
  add = false,
): Selection {
  const place = (of: number | undefined) => order.findIndex(each => each.id === of);
  const [from, to] = [place(now.anchor), place(id)];
  if (from < 0 || to < 0) return selectOnly(id);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1).map(each => each.id);
  return { ids: new Set(add ? [...now.ids, ...range] : range), anchor: now.anchor };
}

/** What is not shown is not selected either: nobody acts on what they do not see. */
export function withoutHidden(now: Selection, shown: ReadonlyMap<number, unknown>): Selection {
  if ([...now.ids].every(id => shown.has(id))) return now;
  const ids = new Set([...now.ids].filter(id => shown.has(id)));
  return { ids, anchor: now.anchor !== undefined && shown.has(now.anchor) ? now.anchor : undefined };
}
