import { html, type TemplateResult } from 'lit';

/**
 * Code points of the codicons in use (`@vscode/codicons`, codicon.css). The font face is declared in panel.css and reaches
 * into shadow roots, its classes do not; `vscode-icon` would link the whole style sheet into every root.
 */
const codePoints = {
  add: 'ea60',
  back: 'ea9b',
  both: 'ea99',
  check: 'eab2',
  circleSlash: 'eabd',
  clock: 'ea82',
  close: 'ea76',
  comment: 'ea6b',
  compare: 'eafd',
  copy: 'ebcc',
  dashboard: 'eacd',
  discard: 'eae2',
  down: 'eab4',
  edit: 'ea73',
  ellipsis: 'ea7c',
  error: 'ea87',
  export: 'ebac',
  eye: 'ea70',
  eyeClosed: 'eae7',
  file: 'ea7b',
  files: 'eaf0',
  filter: 'eaf1',
  fit: 'eb4c',
  flame: 'eaf2',
  folder: 'eaf7',
  foldUp: 'eaf5',
  forward: 'ea9c',
  goTo: 'ea94',
  graph: 'eb03',
  history: 'ea82',
  image: 'eaea',
  info: 'ea74',
  insert: 'ec11',
  key: 'eb11',
  keyboard: 'ea65',
  layers: 'ebd2',
  left: 'eab5',
  outlines: 'ebb7',
  lightbulb: 'ea61',
  pause: 'ead1',
  pin: 'eb2b',
  play: 'eb2c',
  quote: 'eb33',
  redo: 'ebb0',
  remove: 'eb3b',
  rename: 'ec61',
  replace: 'eb3d',
  retry: 'eb37',
  reuse: 'ebc0',
  right: 'eab6',
  save: 'eb4b',
  search: 'ea6d',
  shield: 'eb53',
  sidebar: 'ebf4',
  sort: 'eb55',
  sparkle: 'ec10',
  split: 'eb56',
  settings: 'eb51',
  star: 'ea6a',
  starFull: 'eb59',
  stop: 'ead7',
  table: 'ebb7',
  swap: 'ebcb',
  target: 'ebf8',
  trash: 'ea81',
  up: 'eab7',
  warning: 'ea6c',
  wand: 'ebcf',
} as const;

export type IconName = keyof typeof codePoints;

/** Decoration only: the control around it carries the name. */
export function icon(name: IconName, kind = ''): TemplateResult {
  const character = String.fromCodePoint(Number.parseInt(codePoints[name], 16));
  return html`<span class="icon ${kind}" aria-hidden="true">${character}</span>`;
}
