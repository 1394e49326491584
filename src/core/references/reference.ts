/** Extensions that count as an image, lower case. */
export const imageExtensions = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'svg'] as const;
export type ImageExtension = (typeof imageExtensions)[number];

/** How a path is looked up: as a browser does with a URL in that language, or as a bundler does with a module. */
export type ReferenceKind = 'markdown' | 'html' | 'jsx' | 'import' | 'css';

/** What the document says around a reference, for the prompt. Plain text, bounded. */
export interface ReferenceContext {
  alt?: string;
  title?: string;
  /** Nearest heading above. */
  heading?: string;
  /** The document's first heading of level 1, when it is not `heading`. */
  documentTitle?: string;
  /** The paragraph that holds the reference, or the one right above it in the same section. */
  paragraph?: string;
  /** The component whose code holds it. */
  component?: string;
  /** Of a pair of which a page shows one. */
  theme?: 'light' | 'dark';
  /** Of an icon in a web manifest: it is cut to some shape, and filled up to its edges. */
  purpose?: 'maskable';
}

/** A place in a document that names an image file of the project. Remote, data and templated targets are none. */
export interface ImageReference extends ReferenceContext {
  /** UTF-16 offsets of the path text; quotes and brackets are outside. */
  start: number;
  end: number;
  /** The text from `start` to `end`, escapes and query included. */
  rawTarget: string;
  /** The target as a file system names it: decoded, `/` between the parts, query and fragment gone. */
  path: string;
  extension: ImageExtension;
  kind: ReferenceKind;
  /** In CSS pixels, from attributes or the language's own notation. */
  width?: number;
  height?: number;
  /** Pixels of the file for a CSS pixel (`2x` of a `srcset`); absent: 1. */
  density?: number;
  /** Of an image that is imported: that of the first element which shows it. Absent where there is none: styles, JSON. */
  markup?: ReferenceMarkup;
  /** Only looks like a path: an image when the file is there, nothing that is missing when it is not. */
  guess?: true;
}

/** A value in the markup of an image. */
export interface WrittenValue {
  /**
   * UTF-16 offsets of the value without its quotes or brackets. An attribute without a value (`<img alt>`) has it right
   * behind its name.
   */
  start: number;
  end: number;
  /** As the language decoded it; absent for an expression (`alt={t('login')}`). */
  text?: string;
}

/**
 * The markup around the path, for edits of it: an element with attributes, or Markdown's `![alt](path)`. Attributes that
 * are not written are absent.
 */
export interface ReferenceMarkup {
  syntax: 'markdown' | 'html' | 'jsx';
  /** UTF-16 offsets: of the opening tag, from `<` to behind its `>`; in Markdown of the whole image. */
  start: number;
  end: number;
  /** Name of the element as it is written; absent in Markdown. */
  element?: string;
  /** Where further attributes can be written: behind the name and before the ` /` of the end. Absent in Markdown. */
  attributesEnd?: number;
  /** Attributes come from an expression as well (`{...props}`): what is absent here may be among them. */
  more?: true;
  alt?: WrittenValue;
  width?: WrittenValue;
  height?: WrittenValue;
  srcset?: WrittenValue;
  sizes?: WrittenValue;
}

/** What a language's parser is: never throws, whatever the text. */
export type ReferenceParser = (text: string) => ImageReference[];
