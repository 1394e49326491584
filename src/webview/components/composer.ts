import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { icon } from '../icons';
import type { PanelState } from '../state';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { composerStyles } from './composer.styles';
import './generateBar';
import './modelField';
import './moreFields';
import './promptField';
import type { IaPrompt } from './promptField';
import './referenceStrip';
import './shapeFields';

/** What to make: reference images, prompt, models, shape, Generate. Folds to one line where there is little room. */
@customElement('ia-composer')
export class IaComposer extends LitElement {
  static override styles = [base, buttons, composerStyles];

  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) state!: PanelState;
  @property({ type: Boolean, reflect: true }) folded = false;
  /** Open, and the narrow layout offers to fold it. */
  @property({ type: Boolean, reflect: true }) foldable = false;
  /** Something that can be added is being dragged over the panel. */
  @property({ type: Boolean, reflect: true }) dropping = false;
  @query('ia-prompt') private prompt!: IaPrompt | null;

  override render(): TemplateResult {
    return this.folded ? this.renderFolded() : this.renderOpen();
  }

  async focusPrompt(): Promise<void> {
    await this.updateComplete;
    (this.prompt ?? this.renderRoot.querySelector<HTMLElement>('button[aria-expanded]'))?.focus();
  }

  private hadFocus = false;

  protected override willUpdate(): void {
    this.hadFocus = this.matches(':focus-within');
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('folded') && this.folded && this.hadFocus)
      this.renderRoot.querySelector('button')?.focus();
    const before = changed.get('state');
    const { refusal } = this.state;
    if (refusal !== undefined && before !== undefined && before.refusal === undefined)
      void this.focusPrompt();
  }

  private renderOpen(): TemplateResult {
    const { store, state } = this;
    const { composer, models, ready, restricted, runs } = state;
    const { derived, references } = composer;
    const running = runs[0]?.running ? runs[0].id : '';
    return html`<section aria-labelledby="title">
      <h2 id="title" class="hidden-text">${t('Composer')}</h2>
      ${
        this.foldable
          ? html`<button
              class="icon-button fold"
              aria-expanded="true"
              aria-label=${t('Fold the composer')}
              title=${t('Fold the composer')}
              @click=${() => this.store.setUi({ folded: true })}
            >
              ${icon('up')}
            </button>`
          : nothing
      }
      <div class="fields">
        <ia-references
          .store=${store}
          .references=${references}
          .max=${derived.maxReferences}
        ></ia-references>
        ${composer.parent ? this.renderParent(composer.parent.label) : nothing}
        <ia-prompt
          .store=${store}
          .value=${composer.prompt}
          .editing=${references.length > 0 || composer.parent !== undefined}
          .invalid=${state.refusal !== undefined}
          .disabled=${!ready}
          .offer=${derived.offersTransparency && composer.background === null}
          .history=${runs.length > 0 || state.ui.search !== '' || composer.earlierPrompts === true}
        ></ia-prompt>
        <ia-models .store=${store} .models=${models} .chosen=${composer.models}></ia-models>
        <ia-shape .store=${store} .composer=${composer}></ia-shape>
        <ia-more .store=${store} .composer=${composer} .open=${state.ui.more}></ia-more>
        ${
          derived.notes.length > 0
            ? html`<ul class="notes">
                ${derived.notes.map(note => html`<li>${note}</li>`)}
              </ul>`
            : nothing
        }
      </div>
      <ia-generate
        .store=${store}
        .derived=${derived}
        .blind=${composer.models.length > 1 ? composer.blind : undefined}
        .spending=${state.spending}
        .refusal=${state.refusal ?? ''}
        .disabled=${!ready || restricted !== undefined}
        .starting=${state.starting}
        .running=${running}
      ></ia-generate>
      <div class="drop" ?hidden=${!this.dropping} aria-hidden="true">
        ${icon('image')}<span>${t('Drop to add as reference images')}</span>
      </div>
    </section>`;
  }

  private renderParent(label: string): TemplateResult {
    return html`<p class="parent">
      ${icon('history', 'small')}<span>${t('Continues {0}', label)}</span>
      <button
        class="icon-button"
        aria-label=${t('Do not continue {0}', label)}
        title=${t('Start afresh')}
        @click=${() => void this.store.ask('clearParent', {})}
      >
        ${icon('close', 'small')}
      </button>
    </p>`;
  }

  private renderFolded(): TemplateResult {
    const { composer, runs } = this.state;
    const running = runs[0]?.running ? runs[0].id : undefined;
    const count = composer.references.length;
    return html`<section class="bar" aria-label=${t('Composer')}>
      <div class="summary" @click=${this.unfold}>
        <span class="prompt">${composer.prompt.trim() || t('New image')}</span>
        ${count > 0 ? html`<span class="dim">${count === 1 ? t('1 reference') : t('{0} references', count)}</span>` : nothing}
      </div>
      ${
        running
          ? html`<button class="button small" @click=${() => void this.store.ask('stop', { runId: running })}>
              ${icon('stop', 'small')}${t('Stop')}
            </button>`
          : nothing
      }
      <button class="button small" aria-expanded="false" @click=${this.unfold}>
        ${icon('edit', 'small')}${t('Edit')}
      </button>
    </section>`;
  }

  private unfold = (): void => {
    this.store.setUi({ folded: false });
    void this.focusPrompt();
  };
}
