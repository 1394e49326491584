import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Layer } from '../../core/model/layers';
import { icon } from '../icons';
import { kindName, layerName } from '../layerNames';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { layersViewStyles } from './layersView.styles';
import './menuButton';

/** The layers, the uppermost first. Fires `pick`, `copy`, `remove` (ids) and `layers` (all, in another order or look). */
@customElement('ia-layer-list')
export class IaLayerList extends LitElement {
  static override styles = [base, buttons, layersViewStyles];

  @property({ attribute: false }) layers: readonly Layer[] = [];
  @property() chosen = '';

  override render(): TemplateResult {
    if (this.layers.length === 0) {
      return html`<p class="empty">${t('Nothing is drawn yet. Add a layer, or begin with a template.')}</p>`;
    }
    return html`<ol>
      ${repeat(
        [...this.layers].reverse(),
        ({ id }) => id,
        layer => this.renderLayer(layer),
      )}
    </ol>`;
  }

  private renderLayer(layer: Layer): TemplateResult {
    const name = layerName(layer);
    const kind = kindName(layer.type);
    const hidden = layer.hidden === true;
    return html`<li class="${layer.id === this.chosen ? 'chosen' : ''} ${hidden ? 'hidden' : ''}">
      <button
        class="what"
        aria-pressed=${layer.id === this.chosen}
        title=${name}
        @click=${() => this.fire('pick', layer.id)}
      >
        ${name}${name === kind ? nothing : html` <span class="hidden-text">, ${kind}</span>`}
      </button>
      <button
        class="icon-button"
        title=${hidden ? t('Show') : t('Hide')}
        aria-label=${hidden ? t('Show {0}', name) : t('Hide {0}', name)}
        @click=${() => this.hide(layer)}
      >
        ${icon(hidden ? 'eyeClosed' : 'eye', 'small')}
      </button>
      <ia-menu-button
        .label=${t('More about {0}', name)}
        .items=${() => [
          { id: 'up', label: t('Bring forward'), icon: icon('up', 'small'), disabled: this.isEnd(layer, 1) },
          {
            id: 'down',
            label: t('Send backward'),
            icon: icon('down', 'small'),
            disabled: this.isEnd(layer, -1),
          },
          { id: 'copy', label: t('Duplicate'), icon: icon('copy', 'small') },
          { id: 'remove', label: t('Delete'), icon: icon('trash', 'small') },
        ]}
        @choose=${(event: CustomEvent<string>) => this.choose(event.detail, layer)}
        >${icon('ellipsis', 'small')}</ia-menu-button
      >
    </li>`;
  }

  private isEnd(layer: Layer, way: 1 | -1): boolean {
    return (way > 0 ? this.layers.at(-1) : this.layers[0])?.id === layer.id;
  }

  private choose(what: string, layer: Layer): void {
    if (what === 'up') this.move(layer, 1);
    else if (what === 'down') this.move(layer, -1);
    else this.fire(what, layer.id);
  }

  private move(layer: Layer, way: 1 | -1): void {
    const at = this.layers.indexOf(layer);
    const layers = this.layers.filter(each => each !== layer);
    layers.splice(at + way, 0, layer);
    this.fire('layers', layers);
  }

  private hide(layer: Layer): void {
    const { hidden, ...shown } = layer;
    const other: Layer = hidden === true ? shown : { ...layer, hidden: true };
    this.fire(
      'layers',
      this.layers.map(each => (each === layer ? other : each)),
    );
  }

  private fire(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
