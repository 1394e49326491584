import { t } from '@vscode/l10n';
import type { Layer, LayerType } from '../core/model/layers';

export function kindName(type: LayerType): string {
  return {
    text: t('Text'),
    box: t('Box'),
    ellipse: t('Ellipse'),
    line: t('Line'),
    arrow: t('Arrow'),
    step: t('Step number'),
    highlight: t('Highlight'),
    redact: t('Redaction'),
  }[type];
}

/** Its name, else the beginning of its text, else its kind. */
export function layerName(layer: Layer): string {
  if (layer.name) return layer.name;
  if (layer.type === 'text' || layer.type === 'step') {
    const text = layer.text.trim().replace(/\s+/g, ' ');
    if (layer.type === 'step' && text !== '') return t('Step {0}', text);
    if (text !== '') return text.length > 40 ? `${text.slice(0, 39)}…` : text;
  }
  return kindName(layer.type);
}
