import type { StageKind, StageView, StageViews } from '../../../protocol/views';
import type { Stage, StageRequest, StageSubjects } from './stage';

export type StageSet = { [K in StageKind]: Stage<StageSubjects[K], StageViews[K]> };

/** The one stage that a panel shows. */
export class Stages {
  private shown: StageView | undefined;
  /** An older one that is still being opened, or waits for that, is overtaken by it. */
  private newest: StageRequest | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly stages: StageSet) {}

  /** Ends the one before it. `undefined`: another one was asked for meanwhile, or the panel is gone. */
  open(request: StageRequest): Promise<StageView | { refused: string } | undefined> {
    this.newest = request;
    const mine = this.turn.then(() => this.openNow(request));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  /** `id`: that one and no other. */
  async close(id?: string, discard?: boolean): Promise<void> {
    const { shown } = this;
    if (!shown || (id !== undefined && shown.id !== id)) return;
    this.shown = undefined;
    await this.stages[shown.kind].end(shown.id, discard);
  }

  async dispose(): Promise<void> {
    this.newest = undefined;
    await this.close();
  }

  /** The one that is open, for a page that was loaded anew. */
  resume(): StageView | undefined {
    return this.shown && this.resumed(this.shown);
  }

  private async openNow(request: StageRequest): Promise<StageView | { refused: string } | undefined> {
    if (this.newest !== request) return undefined;
    await this.close();
    const view = await this.begin(request);
    if (this.newest !== request) {
      if (!('refused' in view)) await this.stages[request.kind].end(view.id);
      return undefined;
    }
    if (!('refused' in view)) this.shown = view;
    return view;
  }

  private async begin<K extends StageKind>({
    kind,
    subject,
  }: {
    kind: K;
    subject: StageSubjects[K];
  }): Promise<StageView | { refused: string }> {
    const view = await this.stages[kind].begin(subject);
    return 'refused' in view ? view : ({ ...view, kind } as unknown as StageView);
  }

  private resumed<K extends StageKind>(view: { kind: K } & StageViews[K]): StageView {
    // TypeScript does not see that the kind and the view belong together.
    return { ...this.stages[view.kind].resume(view), kind: view.kind } as unknown as StageView;
  }
}
