import type { BuildOptions, Metafile } from 'esbuild';

export declare const workerOptions: BuildOptions;
export declare function packWasm(
  metafile: Metafile,
  root: string,
  folder: string,
  how: { small: boolean },
): Promise<void>;
