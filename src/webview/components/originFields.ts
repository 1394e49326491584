import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { hasMarks } from '../../core/model/provenanceMarks';
import { OutputPart } from './outputPart';

/** What the file says of itself, and what lies beside it. */
@customElement('ia-origin-fields')
export class IaOriginFields extends OutputPart {
  override render(): TemplateResult {
    const { facts, recipe } = this.view;
    const { keepOriginal } = this.settings;
    return html`${this.flag('strip', t('Strip all metadata'))}
    ${
      hasMarks(facts.provenance) || keepOriginal
        ? this.flag('keepOriginal', t('Keep the original bytes beside'))
        : nothing
    }
    ${
      recipe === undefined
        ? nothing
        : this.check(t('Write a recipe beside'), this.settings.recipe ?? recipe, on =>
            this.set({ recipe: on === recipe ? null : on }),
          )
    }`;
  }
}
