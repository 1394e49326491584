import { randomUUID } from 'node:crypto';
import { askedSettings, derive, type Derived } from '../../core/compose/derive';
import { defaultSettings, defaultShape, type ComposerValues } from '../../core/model/composerValues';
import { Emitter } from '../../core/emitter';
import type { ModelId, ModelInfo } from '../../core/model/modelInfo';
import { sameCandidate, type ReferenceRole, type RunSettings } from '../../core/model/run';
import type { Ask, AskImage } from '../../core/run/runService';
import type { Translate } from '../../core/translate';
import type { ComposerDerived, ComposerView, ReferenceView } from '../../protocol/views';
import { blockedSentence, noteSentence } from '../text/composeText';
import {
  mergeLists,
  maxTold,
  parseComposerState,
  rememberPrompt,
  type ComposerState,
  type ReferenceSource,
  type SavedReference,
} from './composerState';
import type { CheckedReference, ReferenceFiles } from './referenceFiles';
import { optional } from './optional';
import { valuesOf } from './valuesOf';

export interface ComposerPorts {
  /** Outlives the window. */
  memory: { read(): unknown; write(state: unknown): void };
  files: ReferenceFiles;
  models: {
    all(): readonly ModelInfo[];
    /** Also what is gone, with what takes its place. */
    resolve(id: ModelId): ModelInfo | undefined;
    defaults(): Promise<readonly ModelId[]>;
  };
  maxRequests(): number;
  trusted(): boolean;
  /** A URI as the user knows it: relative to the workspace. */
  shownPath(uri: string): string;
  t: Translate;
}

export interface NewReference {
  name: string;
  role?: ReferenceRole;
  source: ReferenceSource;
}

/** What the host fills in. Fields left out stay as they are. */
export interface Filling {
  prompt?: string;
  models?: readonly ModelId[];
  count?: number;
  settings?: RunSettings;
  /** A new subject: prompt, count and shape begin anew where they are not given. What stood there is in the history. */
  anew?: boolean;
  /** Settings that are not given go back to the model's own. */
  resetSettings?: boolean;
  references?: readonly NewReference[];
  replaceReferences?: boolean;
  parent?: ComposerState['parent'] | null;
  targetFolder?: string | null;
  targetFile?: string | null;
}

const saveDelayMs = 300;
/** More than any model takes; keeps a drop of a whole folder from filling the composer. */
const hardLimit = 24;

/** What the user has filled in. Lives in the host, so that it outlives the view, the tab and the window. */
export class Composer {
  private readonly changed = new Emitter<[]>();
  private readonly checks = new Map<string, CheckedReference & { look: number }>();
  private looks = 0;
  private state: ComposerState;
  private saveTimer: ReturnType<typeof setTimeout> | undefined;
  /** What was changed here since the last save. */
  private unsaved: 'nothing' | 'lists' | 'draft' = 'nothing';
  private disposed = false;

  constructor(private readonly ports: ComposerPorts) {
    this.state = parseComposerState(ports.memory.read());
  }

  /** The host changed something that the view has not sent itself. */
  readonly onDidChange = this.changed.on;

  get values(): ComposerValues {
    return this.state.values;
  }

  get references(): readonly SavedReference[] {
    return this.state.references;
  }

  get prompts(): readonly string[] {
    return this.state.prompts;
  }

  get told(): readonly string[] {
    return this.state.told;
  }

  tell(requestIds: readonly string[]): void {
    this.put({ told: [...requestIds, ...this.state.told].slice(0, maxTold) });
  }

  /** What the view sends. Says nothing back to it but what follows from the values. */
  update(change: Partial<ComposerValues>): void {
    const models = change.models && [...new Set(change.models)];
    const modelsChosen =
      this.state.modelsChosen || (models !== undefined && models.join() !== this.state.values.models.join());
    this.put({ values: { ...this.state.values, ...change, ...(models && { models }) }, modelsChosen });
  }

  /** All at once. Resolves to how many images found no room. */
  async fill(change: Filling): Promise<number> {
    const { values } = this.state;
    const isNew = change.anew === true || !this.hasDraft();
    const prompt = change.prompt ?? (change.anew === true ? '' : values.prompt);
    // Nothing that was written is lost, sent or not.
    if (prompt !== values.prompt) this.remember(values.prompt);
    this.put({
      values: {
        ...values,
        ...(change.anew === true && { count: 1, ...defaultShape }),
        prompt,
        ...(change.models && { models: [...new Set(change.models)] }),
        ...(change.count !== undefined && { count: change.count }),
        ...(change.resetSettings === true && defaultSettings),
        ...(change.settings && valuesOf(change.settings)),
      },
      ...(change.models && { modelsChosen: true }),
    });
    if (change.parent !== undefined) this.put({ parent: change.parent ?? undefined });
    if (change.targetFolder !== undefined) this.put({ targetFolder: change.targetFolder ?? undefined });
    if (change.targetFile !== undefined) this.put({ targetFile: change.targetFile ?? undefined });
    if (change.replaceReferences === true) this.drop(() => true);
    const refused = this.add(change.references ?? []);
    await this.followModels({ toPaid: isNew });
    this.changed.fire();
    // Thumbnails of large images take a while; nobody has to wait for them.
    void this.recheck();
    return refused;
  }

