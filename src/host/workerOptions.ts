/**
 * How our threads are started. Without `execArgv` one would take over the host's own flags, an inspector port among them;
 * and V8 would let the young objects of each take 48 MiB, which several of them together have to be worth.
 */
export const workerOptions = {
  execArgv: [] as string[],
  resourceLimits: { maxYoungGenerationSizeMb: 12 },
};
