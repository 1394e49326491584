// Stands in for @vscode/native-watchdog, which would have to be compiled: ends the extension host when its server is gone.
exports.start = pid => {
  const timer = setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87);
    }
  }, 5000);
  timer.unref();
  return true;
};
exports.exit = code => process.exit(code ?? 0);
