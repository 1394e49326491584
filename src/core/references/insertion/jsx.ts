import { encodeUrlPath, referenceTo } from '../referenceTo';
import { importedName, moduleOf } from './imports';
import { escapeAttribute, oneLine, type Insertion, type TextEditAt } from './insertionTypes';

/** `src="/x.png"` for what the public folder serves; else an import, added unless the file has it already. */
export const insertJsx: Insertion = (document, image, project) => {
  const named = referenceTo(image.path, document, project);
  const element = (src: string): TextEditAt => ({
    offset: document.offset,
    length: 0,
    text: `<img src=${src} alt="${escapeAttribute(oneLine(image.alt))}" width={${image.width}} height={${image.height}} />`,
  });
  if (named.form === 'rooted') return [element(`"${escapeAttribute(encodeUrlPath(named.path))}"`)];

  const { name, edit } = importedName(document.text, document.offset, moduleOf(named));
  if (edit === undefined) return [element(`{${name}}`)];
  // A cursor inside the imports: the element goes where it was asked for, the import keeps its own place.
  return document.offset < edit.offset ? [element(`{${name}}`), edit] : [edit, element(`{${name}}`)];
};
