import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatPixels } from '../../core/model/format';
import { type ReferenceRole, referenceRoles } from '../../core/model/run';
import type { ReferenceView } from '../../protocol/views';
import { dragTypes } from '../../protocol/dragTypes';
import { icon } from '../icons';
import { roleLabel, roleNote } from '../labels';
import type { PanelStore } from '../store';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import './menuButton';
import type { MenuItem } from './menuItem';
import { referenceStyles } from './referenceStrip.styles';

/** Without its folders, where it is a path; what was generated has its prompt for a name. */
function baseName(name: string): string {
  return /[/\\]([^/\\]+\.\w{2,5})$/.exec(name)?.[1] ?? name;
}

/** Reference images with their roles; reordered by drag or Alt+arrows, removed by Delete. */
@customElement('ia-references')
export class IaReferences extends LitElement {
  static override styles = [base, buttons, fields, referenceStyles];
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: false };

  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) references: readonly ReferenceView[] = [];
  @property({ type: Number }) max = 0;
  @state() private target: number | undefined;

  override render(): TemplateResult {
    const { references, max } = this;
    const problems = references.filter(reference => reference.problem !== undefined);
    return html`<div class="field-head">
        <h3 id="head">${t('Reference images')}</h3>
        ${max > 0 ? html`<span class=${references.length > max ? 'over' : ''}>${this.countText()}</span>` : nothing}
      </div>
      ${references.length === 0 ? this.renderEmpty() : this.renderStrip()}
      ${problems.map(
        ({ name, problem }) =>
          html`<p class="problem">${icon('warning', 'small warning')}<span>${name}: ${problem}</span></p>`,
      )}`;
  }

  private countText(): string {
    return t('{0} of {1}', this.references.length, this.max);
  }

  private renderEmpty(): TemplateResult {
    return html`<button class="zone" @click=${this.pick}>
      ${icon('image')}
      <span
        ><span class="add">${t('Add images…')}</span
        ><span class="hint">${t('or drop them here; hold Shift from the Explorer')}</span></span
      >
    </button>`;
  }

  private renderStrip(): TemplateResult {
    return html`<ul aria-labelledby="head" @dragleave=${() => (this.target = undefined)}>
      ${repeat(
        this.references,
        reference => reference.id,
        (reference, index) => this.renderOne(reference, index),
      )}
      <li>
        <button
          class="more"
          @click=${this.pick}
          aria-label=${t('Add images…')}
          title=${`${t('Add images…')}\n${t('or drop them here; hold Shift from the Explorer')}`}
        >
          ${icon('add')}
        </button>
      </li>
    </ul>`;
  }

  private renderOne(reference: ReferenceView, index: number): TemplateResult {
    const { id, name, role, facts, thumbnail, problem } = reference;
    const title = facts ? `${name}\n${formatPixels(facts)}` : name;
    return html`<li
      class="one ${this.target === index ? 'target' : ''}"
      draggable="true"
      title=${title}
      @dragstart=${(event: DragEvent) => event.dataTransfer?.setData(dragTypes.reference, id)}
      @dragover=${(event: DragEvent) => this.onDragOver(event, index)}
      @drop=${(event: DragEvent) => this.onDrop(event, index)}
      @keydown=${(event: KeyboardEvent) => this.onKey(event, reference, index)}
    >
      <ia-menu-button
        kind="plain"
        data-id=${id}
        .label=${t('{0}, {1}, {2} of {3}', name, roleLabel(role), index + 1, this.references.length)}
        .items=${() => this.items(reference, index)}
        @choose=${(event: CustomEvent<string>) => this.choose(event.detail, id, index)}
      >
        <div class="thumb ${problem ? 'bad' : ''} checker">
          ${
            thumbnail
              ? html`<img src=${thumbnail} alt="" draggable="false" />`
              : icon(problem ? 'warning' : 'image', problem ? 'warning' : '')
          }
        </div>
        <div class="file">${baseName(name)}</div>
        <div class="role">${roleLabel(role)}${icon('down', 'small')}</div>
      </ia-menu-button>
      <button
        class="remove"
        tabindex="-1"
        aria-label=${t('Remove {0}', name)}
        @click=${() => this.removeOne(id, index)}
      >
        ${icon('close', 'small')}
      </button>
    </li>`;
  }

  private items(reference: ReferenceView, index: number): MenuItem[] {
    const last = this.references.length - 1;
    return [
      ...referenceRoles.map(role => ({
        id: role,
        label: roleLabel(role),
        note: roleNote(role),
        checked: role === reference.role,
      })),
      ...(index > 0 ? [{ id: 'earlier', label: t('Move left'), detail: 'Alt+←', group: '' }] : []),
      ...(index < last ? [{ id: 'later', label: t('Move right'), detail: 'Alt+→', group: '' }] : []),
      { id: 'remove', label: t('Remove'), detail: t('Delete'), group: '' },
    ];
  }

  private choose(choice: string, id: string, index: number): void {
    if (choice === 'earlier') this.move(id, index - 1);
    else if (choice === 'later') this.move(id, index + 1);
    else if (choice === 'remove') this.removeOne(id, index);
    else void this.store.ask('setRole', { id, role: choice as ReferenceRole });
  }

  private onKey(event: KeyboardEvent, { id }: ReferenceView, index: number): void {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (event.altKey && step !== undefined) {
      event.preventDefault();
      this.move(id, index + step);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      this.removeOne(id, index);
    }
  }

  private move(id: string, to: number): void {
    if (to < 0 || to >= this.references.length) return;
    this.focusLater(() => id);
    void this.store.ask('moveReference', { id, to });
  }

  private removeOne(id: string, index: number): void {
    this.focusLater(() => this.references[index]?.id ?? this.references.at(-1)?.id);
    void this.store.ask('removeReference', { id });
  }

  private focusOnUpdate: (() => string | undefined) | undefined;

  /** The host answers with a new list; the focus stays where the hands were. */
  private focusLater(find: () => string | undefined): void {
    this.focusOnUpdate = find;
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('references') || this.focusOnUpdate === undefined) return;
    const id = this.focusOnUpdate();
    this.focusOnUpdate = undefined;
    const next =
      id === undefined
        ? undefined
        : this.renderRoot.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
    (next ?? this.renderRoot.querySelector<HTMLElement>('.zone'))?.focus();
  }

  private onDragOver(event: DragEvent, index: number): void {
    if (event.dataTransfer?.types.includes(dragTypes.reference)) this.target = index;
  }

  private onDrop(event: DragEvent, index: number): void {
    this.target = undefined;
    const id = event.dataTransfer?.getData(dragTypes.reference);
    if (!id) return;
    event.preventDefault();
    event.stopPropagation();
    void this.store.ask('moveReference', { id, to: index });
  }

  private pick = (): void => void this.store.ask('pickImages', {});
}
