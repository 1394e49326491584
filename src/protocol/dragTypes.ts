/**
 * MIME types of what is dragged out of our webviews. A reference stays in its panel; a candidate (JSON of its
 * `CandidateRef`) and images of the workspace (a list of URIs as in `text/uri-list`, which VS Code takes away from
 * webviews) can be dropped onto a document, too.
 */
export const dragTypes = {
  reference: 'application/vnd.inline-assets.reference',
  candidate: 'application/vnd.inline-assets.candidate',
  images: 'application/vnd.inline-assets.images',
} as const;
