import { t } from '@vscode/l10n';
import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import type { SeamsView } from '../../protocol/views';
import { icon } from '../icons';
import type { Tiling } from './tiles';

interface Checked {
  /** Names the picture that is shown, bytes and all. */
  shown(): string;
  /** `null`, `undefined`: it cannot be said now. */
  measure(): Promise<SeamsView | null | undefined>;
  /** Something else was shown over the picture and is not any more. */
  begin?(): void;
}

const order: readonly Tiling[] = ['off', 'offset', 'repeat'];

/** Of a view with a stage: the picture as a tile, and whether a seam shows. */
export class TileCheck implements ReactiveController {
  tiling: Tiling = 'off';
  private seams: SeamsView | undefined;
  private measured = '';

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly checked: Checked,
  ) {
    host.addController(this);
  }

  get on(): boolean {
    return this.tiling !== 'off';
  }

  hostUpdated(): void {
    if (this.on && this.checked.shown() !== this.measured) void this.measure();
  }

  choose(tiling: Tiling): void {
    if (tiling === this.tiling) return;
    this.tiling = tiling;
    if (this.on) this.checked.begin?.();
    this.host.requestUpdate();
  }

  /** Whether the key was for this. */
  key(key: string): boolean {
    if (key !== 't' && key !== 'T') return false;
    this.choose(order[(order.indexOf(this.tiling) + 1) % order.length] ?? 'off');
    return true;
  }

  tools(): TemplateResult {
    const button = (tiling: Tiling, label: string) =>
      html`<button
        class="icon-button"
        aria-label=${label}
        title=${t('{0} (T)', label)}
        aria-pressed=${this.tiling === tiling}
        @click=${() => this.choose(this.tiling === tiling ? 'off' : tiling)}
      >
        <span class="swatch ${tiling}"></span>
      </button>`;
    return html`<div class="group" role="group" aria-label=${t('Seamless tile')}>
      ${button('offset', t('Wrapped by half'))}${button('repeat', t('Repeated 3 × 3'))}
    </div>`;
  }

  /** What was measured, over the picture. */
  status(): TemplateResult {
    const seams = this.on ? this.seams : undefined;
    const sign = { meets: icon('check', 'good'), shows: icon('warning', 'warning'), unknown: icon('error') };
    return html`<div class="seams" role="status">
      ${seams ? html`${sign[seams.verdict]}<span>${seams.lines.map(line => html`<span>${line}</span> `)}</span>` : nothing}
    </div>`;
  }

  private async measure(): Promise<void> {
    const shown = this.checked.shown();
    this.measured = shown;
    this.seams = undefined;
    const seams = await this.checked.measure();
    if (this.measured !== shown) return;
    this.seams = seams ?? undefined;
    this.host.requestUpdate();
  }
}
