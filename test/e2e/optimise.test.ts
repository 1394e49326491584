import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openWorkbench } from './lib/openWorkbench';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const sample = (file: string): Buffer =>
  readFileSync(path.resolve(import.meta.dirname, '../../samples', file));
const logo = sample('public/logo.png');

describe('making what is there smaller', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      workspace: {
        'art/logo.png': logo,
        'art/again.png': logo,
        'art/harbour.jpg': sample('public/images/harbour.jpg'),
        'notes/readme.txt': 'no image',
      },
    });
  });
  after(() => workbench.close());

  const bytes = (file: string): Buffer => workbench.read(file);

  it('shows what each file of a folder would save, and replaces those that stay ticked', async () => {
    await workbench.explorer.chooseFromMenu('art', 'Inline Assets', 'Optimize Images…');
    await workbench.quickInput.choose('Without loss');
    const row = workbench.quickInput.row('art/again.png');
    await row.waitFor({ timeout: 60_000 });
    await workbench.quickInput.widget.getByText(/Optimize Images: 2 ticked, .* less/).waitFor();
    assert.match((await row.innerText()).replace(/\s+/g, ' '), /art\/again\.png ?.*KB → .*KB \(−\d+ %\)/);
    await workbench.screenshot('optimise-table');
    await row.getByRole('checkbox').first().uncheck({ force: true });
    await workbench.quickInput.widget.getByText(/Optimize Images: 1 ticked/).waitFor();
    await workbench.quickInput.accept();
    await workbench.notifications.text(/Images optimized: 1\. .* less\./);
    assert.ok(bytes('art/logo.png').length < logo.length);
    assert.ok(bytes('art/again.png').equals(logo));
  });

  it('is taken back by one step', async () => {
    await workbench.notifications.press(/Images optimized: 1/, 'Undo');
    await until('the old bytes', 20_000, () => bytes('art/logo.png').equals(logo));
  });

  it('says where there is nothing to do', async () => {
    await workbench.explorer.chooseFromMenu('notes', 'Inline Assets', 'Optimize Images…');
    await workbench.notifications.text(/There are no images here/);
    await workbench.explorer.chooseFromMenu('art/harbour.jpg', 'Inline Assets', 'Optimize Images…');
    // First what can do something for it.
    await workbench.quickInput.row('With a small loss').getByText('for 1 of 1 files').waitFor();
    assert.equal((await workbench.quickInput.labels())[0], 'With a small loss');
    await workbench.quickInput.choose('Without loss');
    await workbench.notifications.text(
      /nothing to make smaller\. Of a format that is not made smaller this way: 1\./,
    );
  });
});
