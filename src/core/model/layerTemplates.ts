import type { Description, Layer } from './layers';

/** What a description begins with. The words are the caller's, in the language of the reader. */
export interface TemplateWords {
  title: string;
  subtitle: string;
  site: string;
}

export const templateIds = ['card', 'photoTitle', 'steps', 'redact'] as const;
export type TemplateId = (typeof templateIds)[number];

/** The card of Open Graph consumers. */
export const cardSize = { width: 1200, height: 630 };

/**
 * Layers, and for a card a canvas: on an image they are laid out for its size. Variables (`{{title}}`) have the words as
 * what stands in for them.
 */
export function fromTemplate(
  id: TemplateId,
  size: { width: number; height: number },
  { title, subtitle, site }: TemplateWords,
): Pick<Description, 'layers' | 'canvas' | 'safeArea' | 'variables'> {
  const { width, height } = size;
  const unit = Math.min(width, height);
  const at = (share: number) => Math.round(unit * share);
  /** Nothing is less than a pixel high. */
  const high = (share: number) => Math.max(1, at(share));
  switch (id) {
    case 'card': {
      const margin = 72;
      const wide = cardSize.width - 2 * margin;
      const layers: Layer[] = [
        { type: 'box', id: 'accent', x: margin, y: 88, width: 96, height: 10, radius: 5, fill: '#38bdf8' },
        {
          ...{ type: 'text', id: 'title', x: margin, y: 124, width: wide, height: 320, text: '{{title}}' },
          ...{ weight: 700, size: 84, minSize: 40, lineHeight: 1.12, color: '#ffffff' },
        },
        {
          ...{ type: 'text', id: 'site', x: margin, y: 500, width: wide, height: 60, text: '{{site}}' },
          ...{ size: 34, minSize: 20, valign: 'middle', color: '#bae6fd' },
        },
      ];
      const background = { from: '#0f172a', to: '#1e3a8a', angle: 120 };
      return { canvas: { ...cardSize, background }, safeArea: 48, variables: { title, site }, layers };
    }
    case 'photoTitle': {
      const margin = at(0.06);
      const wide = Math.max(1, width - 2 * margin);
      const shadow = { color: '#000000b3', blur: at(0.02), x: 0, y: Math.max(1, at(0.004)) };
      return {
        variables: { title, subtitle },
        layers: [
          {
            type: 'box',
            id: 'shade',
            x: 0,
            y: height - high(0.42),
            width,
            height: high(0.42),
            fill: '#00000080',
          },
          {
            ...{
              type: 'text',
              id: 'title',
              x: margin,
              y: height - at(0.39),
              width: wide,
              height: high(0.22),
            },
            ...{ text: '{{title}}', weight: 700, size: Math.max(8, at(0.1)), minSize: Math.max(4, at(0.04)) },
            ...{ lineHeight: 1.1, valign: 'bottom', color: '#ffffff', shadow },
          },
          {
            ...{
              type: 'text',
              id: 'subtitle',
              x: margin,
              y: height - at(0.15),
              width: wide,
              height: high(0.09),
            },
            ...{ text: '{{subtitle}}', size: Math.max(6, at(0.045)), minSize: Math.max(4, at(0.025)) },
            ...{ color: '#ffffff', shadow },
          },
        ],
      };
    }
    case 'steps':
      return {
        layers: [0, 1, 2].map(i => ({
          ...{
            type: 'step',
            id: `step-${i + 1}`,
            text: String(i + 1),
            color: '#e5484d',
            textColor: '#ffffff',
          },
          ...{
            x: Math.round(width * (0.25 + i * 0.25)),
            y: Math.round(height / 2),
            size: Math.max(16, at(0.09)),
          },
        })),
      };
    case 'redact':
      return {
        layers: [
          {
            ...{ type: 'redact', id: 'redact-1', mode: 'solid', color: '#111111' },
            ...{ x: Math.round(width * 0.3), y: Math.round(height * 0.45) },
            ...{ width: Math.max(1, Math.round(width * 0.4)), height: Math.max(1, Math.round(height * 0.1)) },
          },
        ],
      };
  }
}
