/** MIME types of what is dragged out of the panel: inside it, and for the candidate onto a document too. */
export const dragTypes = {
  reference: 'application/vnd.inline-assets.reference',
  candidate: 'application/vnd.inline-assets.candidate',
} as const;
