import type { Provenance } from './run';

/** What says where an image comes from. */
export type ProvenanceMark = 'credentials' | 'synthid' | 'ai';

/** What is in the bytes of the image and not in those of the file; both were looked at. */
export function lostMarks(before: Provenance, after: Provenance): readonly ProvenanceMark[] {
  return [
    ...(before.contentCredentials && !after.contentCredentials ? (['credentials'] as const) : []),
    ...(before.synthIdClaimed && !after.synthIdClaimed ? (['synthid'] as const) : []),
    ...(before.aiGenerated && !after.aiGenerated ? (['ai'] as const) : []),
  ];
}

/** There is something to lose. */
export function hasMarks({ contentCredentials, synthIdClaimed, aiGenerated }: Provenance): boolean {
  return contentCredentials || synthIdClaimed || aiGenerated;
}
