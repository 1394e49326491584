import { referenceTo } from '../referenceTo';
import type { Insertion } from './insertionTypes';

/** For every other language: the path, because its markup is not known here. */
export const insertPath: Insertion = (document, image, project) => [
  { offset: document.offset, length: 0, text: referenceTo(image.path, document, project).path },
];
