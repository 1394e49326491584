import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { isReadableOnTheWay, originOf } from '../net';
import { askChoice, askText, type Answer, type Step } from './steps';

const preset = z.object({
  label: z.string(),
  body: z.looseObject({
    name: z.string(),
    api: z.string(),
    baseUrl: z.string(),
    key: z.optional(z.string()),
  }),
});
type Preset = z.infer<typeof preset>;

const setting = z.object({
  items: z.object({
    defaultSnippets: z.array(z.unknown()),
    properties: z.object({
      api: z.object({ enum: z.array(z.string()) }),
      key: z.object({ enum: z.array(z.string()) }),
    }),
  }),
});

/** What the manifest says of the setting `inlineAssets.endpoints`: it is written down there once, for editors and for us. */
export function readGateways(manifest: unknown): {
  presets: readonly Preset[];
  apis: readonly string[];
  keys: readonly string[];
} {
  const contributes = (manifest as { contributes?: { configuration?: unknown } }).contributes;
  for (const group of [contributes?.configuration].flat()) {
    const { properties } = (group ?? {}) as { properties?: Record<string, unknown> };
    const read = z.safeParse(setting, properties?.['inlineAssets.endpoints']);
    if (!read.success) continue;
    const { defaultSnippets, properties: own } = read.data.items;
    const presets = defaultSnippets.flatMap(each => {
      const one = z.safeParse(preset, each);
      return one.success ? [one.data] : [];
    });
    return { presets, apis: own.api.enum, keys: own.key.enum };
  }
  return { presets: [], apis: ['gemini'], keys: [] };
}

interface Draft {
  preset?: Preset | undefined;
  api: string;
  name: string;
  baseUrl: string;
  key: string;
}

/** For a setting to come back. */
const longestMs = 5000;

/**
 * Asks for a service of the user's own and writes it to `inlineAssets.endpoints`. Resolves to its name, or `undefined`
 * when it was left. Rejects with what VS Code says of the settings file.
 */
export async function addGateway(manifest: unknown, taken: readonly string[]): Promise<string | undefined> {
  const { presets, apis, keys } = readGateways(manifest);
  const draft: Draft = { api: apis[0] ?? 'gemini', name: '', baseUrl: '', key: keys[0] ?? 'bearer' };
  const totalSteps = 4;
  const at = (step: number): Step => ({
    title: vscode.l10n.t('Add a Gateway'),
    step,
    totalSteps,
    back: step > 1,
  });
  const steps: ((step: Step) => Promise<Answer<unknown>>)[] = [
    step => choosePreset(step, presets, apis, draft, taken),
    step => askName(step, draft, taken),
    step => askUrl(step, draft),
    step => chooseKey(step, keys, draft),
  ];
  for (let step = 0; step < steps.length;) {
    const answer = await steps[step]?.(at(step + 1));
    if (answer === undefined) return undefined;
    step += answer === 'back' ? -1 : 1;
  }
  const { preset: from, name, api, baseUrl, key } = draft;
  const settings = vscode.workspace.getConfiguration('inlineAssets');
  const before = settings.inspect<unknown>('endpoints')?.globalValue;
  const entry = { ...from?.body, name, api, baseUrl, key };
  const list = Array.isArray(before) ? (before as unknown[]) : [];
  await settings.update('endpoints', [...list, entry], vscode.ConfigurationTarget.Global);
  await isRead(name);
  return name;
}

/** A setting can be written before this side has heard of it. Whoever asks for the service's key needs to know it. */
async function isRead(name: string): Promise<void> {
  const isThere = (): boolean => {
    const value = vscode.workspace.getConfiguration('inlineAssets').get<unknown>('endpoints');
    return Array.isArray(value) && value.some(each => (each as { name?: unknown } | null)?.name === name);
  };
  if (isThere()) return;
  await new Promise<void>(resolve => {
    const done = (): void => {
      clearTimeout(timer);
      heard.dispose();
      resolve();
    };
    const timer = setTimeout(done, longestMs);
    const heard = vscode.workspace.onDidChangeConfiguration(() => isThere() && done());
  });
}

