export function spawnable(
  executable: string,
  args: readonly string[],
  platform?: NodeJS.Platform,
): [command: string, args: string[], options: { shell?: boolean }];
