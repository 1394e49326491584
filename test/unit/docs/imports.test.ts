import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const src = path.resolve(import.meta.dirname, '../../../src');

/** File → the files of ours that it imports, types included. Relative paths without extension. */
function importsOf(folder: string): Map<string, readonly string[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => file.replace(/\.ts$/, ''));
  return new Map(
    files.map(file => {
      const text = readFileSync(path.join(folder, `${file}.ts`), 'utf8');
      const named = [...text.matchAll(/^(?:import|export|\}).* from '(\.[^']+)';$/gm)];
      return [file, named.map(([, to = '']) => path.join(path.dirname(file), to))];
    }),
  );
}

/** The files of the first circle that is found, in their order. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): readonly string[] | undefined => {
    const at = trail.indexOf(file);
    if (at >= 0) return [...trail.slice(at), file];
    if (done.has(file)) return undefined;
    for (const next of imports.get(file) ?? []) {
      const circle = visit(next, [...trail, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return undefined;
}

describe('the imports', () => {
  it('are all seen', () => {
    const imports = importsOf(src);
    assert.ok(imports.get('host/save/saver')?.includes('host/save/journal'));
    assert.ok(imports.get('host/save/fileSaver')?.includes('core/imaging/imagingPort'));
  });

  it('go round in no circle', () => {
    assert.equal(circleIn(importsOf(src))?.join(' → '), undefined);
  });
});
