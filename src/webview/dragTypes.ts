/** What a drag inside the panel carries. */
export const dragTypes = {
  reference: 'application/vnd.inline-assets.reference',
  candidate: 'application/vnd.inline-assets.candidate',
} as const;
