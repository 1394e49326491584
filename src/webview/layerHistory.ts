import type { Description } from '../core/model/layers';

const most = 200;
/** Changes of one field within this time are one step. Milliseconds. */
const oneStepMs = 800;

/** What undo and redo go back and forth in. */
export class LayerHistory {
  private past: Description[] = [];
  private future: Description[] = [];
  private last = '';
  private lastAt = 0;

  constructor(private now: Description) {}

  get current(): Description {
    return this.now;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** `what`: changes of the same thing, one after the other, are one step. */
  set(next: Description, what = '', at = performance.now()): void {
    const same = what !== '' && what === this.last && at - this.lastAt < oneStepMs;
    if (!same) this.past = [...this.past, this.now].slice(-most);
    this.future = [];
    this.now = next;
    this.last = what;
    this.lastAt = at;
  }

  undo(): void {
    const before = this.past.pop();
    if (!before) return;
    this.future.push(this.now);
    this.now = before;
    this.last = '';
  }

  redo(): void {
    const after = this.future.pop();
    if (!after) return;
    this.past.push(this.now);
    this.now = after;
    this.last = '';
  }
}
