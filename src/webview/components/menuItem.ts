import type { TemplateResult } from 'lit';

/** One line of a menu. With `checked` it is a choice, else an action. */
export interface MenuItem {
  id: string;
  label: string;
  icon?: TemplateResult;
  /** Dim, at the end of the line: a price, pixels. */
  detail?: string;
  /** Second line. */
  note?: string;
  badge?: string;
  checked?: boolean;
  /** Any number may be checked, and the menu stays open. */
  many?: boolean;
  disabled?: boolean;
  /** A heading is drawn where this differs from the line before; blank draws a line only. */
  group?: string;
  children?: readonly MenuItem[];
}
