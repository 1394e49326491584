import { withoutComments } from './brokenJsx';
import type { Found } from './makeReference';

/** `from '…'`, `import '…'`, `import('…')`, `require('…')`, `new URL('…', import.meta.url)`: each ends in a string. */
const modules =
  /(?<![\w$.])(?:from|import|import\s*\(|require\s*\(|new\s+URL\s*\()\s*(?:"([^"\n]*)"|'([^'\n]*)')(\s*,\s*import\.meta\.url)?/g;

/** Images that half-typed code takes as modules. */
export function brokenModules(text: string): Found[] {
  return [...withoutComments(text).matchAll(modules)].flatMap(
    ([whole, double, single, base = ''], i, all) => {
      if (whole.startsWith('new') && base === '') return [];
      const target = double ?? single ?? '';
      const end = (all[i]?.index ?? 0) + whole.length - base.length - 1;
      return [{ start: end - target.length, end, target, kind: 'import' }];
    },
  );
}
