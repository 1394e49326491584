import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { findProjectFolder } from '../../../src/host/sets/projectFolder';
import { temporaryFolder } from '../save/support';
import { builtIn } from './builtIn';

describe('where a project keeps the files of a platform', () => {
  const folder = temporaryFolder();
  const put = (...folders: string[]) =>
    Promise.all(folders.map(each => fs.mkdir(path.join(folder(), each), { recursive: true })));
  const found = async (set: string, home = '.'): Promise<string | undefined> => {
    const root = folder();
    const place = await findProjectFolder(builtIn(set).folders ?? [], { root, home: path.join(root, home) });
    return place && path.relative(root, place).split(path.sep).join('/');
  };

  it('is found in the projects that are usual', async () => {
    await put('art', 'android/app/src/main/res', 'ios/Harbour/Images.xcassets', 'client/public');
    assert.equal(await found('android-icon', 'art'), 'android/app/src/main/res');
    assert.equal(await found('ios-app-icon', 'art'), 'ios/Harbour/Images.xcassets');
    assert.equal(await found('ios-image-set'), 'ios/Harbour/Images.xcassets');
    assert.equal(await found('favicon'), 'client/public');
    await put('public');
    assert.equal(await found('favicon'), 'public', 'the project itself before others in it');
  });

  it('is that of the app that the image is in, in a repository of several', async () => {
    await put('apps/a/public', 'apps/b/public', 'apps/b/src/img', 'apps/b/android/app/src/main/res');
    assert.equal(await found('favicon', 'apps/b/src/img'), 'apps/b/public');
    assert.equal(await found('favicon'), 'apps/a/public');
    assert.equal(await found('android-icon'), 'apps/b/android/app/src/main/res', 'deep down');
    assert.equal(await found('android-icon', 'apps/a'), 'apps/b/android/app/src/main/res');
  });

  it('is never one that was fetched or made, nor outside', async () => {
    await put('node_modules/x/src/main/res', 'ios/Pods/Assets.xcassets', '.hidden/src/main/res', 'build');
    assert.equal(await found('android-icon'), undefined);
    assert.equal(await found('ios-image-set'), undefined);
    assert.equal(await found('favicon', '..'), undefined);
    assert.equal(builtIn('android-icon').otherwise, 'res');
  });

  it('is looked for in a bounded part of a large workspace', async () => {
    const wide = Array.from({ length: 1100 }, (_, i) => `many/f${String(i).padStart(4, '0')}`);
    await put(...wide, 'many/f1099/src/main/res');
    assert.equal(await found('android-icon'), undefined);
  });
});
