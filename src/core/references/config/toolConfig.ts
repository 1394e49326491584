import type * as t from '@babel/types';
import { parseProgram } from '../jsx';
import { join } from '../paths';
import { AliasReader } from './aliasReader';
import type { ProjectTool, ToolFacts } from './configFacts';
import { placeOf, StaticModule } from './staticValue';

/**
 * What the code of a tool's configuration (absolute path) says of aliases and served folders, as far as it can be read
 * without running it.
 * @throws SyntaxError
 */
export function readToolConfig(tool: ProjectTool, file: string, text: string): ToolFacts {
  const code = new StaticModule(file, parseProgram(text));
  const facts: ToolFacts = { kind: 'tool', tool, rules: new AliasReader(code, tool).read() };
  const [config] = code.exported();
  if (config === undefined) return facts;
  const place = (node: t.Node | undefined, from = code.folder): string | undefined => {
    const value = code.text(node);
    return value === undefined ? undefined : placeOf(value, from);
  };
  const option = (...names: string[]) =>
    names.reduce<t.Node | undefined>((at, name) => code.property(at, name), config);
  const serve = (...folders: (string | undefined)[]) => {
    const readable = folders.filter(folder => folder !== undefined);
    if (readable.length > 0) facts.publicFolders = readable;
  };
  switch (tool) {
    case 'vite':
      // https://vite.dev/config/shared-options#publicdir
      if (option('publicDir') !== undefined) serve(place(option('publicDir'), rootOf(option('root'))));
      else if (option('root') !== undefined) serve(join(rootOf(option('root')), 'public'));
      break;
    case 'astro':
      serve(place(option('publicDir')) ?? place(option('vite', 'publicDir')));
      break;
    case 'docusaurus':
      serve(...code.elements(option('staticDirectories')).map(each => place(each)));
      break;
    case 'svelte': {
      serve(place(option('kit', 'files', 'assets')));
      facts.sourceFolder = place(option('kit', 'files', 'lib')) ?? join(code.folder, 'src/lib');
      break;
    }
    case 'nuxt': {
      const source = place(option('srcDir'));
      if (source !== undefined) facts.sourceFolder = source;
      const served = code.text(option('dir', 'public')) ?? code.text(option('dir', 'static'));
      if (served !== undefined) serve(placeOf(served, code.folder), placeOf(served, source ?? code.folder));
      break;
    }
  }
  return facts;

  function rootOf(root: t.Node | undefined): string {
    return place(root) ?? code.folder;
  }
}
