import type * as t from '@babel/types';
import type { AliasRule } from '../aliases';
import { walk } from '../jsx';
import { join } from '../paths';
import type { ProjectTool } from './configFacts';
import { calledName, isNamed, placeOf, type StaticModule, type StaticText } from './staticValue';

/**
 * The aliases in the code of a configuration, wherever they stand: Vite inside Astro, webpack inside Next, Vue CLI or
 * Storybook. One whose value cannot be read is a rule without targets.
 */
export class AliasReader {
  constructor(
    private readonly code: StaticModule,
    private readonly tool: ProjectTool,
  ) {}

  read(): AliasRule[] {
    const { code } = this;
    const rules: AliasRule[] = [];
    for (const node of walk(code.program)) {
      if (node.type === 'ObjectProperty') rules.push(...this.inProperty(node));
      if (node.type === 'AssignmentExpression') rules.push(...this.inAssignment(node));
      if (node.type === 'CallExpression') rules.push(...this.inCall(node));
    }
    if (this.tool === 'nuxt') {
      for (const config of code.exported()) rules.push(...this.inAliases(code.property(config, 'alias')));
    }
    return rules;
  }

  /** `resolve: { alias, modules }`, SvelteKit's `kit: { alias }`, Craco's `webpack: { alias }`, Turbopack's `resolveAlias`. */
  private inProperty({ key, value }: t.ObjectProperty): AliasRule[] {
    const { code } = this;
    const name = key.type === 'Identifier' ? key.name : key.type === 'StringLiteral' ? key.value : undefined;
    switch (name) {
      case 'resolve':
        return [
          ...this.inAliases(code.property(value, 'alias')),
          ...this.inModules(code.property(value, 'modules')),
        ];
      case 'source':
      case 'webpack':
      case 'kit':
        return this.inAliases(code.property(value, 'alias'));
      case 'resolveAlias':
        return this.inAliases(value);
      default:
        return [];
    }
  }

  /** `config.resolve.alias['@'] = …`, `config.resolve.alias = { … }` */
  private inAssignment({ left, right }: t.AssignmentExpression): AliasRule[] {
    if (left.type !== 'MemberExpression') return [];
    if (isAliases(left)) return this.inAliases(right);
    if (!isAliases(left.object)) return [];
    const name = left.computed ? this.code.text(left.property)?.text : calledName(left);
    return name === undefined ? [] : this.rulesFor(name, right);
  }

  /** `Object.assign(config.resolve.alias, { … })`, and webpack-chain's `config.resolve.alias.set('@', …)` */
  private inCall({ callee, arguments: given }: t.CallExpression): AliasRule[] {
    const [first, ...others] = given;
    if (calledName(callee) === 'assign') {
      return first !== undefined && isAliases(first) ? others.flatMap(each => this.inAliases(each)) : [];
    }
    let chained = callee;
    while (chained.type === 'MemberExpression' && calledName(chained) === 'set') {
      const { object } = chained;
      const name = isAliases(object) ? this.code.text(first)?.text : undefined;
      if (name !== undefined) return this.rulesFor(name, others[0]);
      if (object.type !== 'CallExpression') return [];
      chained = object.callee;
    }
    return [];
  }

  /** The object form, and the list of Vite (`find`, `replacement`) and webpack (`name`, `alias`). */
  private inAliases(aliases: t.Node | undefined): AliasRule[] {
    const { code } = this;
    const named = code.properties(aliases).flatMap(({ name, value }) => this.rulesFor(name, value));
    const listed = code.elements(aliases).flatMap(each => {
      const find = code.plain(code.property(each, 'find') ?? code.property(each, 'name'));
      const to = code.property(each, 'replacement') ?? code.property(each, 'alias');
      if (find?.type === 'RegExpLiteral') return this.rulesForRegExp(find, to);
      const name = code.text(find)?.text;
      return name === undefined ? [] : this.rulesFor(name, to);
    });
    return [...named, ...listed];
  }

  /** A folder in which packages are looked for as well: whose names those are is found out by looking. */
  private inModules(modules: t.Node | undefined): AliasRule[] {
    return this.code.elements(modules).flatMap((each): AliasRule[] => {
      const value = this.code.text(each);
      if (value === undefined || value.text === 'node_modules') return [];
      return [{ pattern: '*', targets: [join(placeOf(value, this.code.folder), '*')] }];
    });
  }

  /** An alias stands for itself and for what is below it; with `$` at its end (webpack) for itself only. */
  private rulesFor(name: string, value: t.Node | undefined): AliasRule[] {
    const places = this.placesOf(value);
    if (name.includes('*')) {
      const targets = places.map(place => (place.includes('*') ? place : join(place, '*')));
      return [{ pattern: name, targets }];
    }
    if (name.endsWith('$')) return [{ pattern: name.slice(0, -1), targets: places }];
    const bare = name.replace(/\/$/, '');
    if (bare === '') return [];
    // SvelteKit takes `src/*` for `src` here.
    const folders = places.map(place => place.replace(/\/\*$/, ''));
    return [
      { pattern: bare, targets: folders },
      { pattern: `${bare}/*`, targets: folders.map(place => join(place, '*')) },
    ];
  }

  /** `/^@\//` and its like, with or without a group for the rest; any other expression is left alone. */
  private rulesForRegExp({ pattern, flags }: t.RegExpLiteral, to: t.Node | undefined): AliasRule[] {
    const match = /^\^((?:[\w@~#/-]|\\[^\w\s])+)(\(\.[*+]\))?(\$)?$/.exec(pattern);
    const prefix = match?.[1]?.replace(/\\(.)/g, '$1');
    if (match === null || prefix === undefined || flags !== '') return [];
    const [, , rest, end] = match;
    const whole = end !== undefined && rest === undefined;
    const from = whole ? prefix : `${prefix}*`;
    const value = this.code.text(to);
    const place = value === undefined ? undefined : this.placeOf(value);
    if (value === undefined || place === undefined) return [{ pattern: from, targets: [] }];
    if (whole) return [{ pattern: from, targets: [place] }];
    const slash = value.text.endsWith('/') && !place.endsWith('/') ? '/' : '';
    return [
      { pattern: from, targets: [rest === undefined ? `${place}${slash}*` : place.replace('$1', '*')] },
    ];
  }

  /** One place or several; none where it cannot be read, or is a package. */
  private placesOf(value: t.Node | undefined): string[] {
    const elements = this.code.elements(value);
    return (elements.length > 0 ? elements : [value]).flatMap(each => {
      const read = this.code.text(each);
      return read === undefined ? [] : (this.placeOf(read) ?? []);
    });
  }

  private placeOf(value: StaticText): string | undefined {
    const { folder } = this.code;
    if (value.anchored || /^(?:\.{0,2}\/|\.{1,2}$)/.test(value.text)) return placeOf(value, folder);
    // Nuxt's other aliases; what `~` and `@` are depends on the folders that are there.
    if (this.tool === 'nuxt' && /^[~@]/.test(value.text)) {
      return /^(?:~~|@@)\//.test(value.text) ? join(folder, value.text.slice(3)) : undefined;
    }
    // `src` is a folder to these, and a package to webpack and Vite.
    const isFolder = value.text !== '' && (this.tool === 'svelte' || this.tool === 'nuxt');
    return isFolder ? placeOf(value, folder) : undefined;
  }
}

/** `….resolve.alias` */
function isAliases(node: t.Node): boolean {
  if (node.type !== 'MemberExpression' || calledName(node) !== 'alias') return false;
  return isNamed(node.object, 'resolve') || calledName(node.object) === 'resolve';
}
