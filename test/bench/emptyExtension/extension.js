// The named baselines of the benchmark: an extension with one empty command, and an empty webview panel.
const vscode = require('vscode');

exports.activate = context => {
  context.subscriptions.push(vscode.commands.registerCommand('bench.empty', () => undefined));
  // Registered on first use, so that activation has one command as it says.
  setImmediate(() => {
    context.subscriptions.push(
      vscode.commands.registerCommand('bench.emptyPanel', () => {
        const panel = vscode.window.createWebviewPanel('bench.empty', 'Empty', vscode.ViewColumn.One, {
          enableScripts: true,
        });
        panel.webview.html =
          '<!doctype html><html><body><h1 id="usable">empty</h1><script>acquireVsCodeApi().postMessage(1)</script></body></html>';
      }),
      vscode.commands.registerCommand('bench.closePanels', () =>
        vscode.commands.executeCommand('workbench.action.closeAllEditors'),
      ),
    );
  });
};
