import * as vscode from 'vscode';
import { usedHeap } from './hostLoad';

export interface Activation {
  ms: number;
  heapKiB: number;
  /** WebAssembly modules compiled while activating. */
  wasm: number;
}

/** Activates both extensions once in this host; the order alternates between hosts. */
export async function measureActivation([order]: readonly string[]): Promise<unknown> {
  const wasm = countWasm();
  const ours = 'inline-assets.inline-assets';
  const empty = 'inline-assets-bench.empty';
  const ids = order === 'ours-first' ? [ours, empty] : [empty, ours];
  // The first activation of a host pays for code that all share.
  await vscode.extensions.getExtension('vscode.configuration-editing')?.activate();
  const result: Record<string, Activation> = {};
  for (const id of ids) {
    const extension = vscode.extensions.getExtension(id);
    if (!extension) throw new Error(`${id} is not installed`);
    if (extension.isActive) throw new Error(`${id} is active already`);
    const heap = usedHeap();
    const modules = wasm();
    const start = performance.now();
    await extension.activate();
    const ms = performance.now() - start;
    result[id === ours ? 'ours' : 'empty'] = {
      ms,
      heapKiB: (usedHeap() - heap) / 1024,
      wasm: wasm() - modules,
    };
  }
  return result;
}

function countWasm(): () => number {
  let count = 0;
  const compile = WebAssembly.compile.bind(WebAssembly);
  WebAssembly.compile = bytes => {
    count++;
    return compile(bytes);
  };
  const Original = WebAssembly.Module;
  WebAssembly.Module = class extends Original {
    constructor(bytes: BufferSource) {
      super(bytes);
      count++;
    }
  };
  return () => count;
}