async function choosePreset(
  step: Step,
  presets: readonly Preset[],
  apis: readonly string[],
  draft: Draft,
  taken: readonly string[],
): Promise<Answer<unknown>> {
  const own = apis.map(api => ({
    label: vscode.l10n.t('Another service that speaks like {0}', apiLabel(api)),
    value: { api, preset: undefined as Preset | undefined },
  }));
  const known = presets.map(each => ({
    label: each.label,
    description: each.body.baseUrl,
    value: { api: each.body.api, preset: each as Preset | undefined },
  }));
  const answer = await askChoice(step, vscode.l10n.t('Which service?'), [...known, ...own]);
  if (answer === undefined || answer === 'back') return answer;
  const { api, preset: chosen } = answer.value;
  if (chosen !== draft.preset || draft.name === '') {
    Object.assign(draft, {
      preset: chosen,
      api,
      name: freeName(chosen?.body.name ?? '', taken),
      baseUrl: chosen?.body.baseUrl ?? '',
      key: chosen?.body.key ?? draft.key,
    });
  }
  return answer;
}

async function askName(step: Step, draft: Draft, taken: readonly string[]): Promise<Answer<unknown>> {
  const error = (message: string): vscode.InputBoxValidationMessage => ({
    message,
    severity: vscode.InputBoxValidationSeverity.Error,
  });
  const answer = await askText(
    step,
    {
      prompt: vscode.l10n.t('A short name; models are called by it, as in name/model-id.'),
      placeholder: 'my-gateway',
      value: draft.name,
    },
    text => {
      if (!/^[a-z][a-z0-9-]{0,39}$/.test(text))
        return error(vscode.l10n.t('Small letters, digits and hyphens, beginning with a letter.'));
      return taken.includes(text) ? error(vscode.l10n.t('The name “{0}” is taken.', text)) : undefined;
    },
  );
  if (typeof answer === 'object') draft.name = answer.value;
  return answer;
}

async function askUrl(step: Step, draft: Draft): Promise<Answer<unknown>> {
  const answer = await askText(
    step,
    {
      prompt: vscode.l10n.t('The base URL, without the version. Prompts, images and the key go there.'),
      placeholder: 'https://api.example.com',
      value: draft.baseUrl,
    },
    text => {
      const origin = /[\s?#]/.test(text) ? undefined : originOf(text);
      if (origin === undefined) {
        return {
          message: vscode.l10n.t('An address that begins with https:// or http://, without “?” and “#”.'),
          severity: vscode.InputBoxValidationSeverity.Error,
        };
      }
      return isReadableOnTheWay(origin)
        ? {
            message: vscode.l10n.t(
              'The address {0} is not encrypted: others on the network can read your key and all that is sent.',
              origin,
            ),
            severity: vscode.InputBoxValidationSeverity.Warning,
          }
        : undefined;
    },
  );
  if (typeof answer === 'object') draft.baseUrl = answer.value.replace(/\/+$/, '');
  return answer;
}

async function chooseKey(step: Step, keys: readonly string[], draft: Draft): Promise<Answer<unknown>> {
  const answer = await askChoice(
    step,
    vscode.l10n.t('How does the key travel?'),
    keys.map(key => ({ ...keyWords(key), value: key })),
    draft.key,
  );
  if (typeof answer === 'object') draft.key = answer.value;
  return answer;
}

function keyWords(key: string): { label: string; description: string } {
  switch (key) {
    case 'bearer':
      return { label: 'Authorization: Bearer …', description: vscode.l10n.t('most gateways') };
    case 'bare':
      return { label: 'Authorization: …', description: vscode.l10n.t('the key alone') };
    case 'none':
      return { label: vscode.l10n.t('It takes no key'), description: vscode.l10n.t('a server of your own') };
    default:
      return {
        label: `${key}: …`,
        description: key === 'x-goog-api-key' ? vscode.l10n.t('as at Google') : '',
      };
  }
}

function apiLabel(api: string): string {
  return ({ gemini: 'Google Gemini', openai: 'OpenAI' } as Record<string, string>)[api] ?? api;
}

function freeName(name: string, taken: readonly string[]): string {
  if (name === '' || !taken.includes(name)) return name;
  for (let number = 2; ; number++) if (!taken.includes(`${name}-${number}`)) return `${name}-${number}`;
}
