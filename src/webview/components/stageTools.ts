import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { icon, type IconName } from '../icons';
import type { Backdrop, IaStage } from './stage';

/** What stands above every stage: the same buttons with the same names. */

const backdrops: readonly Backdrop[] = ['checker', 'light', 'dark', 'page'];

/** What the buttons and keys for zoom do something to. */
export type Zoomed = Pick<IaStage, 'zoomBy' | 'zoomTo' | 'fit'>;

export function toolButton(
  name: IconName,
  label: string,
  run: () => void,
  pressed?: boolean,
  disabled = false,
): TemplateResult {
  return html`<button
    class="icon-button"
    aria-label=${label}
    title=${label}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    ?disabled=${disabled}
    @click=${run}
  >
    ${icon(name)}
  </button>`;
}

export function zoomTools(stage: () => Zoomed | null, percent: number): TemplateResult {
  return html`<div class="group" role="group" aria-label=${t('Zoom')}>
    ${toolButton('remove', t('Zoom out (−)'), () => stage()?.zoomBy(-1))}
    <button
      class="percent"
      title=${t('Actual size (1) or fit (0)')}
      aria-label=${t('Zoom {0} %: actual size or fit', percent)}
      @click=${() => (percent === 100 ? stage()?.fit() : stage()?.zoomTo(1))}
    >
      ${percent} %
    </button>
    ${toolButton('add', t('Zoom in (+)'), () => stage()?.zoomBy(1))}
    ${toolButton('fit', t('Fit (0)'), () => stage()?.fit())}
  </div>`;
}

export function backdropTools(
  current: Backdrop | undefined,
  choose: (backdrop: Backdrop) => void,
): TemplateResult {
  const labels = {
    checker: t('Checkerboard'),
    light: t('Light background'),
    dark: t('Dark background'),
    page: t('Page color'),
  };
  return html`<div class="group" role="group" aria-label=${t('Background')}>
    ${backdrops.map(
      each =>
        html`<button
          class="icon-button"
          aria-label=${labels[each]}
          title=${labels[each]}
          aria-pressed=${each === current}
          @click=${() => choose(each)}
        >
          <span class="swatch ${each}"></span>
        </button>`,
    )}
  </div>`;
}

/** What is asked before something is lost. */
export interface Question {
  text: string;
  /** The safe way. */
  stay: string;
  go: string;
  run(): void;
}

/** In place of the actions. */
export function questionBar(
  { text, stay, go }: Omit<Question, 'run'>,
  back: () => void,
  run: () => void,
): TemplateResult {
  return html`<span class="question" role="alert">${text}</span>
    <button class="button primary" @click=${back}>${stay}</button>
    <button class="button" @click=${run}>${go}</button>`;
}

/** Of the keyboard, for the dialog around a stage: whether the key was one of the stage's. */
export function stageKey(stage: Zoomed, key: string): boolean {
  const keys: Record<string, () => void> = {
    '+': () => stage.zoomBy(1),
    '=': () => stage.zoomBy(1),
    '-': () => stage.zoomBy(-1),
    '0': () => stage.fit(),
    '1': () => stage.zoomTo(1),
  };
  keys[key]?.();
  return key in keys;
}
