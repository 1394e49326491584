import { basename, dirname } from '../paths';
import { maxConfigLength, toolOf, type ConfigFacts } from './configFacts';
import { readPackage, readTypescriptConfig } from './jsonConfig';
import { readToolConfig } from './toolConfig';

/**
 * What a configuration file says of images; undefined for what cannot be read. Never throws, and never runs it.
 * @param path absolute
 */
export function parseConfig(path: string, text: string): ConfigFacts | undefined {
  if (text.length > maxConfigLength) return undefined;
  const name = basename(path);
  const tool = toolOf(name);
  try {
    if (tool !== undefined) return readToolConfig(tool, path, text);
    if (name === 'package.json') return readPackage(text, dirname(path));
    // Whatever a configuration may be extended by.
    return name.endsWith('.json') ? readTypescriptConfig(text) : undefined;
  } catch {
    return undefined;
  }
}
