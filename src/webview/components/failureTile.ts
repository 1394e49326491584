import { t } from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FailureView, ModelView, RequestView } from '../../protocol/views';
import { tryAgain, tryAgainItem } from '../candidateActions';
import { cssVars } from '../cssVars';
import { icon } from '../icons';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { tile } from '../styles/tile';
import { linkList, linkListStyles } from './linkList';
import './menuButton';

type Action = NonNullable<FailureView['action']>;

/** How a request ended without an image: what happened, whose fault, what it cost, what to do. */
@customElement('ia-failure')
export class IaFailure extends LitElement {
  @property({ attribute: false }) store!: PanelStore;
  @property() runId = '';
  @property({ attribute: false }) request!: RequestView;
  @property({ attribute: false }) failure!: FailureView;
  @property({ attribute: false }) models: readonly ModelView[] = [];
  @property() label = '';
  @property({ type: Boolean, reflect: true }) compact = false;
  @state() private textShown = false;

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('button')?.focus();
  }

  override render(): TemplateResult {
    const { failure, request, compact, label } = this;
    const { expected } = request;
    const calm = failure.kind === 'cancelled' || failure.kind === 'interrupted';
    return html`<div
      class="tile words"
      role="group"
      aria-label=${`${failure.title}, ${label}`}
      title=${compact ? `${label}\n${failure.detail}\n${failure.cost}` : nothing}
      ${cssVars({ '--w': expected && `${expected.width}`, '--h': expected && `${expected.height}` })}
    >
      <p class="title">${icon(calm ? 'info' : 'error', calm ? '' : 'error')}<span>${failure.title}</span></p>
      ${compact ? nothing : this.renderDetail(failure)}
    </div>`;
  }

  private renderDetail(failure: FailureView): TemplateResult {
    const { action, also, modelText, links } = failure;
    const { id } = this.request;
    return html`<p class="prose">${failure.detail}</p>
      ${failure.cost === '' ? nothing : html`<p class="prose dim">${failure.cost}</p>`}
      ${links ? linkList(t('Where the image lies'), links) : nothing}
      ${modelText ? this.renderText(modelText) : nothing}
      <div class="actions">
        ${action ? this.renderAction(action) : nothing} ${also ? this.renderAction(also) : nothing}
        <span class="again"
          >${
            action?.id === 'retry'
              ? nothing
              : html`<button
                  class="icon-button"
                  aria-label=${t('Retry {0}', this.label)}
                  title=${t('Retry')}
                  @click=${() => void this.store.ask('retry', { runId: this.runId, requestId: id })}
                >
                  ${icon('retry')}
                </button>`
          }
          <ia-menu-button
            kind="link"
            .label=${t('Try another model')}
            .items=${() => tryAgainItem(this.models, this.label).children ?? []}
            @choose=${(event: CustomEvent<string>) => tryAgain(this.store, event.detail, this.runId, id)}
            >${t('Try another model')}</ia-menu-button
          ></span
        >
      </div>`;
  }

  private renderText(text: string): TemplateResult {
    return html`<div>
      <button class="link" aria-expanded=${this.textShown} @click=${() => (this.textShown = !this.textShown)}>
        ${this.textShown ? t('Hide what the model said') : t('What the model said')}
      </button>
      ${this.textShown ? html`<blockquote class="prose">${text}</blockquote>` : nothing}
    </div>`;
  }

  private renderAction({ id, label }: Action): TemplateResult {
    return html`<button class="button small" @click=${() => this.act(id)}>${label}</button>`;
  }

  private act(action: Action['id']): void {
    const at = { runId: this.runId, requestId: this.request.id };
    if (action === 'retry') void this.store.ask('retry', at);
    else void this.store.ask('failureAction', { ...at, action });
    if (action === 'edit-prompt') this.store.focusPrompt();
  }

  static override styles = [
    base,
    buttons,
    tile,
    linkListStyles,
    css`
      :host {
        min-width: 0;
      }
      .tile {
        display: flex;
        flex-direction: column;
        justify-content: center;
        gap: 6px;
        padding: 12px 14px;
        overflow: visible;
        background: none;
      }
      .title {
        display: flex;
        gap: 7px;
        font-weight: 600;
        line-height: 18px;
      }
      .title .icon {
        margin-top: 1px;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        font-size: 12px;
        margin-top: 3px;
      }
      .again {
        display: flex;
        align-items: center;
        gap: 4px;
        min-width: 0;
      }
      /* In a narrow column the words go below each other rather than out of the box. */
      .actions .button {
        white-space: normal;
      }
      .link {
        font-size: 12px;
      }
      blockquote {
        margin: 2px 0 0;
        padding-inline-start: 8px;
        border-inline-start: 2px solid var(--ia-line);
        white-space: pre-wrap;
        max-height: 200px;
        overflow: auto;
      }
      :host([compact]) .tile {
        padding: 8px;
        max-width: 150px;
        min-width: 110px;
        font-size: 12px;
      }
    `,
  ];
}
