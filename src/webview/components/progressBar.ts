import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/base';

/** The workbench's own thin bar at the top of a view that works. */
@customElement('ia-progress')
export class IaProgress extends LitElement {
  static override styles = [base];

  @property() label = '';

  override render(): TemplateResult {
    return html`<vscode-progress-bar indeterminate aria-label=${this.label}></vscode-progress-bar>`;
  }
}
