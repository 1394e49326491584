import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { keyHeaders, type Endpoint, type ProviderInfo } from '../core/provider';
import { isProblemKind } from '../core/imageIndex/checkArgs';
import { problemKinds } from '../core/imageIndex/problems';
import { readNamedEndpoints } from '../core/models/namedEndpoints';
import { readPresets } from '../core/save/presets';
import type { Settings } from '../core/settings';
import { providers } from '../providers/registry';

const section = 'inlineAssets';
const ownProviders = providers.map(({ id }) => id);

export function readSettings(scope?: vscode.Uri): Settings {
  const read = vscode.workspace.getConfiguration(section, scope ?? null);
  const presets = readPresets(read.get('savePresets'), vscode.l10n.t);
  const named = readNamedEndpoints(read.get('endpoints'), ownProviders, vscode.l10n.t);
  return {
    defaultModels: strings(read.get('defaultModels')),
    saveFolder: text(read.get('saveFolder'), ''),
    missingImagesSeverity: severity(read.get('missingImages.severity')),
    checkKinds: kinds(strings(read.get('check.problems'))),
    checkSeverity: shown(severity(read.get('check.severity'))),
    checkMaxKilobytes: number(read.get('check.maxKilobytes'), 500, 1),
    pasteImages: pasting(read.get('pasteImages')),
    encodeQuality: number(read.get('encodeQuality'), 82, 1, 100),
    savePresets: presets.presets,
    savePresetProblems: presets.problems,
    writeRecipes: read.get('writeRecipes') === true,
    confirmAboveUsd: number(read.get('confirmAboveUsd'), 0.5, 0),
    dailyLimitUsd: number(read.get('dailyLimitUsd'), 5, 0),
    monthlyLimitUsd: number(read.get('monthlyLimitUsd'), 50, 0),
    maxRequestsPerRun: number(read.get('maxRequestsPerRun'), 16, 1, 64),
    showSpendingInStatusBar: read.get('showSpendingInStatusBar') !== false,
    allowAutomation: read.get('allowAutomation') === true,
    requestTimeoutSeconds: number(read.get('requestTimeoutSeconds'), 280, 10, 1200),
    allowedEndpoints: strings(read.get('allowedEndpoints')),
    endpoints: named.endpoints,
    endpointProblems: named.problems,
  };
}

/** Where a provider's requests go. All of these settings have machine scope: no workspace can redirect a key. */
export function readEndpoint({ id, api, endpoint, named }: ProviderInfo): Endpoint {
  const read = vscode.workspace.getConfiguration(section, null);
  const timeoutMs = number(read.get('requestTimeoutSeconds'), 280, 10, 1200) * 1000;
  const own = endpoint ?? { baseUrl: '', apiVersion: '', keyHeader: 'none' as const };
  if (named) return { ...own, timeoutMs };
  return {
    baseUrl: text(read.get(`${id}.endpoint`), own.baseUrl)
      .trim()
      .replace(/\/+$/, ''),
    apiVersion: text(read.get(`${id}.apiVersion`), own.apiVersion).trim(),
    keyHeader: keyHeaders.find(each => each === read.get(`${id}.keyHeader`)) ?? own.keyHeader,
    timeoutMs,
    ...(api === 'vertex' && readVertex(read)),
  };
}

/** With a project no key is sent: a token of this machine's credentials is. */
function readVertex(read: vscode.WorkspaceConfiguration): Partial<Endpoint> {
  const setting = (name: string, pattern: RegExp, otherwise = ''): string => {
    const value = text(read.get(`vertex.${name}`), otherwise).trim();
    return pattern.test(value) ? value : otherwise;
  };
  const project = setting('project', /^[a-z0-9.:-]{1,60}$/);
  return {
    ...(project !== '' && { keyHeader: 'none' as const }),
    vertex: {
      project,
      location: setting('location', /^[a-z0-9-]{1,40}$/, 'global'),
      credentialsFile: setting('credentialsFile', /./) || defaultCredentialsFile(),
      outputType: setting('outputType', /^image\/(png|jpeg)$/),
      personGeneration: setting('personGeneration', /^ALLOW_(ALL|ADULT|NONE)$/),
    },
  };
}

/** Where Google's own tools look. */
function defaultCredentialsFile(): string {
  const { GOOGLE_APPLICATION_CREDENTIALS: named, APPDATA, CLOUDSDK_CONFIG } = process.env;
  if (named !== undefined && named !== '') return named;
  const folder =
    CLOUDSDK_CONFIG ??
    (process.platform === 'win32' && APPDATA !== undefined
      ? path.join(APPDATA, 'gcloud')
      : path.join(homedir(), '.config', 'gcloud'));
  return path.join(folder, 'application_default_credentials.json');
}

export function onDidChangeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration(section)) listener();
  });
}

// A settings file can hold anything; VS Code only underlines it.
function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function number(value: unknown, otherwise: number, min: number, max = Infinity): number {
  return typeof value === 'number' && value >= min && value <= max ? value : otherwise;
}

/** None of those we know: all of them. */
function kinds(names: readonly string[]): Settings['checkKinds'] {
  const known = names.filter(isProblemKind);
  return known.length === 0 ? problemKinds : known;
}

function shown(value: Settings['missingImagesSeverity']): Settings['checkSeverity'] {
  return value === 'off' ? 'information' : value;
}

function pasting(value: unknown): Settings['pasteImages'] {
  return value === 'always' || value === 'off' ? value : 'auto';
}

function severity(value: unknown): Settings['missingImagesSeverity'] {
  return value === 'error' || value === 'warning' || value === 'hint' || value === 'off'
    ? value
    : 'information';
}
