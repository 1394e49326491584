export function ensureBrowser(say?: (line: string) => void): Promise<string>;
export const browserArgs: string[];
