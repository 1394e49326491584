import { svgPlaceholder } from '../../../../src/core/imaging/placeholder/svgPlaceholder';
import type { MissingRowView, MissingView } from '../../../../src/protocol/missingViews';

const each = 0.039;

const row = (id: string, path: string, more: Partial<MissingRowView> = {}): MissingRowView => ({
  ...{ id, path, vector: false, uses: [`docs/guide.md:${7 + Number(id)}`] },
  ...{ size: '1200 × 800', sizeFrom: 'usual size', prompt: '', chosen: true, placeholder: false },
  ...{ estimateUsd: each, state: 'ready', costUsd: 0 },
  ...more,
});

export function missingViewOf(): MissingView {
  const rows = [
    row('1', 'docs/img/login.png', {
      uses: ['docs/guide.md:7', 'docs/start.md:21'],
      prompt: 'The login flow. For the section “Signing in” of “Guide”.',
      size: '600 × 400',
      sizeFrom: 'from the code',
    }),
    row('2', 'docs/img/architecture/services-and-queues-of-the-whole-system.webp', {
      prompt:
        'Services and queues. For the section “Architecture” of “Guide”. The text beside it: “Every service has one queue, and nothing else talks to it.”',
      uses: ['docs/a.md:1', 'docs/b.md:2', 'docs/c.md:3', 'docs/d.md:4', 'docs/e.md:5'],
    }),
    row('3', 'public/logo.svg', {
      vector: true,
      placeholder: true,
      estimateUsd: 0,
      prompt: 'Logo. For “Guide”.',
      size: '512 × 512',
      sizeFrom: 'usual for this name',
    }),
    row('4', 'public/spinner.gif', {
      instead: 'public/spinner.png',
      prompt: 'Spinner.',
      uses: ['src/App.tsx:12'],
    }),
    row('5', 'public/icons/icon-maskable-512.png', {
      chosen: false,
      prompt:
        'Icon. For “Sky Notes”. The background fills the whole square, and what matters is in the inner 80 percent.',
      size: '512 × 512',
      sizeFrom: 'from the code',
      uses: ['public/site.webmanifest:6'],
    }),
  ];
  return totalled({
    ...{ id: 'missing-1', name: 'docs', documents: 12, skipped: [], rows },
    ...{ model: 'gemini/a', modelLabel: 'Nano Banana 2', local: false, style: '', busy: false },
  });
}

/** In the middle of it: two saved, one failed, one being made, one waiting, and one that nobody wanted. */
export function missingUnderWay(picture: string): MissingView {
  const view = missingViewOf();
  const states: Partial<MissingRowView>[] = [
    { state: 'saved', thumbnail: picture, costUsd: each },
    {
      state: 'failed',
      note: 'Blocked by the service: it did not say why. Try other words; services do not bill requests that they refuse like this.',
    },
    {
      state: 'saved',
      svg: svgPlaceholder('Logo', { width: 512, height: 512 }),
    },
    { state: 'making' },
    { state: 'waiting', chosen: true },
  ];
  const rows = view.rows.map((each, i) => ({ ...each, ...states[i] }));
  return { ...view, busy: true, rows: [...rows, row('6', 'public/banner.png', { chosen: false })] };
}

export function totalled(view: MissingView): MissingView {
  const wanted = view.rows.filter(each => each.chosen && (each.state === 'ready' || each.state === 'failed'));
  return { ...view, totalUsd: wanted.reduce((sum, { estimateUsd = 0 }) => sum + estimateUsd, 0) };
}

export function changed(
  view: MissingView,
  { rows, model, style }: { rows: readonly Partial<MissingRowView>[]; model?: string; style?: string },
): MissingView {
  const local = (model ?? view.model).startsWith('offline/');
  return totalled({
    ...view,
    ...(style !== undefined && { style }),
    ...(model !== undefined && { model, modelLabel: local ? 'Placeholder (no AI)' : model, local }),
    rows: view.rows.map(old => {
      const next = { ...old, ...rows.find(({ id }) => id === old.id) };
      return { ...next, estimateUsd: local || next.placeholder ? 0 : each };
    }),
  });
}
