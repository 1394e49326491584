import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as axeCore from 'axe-core';
import type { Frame } from 'playwright-core';

const source = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong in a frame, a line each. */
export async function axe(frame: Frame): Promise<string[]> {
  await frame.evaluate(source);
  return frame.evaluate(async () => {
    const { axe: core } = window as unknown as { axe: typeof axeCore };
    const { violations } = await core.run(document);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(node => `${id}: ${node.target.flat().join(' ')} ${node.failureSummary ?? ''}`),
    );
  });
}

/** Elements that are wider than the room they have, or reach out of the page; a line each. */
export function overflowing(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const found: string[] = [];
    // No inner function: the compiler would mark it with a helper that the page does not have.
    const roots: (Document | ShadowRoot)[] = [document];
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) roots.push(element.shadowRoot);
        const scrolls = /auto|scroll/.test(getComputedStyle(element).overflowX);
        if (scrolls && element.scrollWidth > element.clientWidth + 1)
          found.push(`${element.localName}.${element.className} scrolls sideways`);
      }
    }
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide in ${clientWidth}`);
    return found;
  });
}