  remove(id: string): void {
    const gone = this.state.references.find(reference => reference.id === id);
    this.drop(reference => reference.id === id);
    // Without its image there is nothing left to continue.
    const { parent } = this.state;
    if (gone?.source.kind === 'candidate' && parent && sameCandidate(gone.source.candidate, parent.ref)) {
      this.put({ parent: undefined });
    }
    this.changed.fire();
    void this.followModels().then(changed => changed && this.changed.fire());
  }

  move(id: string, to: number): void {
    const references = [...this.state.references];
    const from = references.findIndex(reference => reference.id === id);
    const [moved] = from < 0 ? [] : references.splice(from, 1);
    if (!moved) return;
    references.splice(Math.min(to, references.length), 0, moved);
    this.put({ references });
    this.changed.fire();
  }

  setRole(id: string, role: ReferenceRole): void {
    this.put({
      references: this.state.references.map(each => (each.id === id ? { ...each, role } : each)),
    });
    this.changed.fire();
  }

  clearParent(): void {
    this.put({ parent: undefined });
    this.changed.fire();
  }

  remember(prompt: string): void {
    this.put({ prompts: rememberPrompt(this.state.prompts, prompt) });
  }

  /** Looks at every reference image again. */
  async recheck(): Promise<void> {
    await Promise.all(
      this.state.references.map(async ({ id, source }) => {
        const look = ++this.looks;
        const checked = await this.ports.files.check(source);
        if (this.disposed || !this.state.references.some(each => each.id === id)) return;
        const before = this.checks.get(id);
        // A look that began later knows better, whichever comes back first.
        if (before && before.look > look) return;
        this.checks.set(id, { ...checked, look });
        if (before?.problem !== checked.problem || before?.thumbnail !== checked.thumbnail) {
          this.changed.fire();
        }
      }),
    );
  }

  /**
   * As long as the user has not chosen models they follow the settings and the keys. Chosen ones are replaced only when
   * none of them can work with the reference images as they are. `toPaid`: a draft that was begun with free models may go
   * to others. Resolves to whether anything changed.
   */
  async followModels({ toPaid = false } = {}): Promise<boolean> {
    const before = this.state.values.models;
    const fits = (id: ModelId): boolean => this.fits(id);
    if (this.state.modelsChosen && before.some(fits)) return false;
    if (this.state.modelsChosen && before.length === 0) return false;
    if (!toPaid && this.hasDraft() && before.length > 0 && before.every(id => fits(id) && this.isLocal(id)))
      return false;
    const defaults = await this.ports.models.defaults();
    if (this.disposed) return false;
    const usable = defaults.filter(fits);
    const local = this.ports.models.all().find(model => model.local && fits(model.id));
    const models = usable.length > 0 ? usable : local ? [local.id] : defaults;
    if (models.join() === before.join()) return false;
    // Nobody's choice, and found again by every window: no reason to write this draft over another window's.
    this.state = { ...this.state, values: { ...this.state.values, models }, modelsChosen: false };
    return true;
  }

  derived(): ComposerDerived {
    const derived = this.derive();
    const { blocked, notes, ...rest } = derived;
    const { t, shownPath } = this.ports;
    const { targetFolder, targetFile } = this.state;
    const sentences = notes.map(note => noteSentence(t, note));
    if (targetFile !== undefined) sentences.push(t('Save will propose {0}.', shownPath(targetFile)));
    else if (targetFolder !== undefined) {
      sentences.push(t('Save will propose the folder {0}.', shownPath(targetFolder)));
    }
    return {
      ...rest,
      notes: [...new Set(sentences)],
      ...(blocked && { blocked: blockedSentence(t, blocked) }),
    };
  }

  /** `toUri`: makes a webview URI of an absolute path. */
  view(toUri: (path: string) => string): ComposerView {
    return {
      ...this.state.values,
      references: this.state.references.map(reference => this.referenceView(reference, toUri)),
      derived: this.derived(),
      ...(this.state.prompts.length > 0 && { earlierPrompts: true }),
      ...optional('parent', this.state.parent),
    };
  }

