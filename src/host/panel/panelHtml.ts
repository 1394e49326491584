import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';

/**
 * The page of the panel or of the gallery: a shell that shows before the script has run, and a policy that lets nothing out. No data is in
 * it; everything comes by the `ready` request.
 */
export function panelHtml(
  webview: vscode.Webview,
  dist: vscode.Uri,
  page: 'panel' | 'gallery' = 'panel',
): string {
  const nonce = randomBytes(16).toString('base64');
  const uri = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  const policy = [
    `default-src 'none'`,
    `img-src ${webview.cspSource} blob:`,
    `font-src ${webview.cspSource}`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    `connect-src 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  // VS Code shows the page when all that it names is loaded, or 200 ms later. So it names nothing that takes a while: its
  // style is in it, and its script is loaded from there on.
  const style = readFileSync(vscode.Uri.joinPath(dist, 'panel.css').fsPath, 'utf8');
  const script = uri(`${page}.js`);
  return `<!DOCTYPE html>
<html lang="${vscode.env.language.replace(/[^\w-]/g, '')}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inline Assets</title>
<style nonce="${nonce}">${style.replace(/(?:\.\/)?codicon\.ttf/, uri('codicon.ttf'))}</style>
<link rel="modulepreload" href="${script}" nonce="${nonce}">
</head>
<body data-vscode-context='{"preventDefaultContextMenuItems": true}'>
<ia-${page}></ia-${page}>
<script nonce="${nonce}">addEventListener('load', () => import('${script}'), { once: true });</script>
</body>
</html>`;
}
