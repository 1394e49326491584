import type { Run } from '../../core/model/run';
import type { WebviewMethods } from '../../protocol/messages';
import type { RunView } from '../../protocol/views';

/** What intents may do to the view that sent them. */
export interface PanelView {
  /** Runs that were read a while ago, as they are now. */
  runViews(read: readonly Run[]): Promise<readonly RunView[]>;
  focus(target: Parameters<WebviewMethods['focus']>[0]): void;
}
