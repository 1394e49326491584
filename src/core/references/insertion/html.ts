import { encodeUrlPath, referenceTo } from '../referenceTo';
import { escapeAttribute, oneLine, type Insertion } from './insertionTypes';

export const insertHtml: Insertion = (document, image, project) => {
  const src = encodeUrlPath(referenceTo(image.path, document, project).path);
  const alt = escapeAttribute(oneLine(image.alt));
  const size = `width="${image.width}" height="${image.height}"`;
  return [
    { offset: document.offset, length: 0, text: `<img src="${escapeAttribute(src)}" alt="${alt}" ${size}>` },
  ];
};
