import { t } from '@vscode/l10n';
import { html, LitElement, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { WriteAnswer } from '../../protocol/views';
import { icon } from '../icons';
import type { PanelStore } from '../store';
import type { Backdrop, IaStage } from './stage';
import type { WrongField } from './fieldsPart';
import './progressBar';
import './stage';
import { type Question, questionBar, stageKey, toolButton } from './stageTools';
import { stageViewStyles } from './stageView.styles';

/** Hands move on before this; a picture for every step in between would come late. Milliseconds. */
const restMs = 200;

interface Problem {
  problem: string;
}

/**
 * A view over the panel that shows what would be written, made anew whenever the hands rest: the dialog, its keys, and the
 * questions to the host, of which only the newest answer counts. Fires `closed`; its detail is true where what is not saved is
 * not wanted any more.
 */
export abstract class StageView<View extends { id: string }, Made extends object> extends LitElement {
  static override styles: CSSResultGroup = stageViewStyles;

  @property({ attribute: false }) store!: PanelStore;
  @property({ attribute: false }) view!: View;
  /** The last one that came out. */
  @state() protected made: Made | undefined;
  @state() protected problem = '';
  @state() protected pending = true;
  /** Of fields whose text cannot be, by their part: nothing is written meanwhile. */
  @state() private wrongFields: ReadonlyMap<string, string> = new Map();
  @state() protected writing = false;
  /** Waits for an answer, in place of the actions. */
  @state() private question: Question | undefined;
  /** Shown as it was left, not saved. */
  @state() protected resumed = false;
  /** The user said that what is not saved is not wanted. */
  private discarded = false;
  private focusBefore: HTMLElement | null = null;
  @state() protected backdrop: Backdrop = 'checker';
  @state() protected percent = 100;
  @query('dialog') protected dialog!: HTMLDialogElement;
  /** Null while there is nothing to show. */
  @query('ia-stage') protected stage!: IaStage | null;
  @query('#path') protected pathField!: HTMLInputElement;
  private timer: number | undefined;
  private asked = 0;
  private stop = new AbortController();

  /** `null`: a newer one was asked for. `undefined`: the host could not, and has said so. */
  protected abstract preview(isNewest: () => boolean): Promise<Made | Problem | null | undefined>;
  /** Ctrl+Enter. */
  protected abstract save(): void | Promise<void>;
  /** Where the first focus goes. */
  protected abstract focusFirst(): void;

  /** Closing would lose what cannot be set again in a moment. */
  protected get unsaved(): boolean {
    return false;
  }

  /** Keys of the view's own, before those that all have. True: it was one. */
  protected ownKey?(event: KeyboardEvent, typing: boolean): boolean;

  protected received(made: Made): void {
    this.made = made;
  }

  /** The newest answer is there, whatever it says. */
  protected settled(): void {}

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener('keydown', this.onKey, { signal });
    this.addEventListener('wrong', this.onWrong, { signal });
    // The host keeps what it is asked with, and a page that is closed can no longer ask.
    document.addEventListener('visibilitychange', this.flush, { signal });
    window.addEventListener('pagehide', this.flush, { signal });
    window.addEventListener('blur', this.flush, { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop.abort();
    this.stopTimer();
  }

  override firstUpdated(): void {
    this.dialog.showModal();
    this.focusFirst();
    void this.ask();
  }

  protected get wrong(): string {
    const [first = ''] = this.wrongFields.values();
    return first;
  }

  private onWrong = (event: Event): void => {
    const { part, problem } = (event as CustomEvent<WrongField>).detail;
    const others = [...this.wrongFields].filter(([name]) => name !== part);
    this.wrongFields = new Map(problem === undefined ? others : [...others, [part, problem]]);
  };

  protected askSoon(): void {
    this.pending = true;
    this.stopTimer();
    this.timer = window.setTimeout(() => void this.ask(), restMs);
  }

  /** Asks at once with what was changed last. */
  private flush = (): void => {
    if (this.timer !== undefined) void this.ask();
  };

  private stopTimer(): void {
    window.clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** What is on its way does not count any more. */
  protected forgetAsked(): void {
    this.stopTimer();
    this.asked++;
    this.pending = true;
  }

  protected async ask(): Promise<void> {
    this.stopTimer();
    const mine = ++this.asked;
    this.pending = true;
    const answer = await this.preview(() => mine === this.asked);
    if (mine !== this.asked || !this.isConnected || answer === null) return;
    this.pending = false;
    this.settled();
    if (answer === undefined) return;
    this.problem = isProblem(answer) ? answer.problem : '';
    if (!isProblem(answer)) this.received(answer);
  }

  protected close(): void {
    if (!this.unsaved) {
      this.flush();
      this.dialog.close();
      return;
    }
    this.put({
      ...{ text: t('Your changes are not saved.'), stay: t('Keep editing'), go: t('Discard') },
      run: () => {
        this.discarded = true;
        this.dialog.close();
      },
    });
  }

  protected put(question: Question): void {
    if (!this.question) this.focusBefore = (this.shadowRoot?.activeElement ?? null) as HTMLElement | null;
    this.question = question;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('.question + .button')?.focus(),
    );
  }

  /** Whether it was written. Why not is said where the button was, not beside the window, where it would cover it. */
  protected wrote(answer: WriteAnswer | undefined, again: () => void): boolean {
    if (typeof answer !== 'object') return answer === true;
    if (this.isConnected) {
      this.put({ text: answer.refused, stay: t('Go back'), go: t('Try again'), run: again });
    }
    return false;
  }

  private goBack(): void {
    this.question = undefined;
    void this.updateComplete.then(() => {
      // The button that asked is drawn anew.
      const { focusBefore } = this;
      if (focusBefore?.isConnected) focusBefore.focus();
      else this.renderRoot.querySelector<HTMLElement>('.bottom .button.primary')?.focus();
    });
  }

  protected renderDialog(label: string, content: TemplateResult): TemplateResult {
    return html`<dialog
      class="with-aside"
      aria-label=${label}
      @cancel=${this.onCancel}
      @close=${() => this.dispatchEvent(new CustomEvent('closed', { detail: this.discarded }))}
    >
      ${content}
    </dialog>`;
  }

  protected renderBusy(label: string): TemplateResult | typeof nothing {
    return this.pending ? html`<ia-progress .label=${label}></ia-progress>` : nothing;
  }

  /** Says that this is how it was left, and has a way back to the beginning. */
  protected renderResumed(startOver: () => void): TemplateResult | typeof nothing {
    if (!this.resumed) return nothing;
    const start = () => {
      this.resumed = false;
      startOver();
      this.focusFirst();
    };
    return html`<p class="resumed" role="status">
      ${t('As you left it, not saved.')}
      <button class="link" @click=${start}>${t('Start over')}</button>
    </p>`;
  }

  protected renderClose(): TemplateResult {
    return toolButton('close', t('Close'), () => this.close());
  }

  protected renderProblem(): TemplateResult | typeof nothing {
    const problem = this.wrong || this.problem;
    if (problem === '') return nothing;
    return html`<div class="problem" role="alert">${icon('error', 'error')}<span>${problem}</span></div>`;
  }

  protected renderBottom(actions: () => TemplateResult): TemplateResult {
    const { question } = this;
    const go = (run: () => void) => {
      this.question = undefined;
      run();
    };
    const bar = (asked: Question) =>
      questionBar(
        asked,
        () => this.goBack(),
        () => go(asked.run),
      );
    return html`<div class="bottom">${question ? bar(question) : actions()}</div>`;
  }

  /** The place of what will be written. `enter`: writes it. `taken`: there is a file already. */
  protected renderPath(
    label: string,
    path: string,
    on: { input(path: string): void; enter?(): void; browse(): Promise<void>; taken?: boolean },
  ): TemplateResult {
    return html`<span class="path"
      ><label for="path">${label}</label
      ><input
        id="path"
        type="text"
        spellcheck="false"
        autocomplete="off"
        .value=${live(path)}
        @input=${(event: Event) => on.input((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Enter' && !event.isComposing) on.enter?.();
        }}
      />${toolButton('folder', t('Browse…'), () => void on.browse())}<span aria-live="polite" class="taken"
        >${on.taken ? html`${icon('warning', 'small warning')} ${t('already there')}` : nothing}</span
      ></span
    >`;
  }

  protected onZoom = (event: CustomEvent<number>): void => {
    this.percent = Math.round(event.detail * 100);
  };

  private onCancel = (event: Event): void => {
    event.preventDefault();
    if (this.question) this.goBack();
    else this.close();
  };

  private onKey = (event: KeyboardEvent): void => {
    const [target] = event.composedPath();
    // It may be the key that closes the tab.
    if (event.ctrlKey || event.metaKey || event.altKey) this.flush();
    if (this.ownKey?.(event, isTyping(target))) {
      event.preventDefault();
      return;
    }
    const command = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && command) {
      event.preventDefault();
      void this.save();
      return;
    }
    if (command || event.altKey || event.defaultPrevented) return;
    // Digits and signs belong to the field that has the focus.
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
    if (this.stage && stageKey(this.stage, event.key)) event.preventDefault();
  };
}

function isProblem(answer: object): answer is Problem {
  return 'problem' in answer;
}

function isTyping(target: EventTarget | undefined): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && target.type !== 'range' && target.type !== 'checkbox';
}