  /** What `RunService.start` wants. */
  async ask(): Promise<Ask> {
    const { values, references, parent, targetFolder, targetFile } = this.state;
    const images = await Promise.all(references.map(reference => this.askImage(reference)));
    return {
      origin: 'panel',
      prompt: values.prompt.trim(),
      images,
      models: values.models,
      count: values.count,
      ...(values.blind && { blind: true as const }),
      settings: askedSettings(values, this.chosen()),
      ...optional('parent', parent?.ref),
      ...optional('targetFolder', targetFolder),
      ...optional('targetFile', targetFile),
    };
  }

  /** Something is being worked on, and not with this model. */
  isDraftForOthers(model: ModelId): boolean {
    return this.hasDraft() && !this.state.values.models.includes(model);
  }

  dispose(): void {
    this.disposed = true;
    this.changed.clear();
    this.save();
  }

  private chosen(): readonly ModelInfo[] {
    return this.state.values.models.flatMap(id => this.ports.models.resolve(id) ?? []);
  }

  private async askImage({ name, role, source }: SavedReference): Promise<AskImage> {
    if (source.kind === 'candidate') return { candidate: source.candidate, name, role };
    const path = (await this.ports.files.pathOf(source)) ?? '';
    return { path, name, role, ...(source.kind === 'file' && optional('sourceUri', source.uri)) };
  }

  private derive(): Derived {
    const { values, references } = this.state;
    const unusable = references.find(({ id }) => this.checks.get(id)?.problem !== undefined);
    return derive({
      values,
      // Chosen ones that are gone too: what takes their place is offered.
      models: [
        ...new Map([...this.ports.models.all(), ...this.chosen()].map(each => [each.id, each])).values(),
      ],
      references: {
        count: references.filter(({ role }) => role !== 'mask').length,
        masks: references.filter(({ role }) => role === 'mask').length,
        ...(unusable && { unusable: unusable.name }),
      },
      maxRequests: this.ports.maxRequests(),
      trusted: this.ports.trusted(),
    });
  }

  private hasDraft(): boolean {
    return this.state.values.prompt.trim() !== '' || this.state.references.length > 0;
  }

  private isLocal(id: ModelId): boolean {
    return this.ports.models.all().find(model => model.id === id)?.local === true;
  }

  private fits(id: ModelId): boolean {
    const ability = this.ports.models.all().find(model => model.id === id)?.capabilities;
    if (!ability) return false;
    return this.state.references.length === 0 ? ability.generate : ability.edit && ability.maxReferences > 0;
  }

  private referenceView({ id, name, role }: SavedReference, toUri: (path: string) => string): ReferenceView {
    const checked = this.checks.get(id);
    return {
      id,
      name,
      role,
      ...optional('thumbnail', checked?.thumbnail && toUri(checked.thumbnail)),
      ...optional('facts', checked?.facts),
      ...optional('problem', checked?.problem),
    };
  }

  private add(added: readonly NewReference[]): number {
    const references = [...this.state.references];
    let refused = 0;
    for (const { name, source, role } of added) {
      if (references.some(each => JSON.stringify(each.source) === JSON.stringify(source))) continue;
      if (references.length >= hardLimit) refused++;
      else {
        const usual = references.length === 0 ? 'subject' : 'object';
        references.push({ id: randomUUID(), name, role: role ?? usual, source });
      }
    }
    this.put({ references });
    return refused;
  }

  private drop(gone: (reference: SavedReference) => boolean): void {
    // Pasted bytes stay: another window of this workspace may show them.
    for (const reference of this.state.references.filter(gone)) this.checks.delete(reference.id);
    this.put({ references: this.state.references.filter(reference => !gone(reference)) });
  }

  private put(change: Partial<ComposerState>): void {
    this.state = { ...this.state, ...change };
    const draft = Object.keys(change).some(key => key !== 'prompts' && key !== 'told');
    if (draft) this.unsaved = 'draft';
    else if (this.unsaved === 'nothing') this.unsaved = 'lists';
    this.saveSoon();
  }

  private saveSoon(): void {
    if (this.disposed) return;
    this.saveTimer ??= setTimeout(() => this.save(), saveDelayMs);
  }

  private save(): void {
    clearTimeout(this.saveTimer);
    this.saveTimer = undefined;
    if (this.unsaved === 'nothing') return;
    // Windows of one workspace share the memory: the last draft that somebody worked on stays, and all that was asked.
    const stored = this.ports.memory.read();
    const theirs = stored === undefined ? this.state : parseComposerState(stored);
    this.state = { ...this.state, ...mergeLists(this.state, theirs) };
    this.ports.memory.write(
      this.unsaved === 'draft' ? this.state : { ...theirs, ...mergeLists(this.state, theirs) },
    );
    this.unsaved = 'nothing';
  }
}
