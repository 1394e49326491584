import type { ImageReference } from '../../core/references/reference';
import type { ParserClient } from './parserClient';

type Parser = Pick<ParserClient, 'parse' | 'readConfig' | 'dispose'>;

/** Enough for the documents that are looked at, each as it is now. */
const mostTexts = 6;

/** The parser for those who ask for the same text one after the other: underlines, hovers, actions. */
export class RecentParser implements Parser {
  /** Newest last. */
  private recent: { languageId: string; text: string; references: Promise<ImageReference[]> }[] = [];

  constructor(private readonly parser: Parser) {}

  parse(languageId: string, text: string): Promise<ImageReference[]> {
    const known = this.recent.find(each => each.languageId === languageId && each.text === text);
    if (known !== undefined) return known.references;
    const one = { languageId, text, references: this.parser.parse(languageId, text) };
    this.recent = [...this.recent.slice(1 - mostTexts), one];
    // What did not work may work when it is asked again.
    one.references.catch(() => (this.recent = this.recent.filter(each => each !== one)));
    return one.references;
  }

  readConfig(configPath: string, text: string): ReturnType<Parser['readConfig']> {
    return this.parser.readConfig(configPath, text);
  }

  dispose(): void {
    this.recent = [];
    this.parser.dispose();
  }
}
