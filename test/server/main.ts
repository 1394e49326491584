import { faultNames, startGeminiServer, testKeys } from './geminiServer';

/** `npm run server -- [port] [bytes of an image]` */
async function main(): Promise<void> {
  const [port = 8787, payloadBytes = 0] = process.argv.slice(2).map(Number);
  const server = await startGeminiServer({ port, payloadBytes, record: false });
  console.log(`A Gemini-compatible test server listens at ${server.url}

In VS Code:
  1. Set "inlineAssets.gemini.endpoint" to "${server.url}" in the user settings
     (in a browser: on the "Remote" tab of the settings).
  2. Run "Inline Assets: Set API Key…" and enter
       ${testKeys.good}   everything works
       ${testKeys.free}   a good key without billing
       ${testKeys.leaked}   a key that was leaked

It costs nothing and sends nothing anywhere. To see a failure, write it into the prompt, for example
  a cat [fault:overloaded-twice]
Faults (add -once or -twice):
  ${faultNames.join(', ')}

Ctrl+C stops it.`);
  process.once('SIGINT', () => {
    void server.stop().then(() => process.exit(0));
  });
}

void main();
