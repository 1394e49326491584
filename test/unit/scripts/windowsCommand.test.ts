import assert from 'node:assert/strict';
import { spawnable } from '../../../scripts/lib/windowsCommand.mjs';

describe('starting VS Code', () => {
  const code = 'C:\\Users\\Ann Lee\\AppData\\Local\\Programs\\Microsoft VS Code\\bin\\code.cmd';

  it('quotes all that cmd.exe gets: paths on Windows have spaces', () => {
    assert.deepEqual(spawnable(code, ['--new-window', '--user-data-dir=D:\\my work\\a & b'], 'win32'), [
      `"${code}" "--new-window" "--user-data-dir=D:\\my work\\a & b"`,
      [],
      { shell: true },
    ]);
  });

  it('ends no quotation with a backslash that escapes its quote', () => {
    const [command] = spawnable(code, ['D:\\work space\\'], 'win32');
    assert.ok(command.endsWith(' "D:\\work space\\\\"'), command);
  });

  it('starts programs themselves without a shell', () => {
    const exe = 'C:\\Microsoft VS Code\\Code.exe';
    assert.deepEqual(spawnable(exe, ['a b'], 'win32'), [exe, ['a b'], {}]);
    assert.deepEqual(spawnable('/usr/bin/code', ['a b'], 'linux'), ['/usr/bin/code', ['a b'], {}]);
    assert.deepEqual(spawnable('/opt/odd.cmd', ['a b'], 'darwin'), ['/opt/odd.cmd', ['a b'], {}]);
  });
});
