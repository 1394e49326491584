import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseDescription, type SetDescription } from '../../../src/core/sets/description';
import type { SetAsk } from '../../../src/core/sets/planned';

export const builtInFolder = path.join(import.meta.dirname, '../../../media/sets');

export function builtInSets(): readonly SetDescription[] {
  return readdirSync(builtInFolder).map(name => {
    const parsed = parseDescription(readFileSync(path.join(builtInFolder, name), 'utf8'));
    if ('problems' in parsed) throw new Error(`${name}: ${JSON.stringify(parsed.problems)}`);
    return parsed.set;
  });
}

export function builtIn(id: string): SetDescription {
  const set = builtInSets().find(each => each.id === id);
  if (!set) throw new Error(`There is no set ${id}.`);
  return set;
}

export function ask(part: Partial<SetAsk> = {}): SetAsk {
  return {
    image: { width: 1024, height: 1024, format: 'png', hasAlpha: true },
    svg: false,
    name: 'logo',
    folder: 'public',
    project: 'My app',
    background: '#102030',
    padding: 0,
    fit: 'contain',
    position: 'auto',
    width: null,
    format: 'keep',
    options: {},
    quality: 80,
    ...part,
  };
}
