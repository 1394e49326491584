import type { SvgElement } from './svgTree';

/** An element that stays, with what it leads to. */
export interface KeptElement extends SvgElement {
  children: (KeptElement | string)[];
  /** Drawn once for each thing that the element draws. */
  paints: readonly string[];
  /** Drawn as often as given. */
  uses: readonly { id: string; times: number }[];
}

/** Longest way from an element to the last that it leads to. */
const maxWay = 1000;

/**
 * How many elements a drawing has when each is counted as often as it is drawn: few bytes can draw billions. `undefined`:
 * more than `most`, or something leads back to itself.
 */
export function drawnElements(root: KeptElement, most: number): number | undefined {
  const byId = new Map<string, KeptElement>();
  const waiting: KeptElement[] = [root];
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    const id = element.attributes.find(([name]) => name === 'id')?.[1];
    if (id !== undefined && !byId.has(id)) byId.set(id, element);
    for (const child of element.children) if (typeof child !== 'string') waiting.push(child);
  }
  const known = new Map<KeptElement, number>();
  const under = new Set<KeptElement>();

  const total = weigh(root, 0);
  return total <= most ? total : undefined;

  function weigh(element: KeptElement, way: number): number {
    const before = known.get(element);
    if (before !== undefined) return before;
    if (under.has(element) || way > maxWay) return Infinity;
    under.add(element);
    const of = (id: string): number => {
      const found = byId.get(id);
      return found ? weigh(found, way + 1) : 0;
    };
    let sum = 1;
    for (const child of element.children) {
      if (typeof child !== 'string') sum += weigh(child, way + 1);
      if (sum > most) break;
    }
    for (const { id, times } of element.uses) sum += times * of(id);
    let all = sum;
    for (const id of element.paints) all += sum * of(id);
    under.delete(element);
    known.set(element, all);
    return all;
  }
}
