import { noChange } from 'lit';
import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js';

/**
 * `<div ${cssVars({'--ratio': '16 / 9'})}>`. Lit's `styleMap` sets the `style` attribute on its first render, which the
 * page's content security policy refuses; the object model is allowed.
 */
class CssVars extends Directive {
  private names = new Set<string>();

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('cssVars belongs on an element');
  }

  override render(values: Readonly<Record<string, string | undefined>>): unknown {
    void values;
    return noChange;
  }

  override update(part: ElementPart, [values]: [Readonly<Record<string, string | undefined>>]): unknown {
    const { style } = part.element as HTMLElement;
    for (const name of this.names) if (values[name] === undefined) style.removeProperty(name);
    this.names = new Set();
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue;
      style.setProperty(name, value);
      this.names.add(name);
    }
    return noChange;
  }
}

export const cssVars = directive(CssVars);
