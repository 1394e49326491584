import type { InitialState } from '../../../../src/protocol/messages';
import { IaPanel } from '../../../../src/webview/components/panel';
import { PanelStore } from '../../../../src/webview/store';
import { oddCompareView } from './fakeCompare';
import { FakeHost, type HostOptions } from './fakeHost';
import {
  emptyComposer,
  failedRuns,
  makeRun,
  models,
  modelsOfSeveral,
  sampleComposer,
  sampleRuns,
} from './samples';

/** What tests reach by `window.preview`. */
export interface Preview {
  host: FakeHost;
  store: PanelStore;
  makeRun: typeof makeRun;
  oddCompareView: typeof oddCompareView;
  cspViolations: string[];
  /** The text of a row as it is read, its icons left out. */
  spoken(row: Element): string;
}

declare global {
  interface Window {
    preview: Preview;
  }
}

function spoken(row: Element): string {
  const copy = row.cloneNode(true) as Element;
  for (const each of copy.querySelectorAll('[aria-hidden]')) each.remove();
  return (copy.textContent ?? '').replace(/\s+/g, ' ').replace(/ ,/g, ',').trim();
}

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', event =>
  violations.push(
    `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ''}:${event.lineNumber}`,
  ),
);

async function options(query: URLSearchParams): Promise<HostOptions> {
  const scenario = query.get('scenario') ?? 'full';
  const photos = query.has('photos');
  const base: InitialState = {
    composer: emptyComposer,
    models,
    runs: [],
    moreRuns: false,
    spending: { todayUsd: 1.12, dailyUsd: 5, monthUsd: 7.4, monthlyUsd: 50 },
    noKey: false,
  };
  const history = ['the newest prompt', 'an older prompt'];
  switch (scenario) {
    case 'unreadable':
      return { initial: base, runs: await sampleRuns(Date.now(), photos), history, failing: ['ready'] };
    case 'empty':
      return { initial: base, runs: [], history };
    case 'no-key':
      return {
        initial: {
          ...base,
          noKey: true,
          composer: {
            ...emptyComposer,
            models: ['offline/placeholder'],
            derived: { ...emptyComposer.derived, exactSize: true, sizes: [], estimateUsd: 0 },
          },
        },
        runs: [],
        history,
      };
    case 'restricted':
      return {
        initial: {
          ...base,
          restricted: 'This workspace is not trusted: images can be viewed, but none can be made.',
        },
        runs: (await sampleRuns(Date.now(), photos)).slice(1),
        history,
      };
    case 'failed':
      return {
        initial: base,
        runs: await failedRuns(Date.now(), photos),
        history,
        ui: { v: 1, toggled: { several: true, row: true, columns: true } },
      };
    case 'models':
    case 'thousands': {
      const several = modelsOfSeveral(scenario === 'models' ? 0 : 2000);
      return {
        initial: {
          ...base,
          models: several,
          composer: { ...emptyComposer, models: [several[1]?.id ?? '', 'comet/gemini-3-pro-image'] },
        },
        runs: [],
        history,
      };
    }
    case 'small-pages':
    case 'many': {
      const [, sample] = await sampleRuns(Date.now(), photos);
      const runs = Array.from({ length: 60 }, (_, index) => ({
        ...(sample as NonNullable<typeof sample>),
        id: `many-${index}`,
        prompt: `Prompt number ${index}`,
        createdAt: Date.now() - index * 60_000,
      }));
      return { initial: base, runs, page: scenario === 'many' ? 20 : 2, history };
    }
    default:
      return {
        initial: { ...base, composer: await sampleComposer(photos) },
        runs: await sampleRuns(Date.now(), photos),
        history,
      };
  }
}

const query = new URLSearchParams(location.search);
const host = new FakeHost(await options(query));
const store = new PanelStore(host.seam);
const panel = document.querySelector<IaPanel>('ia-panel') ?? document.body.appendChild(new IaPanel());
window.preview = { host, store, makeRun, oddCompareView, cspViolations: violations, spoken };
panel.store = store;
await store.start();
document.documentElement.dataset['ready'] = 'true';
