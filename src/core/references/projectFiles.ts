import type { ConfigFacts } from './config/configFacts';

/** What is asked of the disk about a project. Paths are absolute, `/` between the parts. */
export interface ProjectFiles {
  /** The entries of a folder; none when it cannot be read. */
  names(folder: string): Promise<readonly string[]>;
  /** What a configuration file says (`parseConfig`); undefined when it is not there, no file, or not readable. */
  config(path: string): Promise<ConfigFacts | undefined>;
}
