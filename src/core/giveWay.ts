/** Lets others have the thread: what has come in meanwhile is worked off before this resolves. */
export function giveWay(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
